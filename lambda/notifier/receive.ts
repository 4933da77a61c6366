import { AlarmChange } from '../../core/alarm-change';
import { AlarmEvent, foldAlarm } from '../../core/incident/fold-alarm';
import { emptyRecord, IncidentRecord } from '../../core/incident/record';
import { FoldContext } from '../../core/incident/rules';
import { SMS_SEPTETS } from '../../core/message/channels';
import { own } from '../../core/names';
import { MarkedDescription, OBSERVATORY_ITSELF, readDescription } from '../../core/signals';
import { asciiText, cleanText, cutToSeptets, gsmText } from '../../core/text/plain-text';
import { Instant } from '../../core/time';
import { mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import { deliver, Delivery, DeliveryError, sendOne } from './deliver';
import type { NotifierEnvironment } from './environment';
import { remembering, updateRecord } from './incident-records';
import { contextOf, loadState, PipelineState, withProblem } from './pipeline-state';
import type { NotifierPorts } from './ports';

const LONGEST_NAME = 70;
const LONGEST_TEXT = 1000;

/** Tells an alarm that is none of this library's, and says nothing about its pipeline: as it came, by a message of its own. */
export async function forwardUnmarked(ports: NotifierPorts, { topics }: NotifierEnvironment, change: AlarmChange): Promise<void> {
  const { state, at, alarmName, description = '', reason } = change;
  const name = cleanText(alarmName, LONGEST_NAME);
  const since = new Date(at).toISOString();
  try {
    await ports.publish(topics.critical, {
      subject: `${state}: ${asciiText(name)}`,
      text: [`${name} is ${state} since ${since}.`, cleanText(description, LONGEST_TEXT), cleanText(reason, LONGEST_TEXT)].filter((line) => line !== '').join('\n'),
      sms: cutToSeptets(gsmText(`${name} is ${state} since ${since}`), SMS_SEPTETS),
    });
  } catch (error) {
    throw new DeliveryError([`${alarmName} was not sent: ${String(error)}`]);
  }
}

const AT_ONCE = 4;

/**
 * Takes one change of an alarm's state: into the record of its pipeline, and out as a message if that is news.
 *
 * If it throws, Lambda tries once more; if that fails too, the raw alarm goes to the critical topic by the function's
 * failure destination, and NotifierFailing speaks. Neither is code of ours.
 */
export async function receive(given: NotifierPorts, environment: NotifierEnvironment, change: AlarmChange, now: Instant): Promise<void> {
  const ports = remembering(given);
  const described = readDescription(change.description);
  if (described === undefined) {
    await forwardUnmarked(ports, environment, change);
    return;
  }
  const pipeline = described.mark.pipeline ?? OBSERVATORY_ITSELF;
  const state = (await loadState(ports, environment, [pipeline], now)).get(pipeline)!;
  const event = eventOf(change, described);
  const delivery = { ports, environment, state, now };
  let record: IncidentRecord;
  let upstream: readonly IncidentRecord[];
  try {
    upstream = await upstreamOf(ports, state);
    const context = contextOf(state, upstream, environment, now);
    record = await updateRecord(ports.table, pipeline, now, (current) => foldAlarm(withUnsent(current, event, change, state, context), event, state.judged, context));
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'notGrouped', pipeline, alarm: change.alarmName, problem: reasonOf(error) });
    // An alarm that was merely made, or had no data, has not recovered.
    if (change.state === 'OK' && (change.before ?? 'ALARM') !== 'ALARM') return;
    await sendUngrouped(delivery, event, `the table of incidents cannot be used (${reasonOf(error)}), so this alarm is told by itself`);
    return;
  }
  await deliver({ ...delivery, records: allRecords(ports, upstream), mayWait: true }, record);
}

/** The records of what a pipeline waits for. Were all records read for each alarm, a storm would be as slow as the square of it. */
async function upstreamOf(ports: NotifierPorts, { profile, pipeline }: PipelineState): Promise<IncidentRecord[]> {
  const names = (profile?.upstreamPipelines ?? []).filter((name) => name !== pipeline);
  return (await mapBounded(names, AT_ONCE, (name) => ports.table.load(name))).map(({ record }) => record);
}

/** All records, read once and not before they are asked for. Where they cannot be read the message says less. */
function allRecords(ports: NotifierPorts, instead: readonly IncidentRecord[]): Delivery['records'] {
  let all: ReturnType<Delivery['records']> | undefined;
  return () => {
    all ??= ports.table.loadAll().then((stored) => ({ records: stored.map(({ record }) => record) }), (error: unknown) => {
      ports.log({ level: 'ERROR', event: 'recordsNotRead', problem: reasonOf(error) });
      return { records: instead, problem: `who is held back meanwhile not readable: ${reasonOf(error)}` };
    });
    return all;
  };
}

/**
 * The record as it would be had the alarm's ALARM been heard, where it was told by somebody else or forgotten: before there
 * was a notifier, or a table that was replaced. That it is over is still to be told.
 */
function withUnsent(record: IncidentRecord, event: AlarmEvent, { before }: AlarmChange, { judged }: PipelineState, context: FoldContext): IncidentRecord {
  const isUntold = event.state === 'OK' && before === 'ALARM' && event.lasting && own(record.alarms, event.name) === undefined && record.incident === undefined;
  if (!isUntold) return record;
  const { upstream: _heldFor, ...told } = context;
  return { ...foldAlarm(record, { ...event, state: 'ALARM', at: event.at - 1 }, judged, told), outbox: record.outbox };
}

/** The event of a change, for the fold. */
export function eventOf({ alarmName, alarmArn, state, at, breach, reason, afterMute }: AlarmChange, { mark, means, lookFirst }: MarkedDescription): AlarmEvent {
  const { signal, question, severity, lasting, stage } = mark;
  return { name: alarmName, arn: alarmArn, signal, question, severity, lasting, stage, state, at, ...(breach === undefined ? {} : { breach }), means, lookFirst, reason, afterMute };
}

/** Without the table nothing is remembered: each alarm, and each return of one that lasts, is a message of its own. */
async function sendUngrouped(delivery: Omit<Delivery, 'records'>, event: AlarmEvent, problem: string): Promise<void> {
  const { state, environment, now } = delivery;
  const context = { ...contextOf(state, [], environment, now), muted: false };
  const blank = emptyRecord(state.pipeline);
  // A recovery needs something to recover from.
  const before = event.state === 'OK' && event.lasting ? foldAlarm(blank, { ...event, state: 'ALARM', at: event.at - 1 }, undefined, context) : blank;
  const notification = foldAlarm({ ...before, outbox: [] }, event, state.judged, context).outbox.at(-1);
  if (notification === undefined) return;
  const problems = await sendOne({ ...delivery, records: async () => ({ records: [] }), state: withProblem(state, problem) }, notification, { sent: nothing, failed: nothing });
  if (problems.length > 0) throw new DeliveryError(problems);
}

async function nothing(): Promise<void> {
  // There is no record to write to.
}
