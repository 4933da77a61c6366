import type { MachineEvent } from '../../../core/message/facts';
import type { OutgoingMessage } from '../../../lambda/notifier/ports';
import type { TopicMessage } from '../delivery/topic-message';

/** Messages that say that all is well, or well again. */
const GOOD: readonly MachineEvent['kind'][] = ['recovered', 'massRecovered', 'digest'];

/** A message of the notifier as its readers see it, with what its event says that it is about. */
export function notifierMessage({ subject, text, sms }: OutgoingMessage, event: MachineEvent | undefined): TopicMessage {
  if (event === undefined) return { by: 'notifier', state: 'ALARM', subject, text, sms };
  const { kind, pipeline, recovery } = event;
  const isGood = GOOD.includes(kind) || recovery !== undefined;
  const pipelines = event.pipelines ?? (pipeline === undefined ? undefined : [pipeline]);
  return {
    by: `notifier: ${aboutOf(kind, pipelines)}`, state: isGood ? 'OK' : 'ALARM', subject, text, sms, kind,
    ...(pipelines === undefined ? {} : { pipelines }), ...(event.alarm === undefined ? {} : { because: event.alarm.name }),
  };
}

function aboutOf(kind: MachineEvent['kind'], pipelines: readonly string[] | undefined): string {
  if (kind === 'digest') return 'digest';
  if (pipelines === undefined) return 'the observatory itself';
  return pipelines.length === 1 ? pipelines.join() : `${pipelines.length} pipelines`;
}
