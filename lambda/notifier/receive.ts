import { AlarmChange } from '../../core/alarm-change';
import { own } from '../../core/collections';
import { AlarmEvent, foldAlarm } from '../../core/incident/fold-alarm';
import { emptyRecord, IncidentRecord } from '../../core/incident/record';
import { FoldContext } from '../../core/incident/rules';
import { SMS_SEPTETS } from '../../core/message/channels';
import { MarkedDescription, OBSERVATORY_ITSELF, readDescription, type SignalId } from '../../core/signals';
import { asciiText, cleanText, cutToSeptets, gsmText } from '../../core/text/plain-text';
import { Instant } from '../../core/time';
import { mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import { Delivery, DeliveryError, type DeliveryOptions } from './deliver';
import type { NotifierEnvironment } from './environment';
import { contextOf } from './fold-context';
import { loadAndJudge, PipelineState, withDoubt, withProblem } from './pipeline-state';
import type { NotifierPorts } from './ports';
import { NotifierRun } from './run';

const PROOF_OF_LIFE: SignalId = 'ProofOfLife';

const LONGEST_NAME = 70;
const LONGEST_TEXT = 1000;
const AT_ONCE = 4;

/** Forwards an alarm that this library did not make, so that its description names no pipeline: one plain message each. */
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

/**
 * Receives one change of an alarm's state: adds it to the record of its pipeline, and sends what is new as a message.
 *
 * If this code throws, Lambda retries once after a minute. If that fails too, the function's failure destination sends the
 * unformatted alarm to the critical topic, and the alarm NotifierFailing fires. Neither depends on code of this library.
 */
export async function receive(ports: NotifierPorts, environment: NotifierEnvironment, change: AlarmChange, now: Instant): Promise<void> {
  const described = readDescription(change.description);
  if (described === undefined) {
    await forwardUnmarked(ports, environment, change);
    return;
  }
  const run = new NotifierRun({ ports, environment, now });
  const pipeline = described.mark.pipeline ?? OBSERVATORY_ITSELF;
  const judged = (await loadAndJudge(run, [pipeline])).get(pipeline)!;
  const state = described.mark.signal === PROOF_OF_LIFE && change.state === 'ALARM' ? await withDoubt(run, judged) : judged;
  await new Receipt(run, state, eventOf(change, described), change.before).run();
}

/** The receipt of one alarm's change. */
class Receipt {
  /** @param before the alarm's state before the change, where CloudWatch says it */
  public constructor(
    private readonly notifier: NotifierRun,
    private readonly state: PipelineState,
    private readonly event: AlarmEvent,
    private readonly before: AlarmChange['before'],
  ) {}

  public async run(): Promise<void> {
    const { notifier, state, event } = this;
    let record: IncidentRecord;
    let upstream: readonly IncidentRecord[];
    try {
      upstream = await this.#loadUpstream();
      const context = contextOf(notifier, state, upstream);
      record = await notifier.update(state.pipeline, (current) => foldAlarm(this.#withMissedAlarm(current, context), event, state.judged, context));
    } catch (error) {
      notifier.ports.log({ level: 'ERROR', event: 'notGrouped', pipeline: state.pipeline, alarm: event.name, problem: reasonOf(error) });
      // An alarm that was just created, or that had no data before, has not recovered.
      if (event.state === 'OK' && (this.before ?? 'ALARM') !== 'ALARM') return;
      await this.#sendUngrouped(`the table of incidents cannot be used (${reasonOf(error)}), so each alarm is a message of its own`);
      return;
    }
    await new Delivery(notifier, { state, records: this.#allRecords(upstream), waitsForReasons: true }).sendAll(record);
  }

  /** The records of the upstream pipelines. Reading all records for each alarm would make a storm quadratic. */
  async #loadUpstream(): Promise<IncidentRecord[]> {
    const { profile, pipeline } = this.state;
    const names = (profile?.upstreamPipelines ?? []).filter((name) => name !== pipeline);
    return (await mapBounded(names, AT_ONCE, (name) => this.notifier.table.load(name))).map(({ record }) => record);
  }

  /** Reads all records when they are first asked for. When they cannot be read, the message says less. */
  #allRecords(instead: readonly IncidentRecord[]): DeliveryOptions['records'] {
    let all: ReturnType<DeliveryOptions['records']> | undefined;
    return () => {
      all ??= this.notifier.loadRecords().then((records) => ({ records }), (error: unknown) => {
        this.notifier.ports.log({ level: 'ERROR', event: 'recordsNotRead', problem: reasonOf(error) });
        return { records: instead, problem: `suppressed pipelines not readable: ${reasonOf(error)}` };
      });
      return all;
    };
  }

  /**
   * The record as if the notifier had received the alarm that is now over. It did not receive it when there was no notifier
   * yet, or when the table was replaced. The recovery is sent all the same.
   */
  #withMissedAlarm(record: IncidentRecord, context: FoldContext): IncidentRecord {
    const { event, before, state } = this;
    const isMissed = event.state === 'OK' && before === 'ALARM' && event.lasting && own(record.alarms, event.name) === undefined && record.incident === undefined;
    if (!isMissed) return record;
    // Somebody received the alarm, so the upstream pipeline's incident does not suppress the recovery.
    const { upstream: _inhibitedBy, ...rest } = context;
    return { ...foldAlarm(record, { ...event, state: 'ALARM', at: event.at - 1 }, state.judged, rest), outbox: record.outbox };
  }

  /** Without the table nothing is remembered: each alarm, and each recovery of a lasting one, is a message of its own. */
  async #sendUngrouped(problem: string): Promise<void> {
    const { notifier, state, event } = this;
    const context = { ...contextOf(notifier, state, []), muted: false };
    const blank = emptyRecord(state.pipeline);
    // A recovery needs something to recover from.
    const before = event.state === 'OK' && event.lasting ? foldAlarm(blank, { ...event, state: 'ALARM', at: event.at - 1 }, undefined, context) : blank;
    const notification = foldAlarm({ ...before, outbox: [] }, event, state.judged, context).outbox.at(-1);
    if (notification === undefined) return;
    const delivery = new Delivery(notifier, { state: withProblem(state, problem), records: async () => ({ records: [] }) });
    const problems = await delivery.sendOne(notification, { sent: nothing, failed: nothing });
    if (problems.length > 0) throw new DeliveryError(problems);
  }
}

/** An alarm's change, as the rules of an incident take it. */
export function eventOf({ alarmName, alarmArn, state, at, breach, reason, afterMute }: AlarmChange, { mark, means, lookFirst }: MarkedDescription): AlarmEvent {
  const { signal, question, severity, lasting, stage } = mark;
  return { name: alarmName, arn: alarmArn, signal, question, severity, lasting, stage, state, at, ...(breach === undefined ? {} : { breach }), means, lookFirst, reason, afterMute };
}

async function nothing(): Promise<void> {
  // There is no record to write to.
}
