import { AlarmEvent, foldAlarm } from '../../core/incident/fold-alarm';
import { foldJudgement } from '../../core/incident/fold-judgement';
import { foldTime, nextDue } from '../../core/incident/fold-time';
import { isHealingInDoubt } from '../../core/incident/judged-facts';
import { unclaimed } from '../../core/incident/outbox';
import { IncidentRecord, SeenAlarm } from '../../core/incident/record';
import { HOUR, Instant, MINUTE } from '../../core/time';
import { reasonOf } from '../shared/log';
import { Delivery, DeliveryError } from './deliver';
import { sendDigest } from './digest/send-digest';
import type { NotifierEnvironment } from './environment';
import { contextOf } from './fold-context';
import { GroupSender } from './group';
import { canBeAsked, judgeStates, loadStates, PipelineState } from './pipeline-state';
import type { AlarmNow, NotifierPorts } from './ports';
import { reconcile } from './reconcile';
import { NotifierRun } from './run';

/** How often the evidence of open incidents is judged. */
export const JUDGE_EVERY = 5 * MINUTE;
/** How often CloudWatch is asked which alarms are in ALARM, to find those whose message never arrived. */
export const RECONCILE_EVERY = HOUR;
/** How long an alarm's own message may take to arrive, before CloudWatch is asked about the alarm. */
const MESSAGE_COMES_WITHIN = 5 * MINUTE;

/** The result of one tick. */
export interface NotifierTick {
  /** How many incidents are open. */
  readonly incidents: number;
}

/**
 * Does what time brings, once a minute: further failures and recoveries without an alarm, reminders, escalation, groups of
 * held notifications, notifications whose sender died, and the digest. Two ticks at once are harmless, because a conditional
 * write claims whatever is sent.
 *
 * If the tick is never run, the alarm NotifierSilent fires. If it throws, NotifierFailing fires. CloudWatch sends both to
 * the topics without any code of this library.
 *
 * @throws DeliveryError when something failed, after everything else was done
 */
export async function tick(ports: NotifierPorts, environment: NotifierEnvironment, now: Instant): Promise<NotifierTick> {
  return new Tick(new NotifierRun({ ports, environment, now })).run();
}

/** Whether a pipeline's record may want something done: it has an incident, or something to be sent. */
export function isBusy({ incident, outbox, rateLimitedUntil }: IncidentRecord): boolean {
  return incident !== undefined || outbox.length > 0 || rateLimitedUntil !== undefined;
}

/** Alarms that CloudWatch was asked about, and those of them that exist. */
interface AskedAlarms {
  readonly asked: ReadonlySet<string>;
  readonly found: ReadonlyMap<string, AlarmNow>;
}

const NONE_ASKED: AskedAlarms = { asked: new Set(), found: new Map() };

class Tick {
  readonly #problems: string[] = [];
  /** The newest known record of each pipeline. */
  #records = new Map<string, IncidentRecord>();
  #states: ReadonlyMap<string, PipelineState> = new Map();
  #alarms = NONE_ASKED;

  public constructor(private readonly notifier: NotifierRun) {}

  public async run(): Promise<NotifierTick> {
    const { notifier } = this;
    const before = await notifier.loadRecords();
    this.#records = new Map(before.map((record) => [record.pipeline, record]));
    const busy = before.filter(isBusy);
    this.#states = await this.#loadStates(busy);
    this.#alarms = await this.#attempt('asking CloudWatch about alarms', () => this.#askAlarms(busy)) ?? NONE_ASKED;
    for (const { pipeline } of busy) await this.#attempt(pipeline, () => this.#advanceAndSend(pipeline));

    const reconciled = isTimeFor(RECONCILE_EVERY, notifier.now) ? await this.#attempt('looking for missed alarms', () => reconcile(notifier, this.#records)) ?? 0 : 0;
    const records = busy.length + reconciled === 0 ? before : await this.#attempt('reading the records again', () => notifier.loadRecords()) ?? before;
    await this.#attempt('sending held notifications', () => new GroupSender(notifier, records, this.#states).sendDue());
    await this.#attempt('the digest', () => sendDigest(notifier, records));
    if (this.#problems.length > 0) throw new DeliveryError(this.#problems);
    return { incidents: records.filter(({ incident }) => incident !== undefined).length };
  }

  get #all(): IncidentRecord[] {
    return [...this.#records.values()];
  }

  /** Runs one step. When it fails, the other steps are done all the same, and the tick fails at its end. */
  async #attempt<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#problems.push(`${what}: ${reasonOf(error)}`);
      this.notifier.ports.log({ level: 'ERROR', event: 'tickFailed', at: what, problem: reasonOf(error) });
      return undefined;
    }
  }

  /** Reads what is known of pipelines. Evidence is judged every few minutes, and whenever something is about to be sent. */
  async #loadStates(busy: readonly IncidentRecord[]): Promise<ReadonlyMap<string, PipelineState>> {
    const { notifier } = this;
    const read = await loadStates(notifier, busy.map(({ pipeline }) => pipeline));
    const wanted = busy.filter((record) => isTimeFor(JUDGE_EVERY, notifier.now) || unclaimed(record, notifier.now).length > 0
      || (nextDue(record, contextOf(notifier, read.get(record.pipeline)!, this.#all)) ?? Infinity) <= notifier.now);
    const judged = await judgeStates(notifier, wanted.map(({ pipeline }) => read.get(pipeline)!));
    const doubtful = wanted.filter((record) => {
      const one = judged.get(record.pipeline)!;
      return one.judged !== undefined && canBeAsked(one) && isHealingInDoubt(record, one.judged);
    });
    // Judged again from what was read first, so that no problem is named twice.
    const asked = doubtful.length === 0 ? [] : await judgeStates(notifier, doubtful.map(({ pipeline }) => read.get(pipeline)!), 'always');
    return new Map([...read, ...judged, ...asked]);
  }

  /** Asks about alarms that the records have in ALARM for a while: the message that an alarm is OK again may have been lost. */
  async #askAlarms(busy: readonly IncidentRecord[]): Promise<AskedAlarms> {
    if (!isTimeFor(JUDGE_EVERY, this.notifier.now)) return NONE_ASKED;
    const names = busy.filter(({ incident }) => incident !== undefined).flatMap((record) => this.#doubtfulAlarms(record).map(({ name }) => name));
    return names.length === 0 ? NONE_ASKED : { asked: new Set(names), found: await this.notifier.ports.alarms(names) };
  }

  #doubtfulAlarms({ alarms }: IncidentRecord): SeenAlarm[] {
    return Object.values(alarms).filter(({ state, at }) => state === 'ALARM' && at <= this.notifier.now - MESSAGE_COMES_WITHIN);
  }

  async #advanceAndSend(pipeline: string): Promise<void> {
    const { notifier } = this;
    const state = this.#states.get(pipeline)!;
    const records = this.#all;
    const record = await notifier.update(pipeline, (current) => this.#advance(current, state, records));
    this.#records.set(pipeline, record);
    await new Delivery(notifier, { state, records: async () => ({ records }) }).sendAll(record);
  }

  /** The record after everything that time and evidence bring. */
  #advance(record: IncidentRecord, state: PipelineState, records: readonly IncidentRecord[]): IncidentRecord {
    const context = contextOf(this.notifier, state, records);
    // What happens in a mute window is sent at its end.
    if (context.muted) return foldTime(record, context);
    const corrected = this.#doubtfulAlarms(record).filter(({ name }) => this.#alarms.asked.has(name))
      .flatMap((alarm) => correctionOf(alarm, this.#alarms.found.get(alarm.name), this.notifier.now))
      .reduce((current, event) => foldAlarm(current, event, state.judged, context), record);
    const judged = state.judged === undefined ? corrected : foldJudgement(corrected, state.judged, context);
    return foldTime(judged, context);
  }
}

/** Whether the tick of this minute does what is done at this interval. */
function isTimeFor(interval: number, now: Instant): boolean {
  return Math.floor(now / MINUTE) % (interval / MINUTE) === 0;
}

/** The event that the record lacks, when CloudWatch no longer has the alarm in ALARM. */
function correctionOf({ raisedAt: _times, ...alarm }: SeenAlarm, current: AlarmNow | undefined, now: Instant): AlarmEvent[] {
  if (current === undefined) return [{ ...alarm, state: 'OK', at: now, isGone: true }];
  const isMissed = current.state === 'OK' && current.since > alarm.at && current.since <= now - MESSAGE_COMES_WITHIN;
  return isMissed ? [{ ...alarm, state: 'OK', at: current.since }] : [];
}
