import { AlarmEvent, foldAlarm } from '../../core/incident/fold-alarm';
import { foldJudgement } from '../../core/incident/fold-judgement';
import { foldTime, nextDue as incidentNextDue } from '../../core/incident/fold-time';
import { isHealingInDoubt } from '../../core/incident/judged-facts';
import { unclaimed } from '../../core/incident/outbox';
import { IncidentRecord, SeenAlarm } from '../../core/incident/record';
import { HOUR, Instant, MINUTE } from '../../core/time';
import { reasonOf } from '../shared/log';
import { deliver, DeliveryError } from './deliver';
import { sendDigest } from './digest/send-digest';
import type { NotifierEnvironment } from './environment';
import { groupDue, sendGroup } from './group';
import { remembering, updateRecord } from './incident-records';
import { canBeAsked, contextOf, judgeState, loadState, PipelineState } from './pipeline-state';
import type { AlarmNow, NotifierPorts } from './ports';
import { reconcile } from './reconcile';

/** How often the evidence of open incidents is looked at. */
const LOOK_EVERY = 5 * MINUTE;
/** How often it is asked which alarms are up: of what no message came was told otherwise, or before. */
const RECONCILE_EVERY = HOUR;
/** An alarm's own message has so much time before it is asked how it is. */
const MESSAGE_COMES_WITHIN = 5 * MINUTE;

/** What one tick came to. */
export interface NotifierTick {
  readonly incidents: number;
  /** When time alone brings something, if nothing happens before; until then ticks but look at evidence. Absent: never. */
  readonly wakeAt?: Instant;
  /** When the evidence of open incidents is looked at again. Absent: there are none. */
  readonly lookAt?: Instant;
}

/**
 * What time brings, once a minute: further failures and recoveries that no alarm tells, reminders, escalation, what was
 * held back, what somebody died over while sending it, and the digest. Two at once are harmless: whatever is sent was
 * claimed by a conditional write.
 *
 * If it is not run NotifierSilent speaks, if it throws NotifierFailing does; both go to the topics without code of ours.
 *
 * @throws DeliveryError when something failed, after everything else was done
 */
export async function tick(given: NotifierPorts, environment: NotifierEnvironment, now: Instant): Promise<NotifierTick> {
  const ports = remembering(given);
  const records = await recordsOf(ports);
  const busy = records.filter(isBusy);
  const problems: string[] = [];
  const attempt = async <T>(what: string, act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await act();
    } catch (error) {
      problems.push(`${what}: ${reasonOf(error)}`);
      ports.log({ level: 'ERROR', event: 'tickFailed', at: what, problem: reasonOf(error) });
      return undefined;
    }
  };

  const states = await lookAt(ports, environment, records, busy, now);
  const alarms = await attempt('asking how alarms are', () => askAlarms(ports, busy, now)) ?? NONE_ASKED;
  const after = new Map(records.map((record) => [record.pipeline, record]));
  for (const { pipeline } of busy) {
    const one = states.get(pipeline)!;
    await attempt(pipeline, async () => {
      const others = [...after.values()];
      const record = await updateRecord(ports.table, pipeline, now, (current) => advance(current, one, alarms, others, environment, now));
      after.set(pipeline, record);
      await deliver({ ports, environment, state: one, records: async () => ({ records: others }), now }, record);
    });
  }
  const adopted = isReconcileTime(now) ? await attempt('asking which alarms are up', () => reconcile(ports, environment, after, now)) ?? 0 : 0;
  const later = busy.length + adopted === 0 ? records : await attempt('reading what was done', () => recordsOf(ports)) ?? records;
  await attempt('telling many at once', () => sendGroup(ports, environment, later, states, now));
  const nextDigest = await attempt('the digest', () => sendDigest(ports, environment, later, now));
  if (problems.length > 0) throw new DeliveryError(problems);
  return summary(later, states, environment, nextDigest, now);
}

async function recordsOf(ports: NotifierPorts): Promise<IncidentRecord[]> {
  return (await ports.table.loadAll()).map(({ record }) => record);
}

function isBusy({ incident, outbox, rateLimitedUntil }: IncidentRecord): boolean {
  return incident !== undefined || outbox.length > 0 || rateLimitedUntil !== undefined;
}

/** Looks at the evidence every few minutes, and whenever something is about to be told. */
async function lookAt(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], busy: readonly IncidentRecord[], now: Instant,
): Promise<Map<string, PipelineState>> {
  const read = await loadState(ports, environment, busy.map(({ pipeline }) => pipeline), now, false);
  const wanted = busy.filter((record) => isLookingTime(now) || unclaimed(record, now).length > 0
    || (incidentNextDue(record, contextOf(read.get(record.pipeline)!, records, environment, now)) ?? Infinity) <= now);
  const judged = await judgeState(ports, wanted.map(({ pipeline }) => read.get(pipeline)!), now);
  const doubtful = wanted.filter((record) => {
    const one = judged.get(record.pipeline)!;
    return one.judged !== undefined && canBeAsked(one) && isHealingInDoubt(record, one.judged);
  });
  // Judged anew from what was read before, so that no problem is named twice.
  const asked = doubtful.length === 0 ? [] : await judgeState(ports, doubtful.map(({ pipeline }) => read.get(pipeline)!), now, true);
  return new Map([...read, ...judged, ...asked]);
}

function isReconcileTime(now: Instant): boolean {
  return Math.floor(now / MINUTE) % (RECONCILE_EVERY / MINUTE) === 0;
}

function isLookingTime(now: Instant): boolean {
  return Math.floor(now / MINUTE) % (LOOK_EVERY / MINUTE) === 0;
}

/** Alarms that were asked how they are, and those of them that there still are. */
interface AskedAlarms {
  readonly asked: ReadonlySet<string>;
  readonly found: ReadonlyMap<string, AlarmNow>;
}

const NONE_ASKED: AskedAlarms = { asked: new Set(), found: new Map() };

/** Asks how alarms are that were last heard of in ALARM a while ago: the message that one is OK again may have been lost. */
async function askAlarms(ports: NotifierPorts, busy: readonly IncidentRecord[], now: Instant): Promise<AskedAlarms> {
  const names = isLookingTime(now) ? busy.filter(({ incident }) => incident !== undefined).flatMap((record) => doubtful(record, now).map(({ name }) => name)) : [];
  return names.length === 0 ? NONE_ASKED : { asked: new Set(names), found: await ports.alarms(names) };
}

function doubtful({ alarms }: IncidentRecord, now: Instant): SeenAlarm[] {
  return Object.values(alarms).filter(({ state, at }) => state === 'ALARM' && at <= now - MESSAGE_COMES_WITHIN);
}

/** The record after all that time and evidence bring. */
function advance(
  record: IncidentRecord, state: PipelineState, { asked, found }: AskedAlarms, records: readonly IncidentRecord[], environment: NotifierEnvironment, now: Instant,
): IncidentRecord {
  const context = contextOf(state, records, environment, now);
  // What happens in a maintenance window is told at its end.
  if (context.muted) return foldTime(record, context);
  const corrected = doubtful(record, now).filter(({ name }) => asked.has(name))
    .flatMap((alarm) => correctionOf(alarm, found.get(alarm.name), now))
    .reduce((current, event) => foldAlarm(current, event, state.judged, context), record);
  const judged = state.judged === undefined ? corrected : foldJudgement(corrected, state.judged, context);
  return foldTime(judged, context);
}

function correctionOf({ raisedAt: _times, ...alarm }: SeenAlarm, current: AlarmNow | undefined, now: Instant): AlarmEvent[] {
  if (current === undefined) return [{ ...alarm, state: 'OK', at: now, isGone: true }];
  const isMissed = current.state === 'OK' && current.since > alarm.at && current.since <= now - MESSAGE_COMES_WITHIN;
  return isMissed ? [{ ...alarm, state: 'OK', at: current.since }] : [];
}

function summary(
  records: readonly IncidentRecord[], states: ReadonlyMap<string, PipelineState>, environment: NotifierEnvironment, nextDigest: Instant | undefined, now: Instant,
): NotifierTick {
  const open = records.filter(({ incident }) => incident !== undefined);
  const dues = [
    ...(nextDigest === undefined ? [] : [nextDigest]),
    ...records.filter(isBusy).flatMap((record) => [
      incidentNextDue(record, contextOf(states.get(record.pipeline) ?? { pipeline: record.pipeline, problems: [] }, records, environment, now)) ?? [],
      record.rateLimitedUntil ?? [],
      record.outbox.filter(({ pending }) => !pending).map(({ claimedUntil }) => claimedUntil ?? now),
    ].flat()),
    ...groupDue(records),
    ...(environment.intakeTopicArn === undefined ? [] : [(Math.floor(now / RECONCILE_EVERY) + 1) * RECONCILE_EVERY]),
  ];
  return {
    incidents: open.length,
    ...(dues.length === 0 ? {} : { wakeAt: Math.min(...dues) }),
    ...(open.length === 0 ? {} : { lookAt: (Math.floor(now / LOOK_EVERY) + 1) * LOOK_EVERY }),
  };
}
