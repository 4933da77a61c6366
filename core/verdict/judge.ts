import { unique } from '../collections';
import { Contract, isSilence, ScheduledExpectation, scheduleOf, StageContract } from '../contract/contract';
import { earliestResult, type Run, StageEvidence } from '../evidence/run';
import type { Schedule } from '../schedule/schedule';
import { DAY, Instant, MINUTE, SECOND } from '../time';
import { attribute, DueSlot, dueSlots, nextDue } from './due-slots';
import { foldIncident } from './incident';
import { judgeStage } from './judge-stage';
import { type JudgedRecords, silenceSlots } from './silence';
import { inOrder, isBad, isGood, Judgement, SlotVerdict, StageVerdict, worst } from './verdict';

/** Runs of a rate start within this many minutes of their time: EventBridge fires within one minute, and starts vary. */
const SPREAD = 3;

/** The schedule of a contract. The phase of a `rate` without an anchor is read from the runs. */
function phasedSchedule({ since }: Contract, expectation: ScheduledExpectation, runs: readonly Run[]): Schedule {
  // EventBridge starts a rate when the schedule is created, which is about when the contract was first written.
  const assumed = scheduleOf(expectation, since);
  if (assumed.kind !== 'rate' || expectation.anchor !== undefined || runs.length === 0) return assumed;
  const interval = assumed.next(since)!.at - since;
  return scheduleOf(expectation, since + mod(phaseOf(runs, interval) - since, interval));
}

/**
 * The minute of the interval at which the few minutes begin in which most runs start. It is the first of them, so that no
 * run seems to belong to the slot before. If several are equal, it is that of the oldest run, so that it does not move.
 */
function phaseOf(runs: readonly Run[], interval: number): Instant {
  const starts = runs.map((run) => run.slot ?? run.start).sort((a, b) => a - b);
  const counts = new Map<Instant, number>();
  for (const start of starts) {
    const minute = minuteOf(start, interval);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  const near = (minute: Instant): number => Array.from({ length: SPREAD }, (_, later) =>
    counts.get(mod(minute + later * MINUTE, interval)) ?? 0).reduce((sum, count) => sum + count);
  return [...counts.keys()].reduce((a, b) => (near(b) > near(a) ? b : a));
}

function minuteOf(instant: Instant, interval: number): Instant {
  return Math.floor(mod(instant, interval) / MINUTE) * MINUTE;
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Step Functions keeps closed executions for 90 days. Older slots cannot be verified any more. */
const ACCOUNTABLE = 89 * DAY;

/**
 * Judges a pipeline from its contract and the evidence at one moment. Pure: the same evidence always gives the same
 * verdicts with the same dates. If this code throws in the checker, the tick publishes no heartbeat and the heartbeat alarm
 * fires.
 *
 * @param evidence one record for each stage that is not optional; a stage without one is unknown
 */
export function judge(contract: Contract, evidence: readonly StageEvidence[], now: Instant): Judgement {
  const stages = contract.stages.filter((stage) => !stage.optional);
  const records = stages.map((stage) => recordOf(stage, contract, evidence, now));
  const from = Math.max(...records.map((record) => record.from));
  const truncated = from > contract.since;

  const { slots, opens = from, nextDue: due }: Judged = isSilence(contract.expectation)
    ? silenceSlots(contract.expectation, { stages, records, from: Math.max(from, contract.since), truncated }, now)
    : scheduledSlots(contract, contract.expectation, { stages, records, from }, now);

  const { incident, decided, undecided } = foldIncident(contract.expectation, slots, truncated ? opens + longestRun(stages) : undefined);
  const open = undecided.flatMap((slot) => slot.stages);
  return {
    pipeline: contract.pipeline,
    slots,
    incident,
    proofOfLife: proofOfLife(inOrder(slots), incident !== undefined),
    deadlineMissed: deadlineMissed(slots, now, Math.max(...stages.map((stage) => stage.publicationDelaySeconds)) * SECOND),
    lastSuccess: lastSuccess(records),
    nextDue: due,
    toConfirm: unique(open.filter((verdict) => verdict.unconfirmed).map((verdict) => verdict.stage)),
    needsHistory: truncated && !decided && slots.some((slot) => slot.verdict !== 'pending'),
    problems: unique(open.filter((verdict) => verdict.verdict === 'unknown').map(({ stage, reason }) => `${stage}: ${reason}`)),
  };
}

/** The record of a stage. A record that reaches back to the contract is complete: nothing is owed before it. */
function recordOf(stage: StageContract, { since }: Contract, evidence: readonly StageEvidence[], now: Instant): StageEvidence {
  const record = evidence.find(({ stage: name }) => name === stage.name)
    ?? { stage: stage.name, runs: [], from: now, confirmsFailure: false, problem: 'no evidence was gathered' };
  return record.from <= since ? { ...record, from: -Infinity } : record;
}

/** The slots that can be judged. */
interface Judged {
  readonly slots: readonly SlotVerdict[];
  /**
   * Runs from this instant on belong to these slots; runs of earlier slots started earlier. Absent: from the beginning of
   * the record.
   */
  readonly opens?: Instant;
  readonly nextDue?: Instant;
}

function scheduledSlots(contract: Contract, expectation: ScheduledExpectation, { stages, records, from }: JudgedRecords, now: Instant): Judged {
  const schedule = phasedSchedule(contract, expectation, records[0].runs);
  const due = dueSlots(schedule, expectation, judgedAfter(contract, expectation, { schedule, from }, now), now);
  const runs = records.map((record) => attribute(due, record));
  const slots = due.flatMap((slot) => {
    const verdicts = stages.map((stage, index) => judgeStage(stage, slot, { runs: runs[index].get(slot)!, evidence: records[index] }, now));
    const verdict = slotVerdict(slot, verdicts);
    // An optional slot counts only if it is a success.
    return slot.optional && !isGood(verdict.verdict) ? [] : [verdict];
  });
  return { slots, opens: due[0]?.opens, nextDue: nextDue(schedule, expectation, contract.since, now) };
}

/** Slots after this instant are judged: those owed whose whole window lies in the record, and always the newest one. */
function judgedAfter({ since }: Contract, expectation: ScheduledExpectation, { schedule, from }: { readonly schedule: Schedule; readonly from: Instant }, now: Instant): Instant {
  const early = expectation.startEarlyBySeconds * SECOND;
  const newest = schedule.prev(now + 1)?.at ?? -Infinity;
  // A record that has become too short must not silence a pipeline: its newest slot is then unknown and raises an alarm.
  const first = newest > now - ACCOUNTABLE ? Math.min(from + early, newest) : from + early;
  return Math.max(since, first - 1);
}

function slotVerdict(slot: DueSlot, stages: readonly StageVerdict[]): SlotVerdict {
  const decidedBy = worst(stages);
  return {
    slot: slot.at,
    dueAt: slot.dueAt,
    // A slot that is not owed has no deadline.
    deadline: slot.optional ? undefined : slot.deadline,
    verdict: decidedBy.verdict,
    decidedBy,
    stages,
    ...latest('newestSuccessAt', stages),
    ...latest('endedBadlyAt', stages),
  };
}

/** The latest such time of any stage, as a field. */
function latest(field: 'newestSuccessAt' | 'endedBadlyAt', stages: readonly StageVerdict[]): Partial<Pick<SlotVerdict, typeof field>> {
  const times = stages.flatMap((stage) => stage[field] ?? []);
  return times.length === 0 ? {} : { [field]: Math.max(...times) };
}

function proofOfLife(slots: readonly SlotVerdict[], incidentOpen: boolean): 0 | 1 | undefined {
  const newest = slots.findLast(({ verdict }) => isBad(verdict) || isGood(verdict) || verdict === 'unknown');
  if (newest === undefined || newest.verdict === 'unknown') return undefined;
  if (incidentOpen) return 0;
  // Bad slots below failuresToAlarm change nothing, and the pipeline was alive if any slot was good.
  return slots.some(({ verdict }) => isGood(verdict)) ? 1 : undefined;
}

function deadlineMissed(slots: readonly SlotVerdict[], now: Instant, publicationDelay: number): boolean | undefined {
  const newest = slots.findLast(({ deadline }) => deadline !== undefined && now > deadline + publicationDelay);
  if (newest === undefined) return undefined;
  const tooLate = newest.stages.filter(({ succeededAt }) => succeededAt === undefined || succeededAt > newest.deadline!);
  if (tooLate.length === 0) return false;
  return tooLate.every(({ verdict }) => verdict === 'unknown') ? undefined : true;
}

/** The pipeline's last success is that of the stage that succeeded longest ago. */
function lastSuccess(records: readonly StageEvidence[]): Instant | undefined {
  const latest = records.map(({ runs }) => runs.reduce((last, run) =>
    (run.outcome === 'succeeded' ? Math.max(last, earliestResult(run)) : last), -Infinity));
  const oldest = Math.min(...latest);
  return Number.isFinite(oldest) ? oldest : undefined;
}

function longestRun(stages: readonly StageContract[]): number {
  return Math.max(...stages.map(({ maxDurationSeconds }) => maxDurationSeconds)) * SECOND;
}
