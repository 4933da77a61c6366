import { AlarmChange } from '../../core/alarm-change';
import { own, unique } from '../../core/collections';
import { foldAlarm } from '../../core/incident/fold-alarm';
import { IncidentRecord } from '../../core/incident/record';
import { MarkedDescription, OBSERVATORY_ITSELF, readDescription } from '../../core/signals';
import { Instant, MINUTE } from '../../core/time';
import { mapBounded } from '../shared/async';
import { contextOf } from './fold-context';
import { loadAndJudge } from './pipeline-state';
import { eventOf } from './receive';
import type { NotifierRun } from './run';

/** How long an alarm's own message may take to arrive. */
const MESSAGE_COMES_WITHIN = 5 * MINUTE;

const AT_ONCE = 8;

/** An alarm that is in ALARM and that no record knows of. */
interface MissedAlarm {
  readonly change: AlarmChange;
  readonly described: MarkedDescription;
  readonly pipeline: string;
}

/**
 * Adds alarms to the records that are in ALARM and that the records do not know of. CloudWatch sends a change of state once,
 * and that message can be missing for three reasons. There was no notifier yet; the table was replaced or restored to an
 * earlier time; or somebody published a recovery that CloudWatch did not send. Without this step, there would be neither
 * reminders nor a recovery for such an alarm. The next tick sends what comes of it, as one group.
 *
 * If this code dies, the ticker's invocation fails and the alarm NotifierFailing fires.
 *
 * @returns the number of pipelines with such alarms
 */
export async function reconcile(run: NotifierRun, records: ReadonlyMap<string, IncidentRecord>): Promise<number> {
  const { ports, now, environment: { intakeTopicArn } } = run;
  if (intakeTopicArn === undefined) return 0;
  const missed = (await ports.raised(intakeTopicArn)).flatMap((change) => missedAlarmsOf(change, records, now));
  const pipelines = unique(missed.map(({ pipeline }) => pipeline));
  if (pipelines.length === 0) return 0;
  const states = await loadAndJudge(run, pipelines);
  await mapBounded(pipelines, AT_ONCE, async (pipeline) => {
    const state = states.get(pipeline)!;
    const context = contextOf(run, state, [...records.values()]);
    // At the end of a mute window, CloudWatch sends the alarms that are still in ALARM.
    if (context.muted) return;
    const alarms = missed.filter((alarm) => alarm.pipeline === pipeline);
    ports.log({ level: 'WARN', event: 'reconciled', pipeline, alarms: alarms.map(({ change }) => change.alarmName) });
    await run.update(pipeline, (record) => alarms.reduce((current, { change, described }) =>
      foldAlarm(current, { ...eventOf(change, described), at: raisedAt(change, current) }, state.judged, context), record));
  });
  return pipelines.length;
}

function missedAlarmsOf(change: AlarmChange, records: ReadonlyMap<string, IncidentRecord>, now: Instant): MissedAlarm[] {
  const described = readDescription(change.description);
  if (described === undefined || change.at > now - MESSAGE_COMES_WITHIN) return [];
  const pipeline = described.mark.pipeline ?? OBSERVATORY_ITSELF;
  const seen = own(records.get(pipeline)?.alarms ?? {}, change.alarmName);
  // A change of the last minutes may not have reached both the record and CloudWatch's list of alarms.
  if (seen !== undefined && (seen.state === 'ALARM' || seen.at > now - MESSAGE_COMES_WITHIN)) return [];
  return [{ change, described, pipeline }];
}

/** When CloudWatch knows nothing of a recovery that the record has, the alarm counts as raised again after that recovery. */
function raisedAt({ alarmName, at }: AlarmChange, { alarms }: IncidentRecord): Instant {
  const seen = own(alarms, alarmName);
  return seen === undefined ? at : Math.max(at, seen.at + 1);
}
