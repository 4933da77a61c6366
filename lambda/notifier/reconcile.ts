import { AlarmChange } from '../../core/alarm-change';
import { foldAlarm } from '../../core/incident/fold-alarm';
import { IncidentRecord } from '../../core/incident/record';
import { own } from '../../core/names';
import { MarkedDescription, OBSERVATORY_ITSELF, readDescription } from '../../core/signals';
import { Instant, MINUTE } from '../../core/time';
import { mapBounded } from '../shared/async';
import type { NotifierEnvironment } from './environment';
import { updateRecord } from './incident-records';
import { contextOf, loadState } from './pipeline-state';
import type { NotifierPorts } from './ports';
import { eventOf } from './receive';

/** An alarm's own message has so much time. */
const MESSAGE_COMES_WITHIN = 5 * MINUTE;

const AT_ONCE = 8;

/** An alarm that is up and was not heard of. */
interface MissedAlarm {
  readonly change: AlarmChange;
  readonly described: MarkedDescription;
  readonly pipeline: string;
}

/**
 * Takes alarms into the records that are up and of which nothing is known there: CloudWatch tells a change of state once, and
 * it told somebody else (there was no notifier then), or what it told was forgotten (the table was replaced, or set back to
 * an earlier time) or contradicted (somebody published what CloudWatch had not said). Without that, nobody would be
 * reminded of them, nor told of their recovery. What comes of it is sent by the next tick, many together.
 *
 * @returns of how many pipelines
 */
export async function reconcile(ports: NotifierPorts, environment: NotifierEnvironment, records: ReadonlyMap<string, IncidentRecord>, now: Instant): Promise<number> {
  const { intakeTopicArn } = environment;
  if (intakeTopicArn === undefined) return 0;
  const unheard = (await ports.raised(intakeTopicArn)).flatMap((change) => missedAlarmsOf(change, records, now));
  const pipelines = [...new Set(unheard.map(({ pipeline }) => pipeline))];
  if (pipelines.length === 0) return 0;
  const states = await loadState(ports, environment, pipelines, now);
  const others = [...records.values()];
  await mapBounded(pipelines, AT_ONCE, async (pipeline) => {
    const one = states.get(pipeline)!;
    const context = contextOf(one, others, environment, now);
    // What is up in a maintenance window CloudWatch tells at its end.
    if (context.muted) return;
    const own = unheard.filter((alarm) => alarm.pipeline === pipeline);
    ports.log({ level: 'WARN', event: 'adopted', pipeline, alarms: own.map(({ change }) => change.alarmName) });
    await updateRecord(ports.table, pipeline, now, (record) => own.reduce((current, { change, described }) =>
      foldAlarm(current, { ...eventOf(change, described), at: raisedAt(change, current) }, one.judged, context), record));
  });
  return pipelines.length;
}

function missedAlarmsOf(change: AlarmChange, records: ReadonlyMap<string, IncidentRecord>, now: Instant): MissedAlarm[] {
  const described = readDescription(change.description);
  if (described === undefined || change.at > now - MESSAGE_COMES_WITHIN) return [];
  const pipeline = described.mark.pipeline ?? OBSERVATORY_ITSELF;
  const seen = own(records.get(pipeline)?.alarms ?? {}, change.alarmName);
  // That it is OK again may be on its way.
  if (seen !== undefined && (seen.state === 'ALARM' || seen.at > now - MESSAGE_COMES_WITHIN)) return [];
  return [{ change, described, pipeline }];
}

/** It is up in spite of a later OK, of which CloudWatch knows nothing: then it is up anew. */
function raisedAt({ alarmName, at }: AlarmChange, { alarms }: IncidentRecord): Instant {
  const seen = own(alarms, alarmName);
  return seen === undefined ? at : Math.max(at, seen.at + 1);
}
