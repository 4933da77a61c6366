import { sum, unique } from '../collections';
import { Contract, isSilence, ScheduledExpectation, StageContract } from '../contract/contract';
import { countOf, earliestResult, latestResult, type Run, StageEvidence } from '../evidence/run';
import { unsettledFrom } from '../evidence/windows';
import type { Schedule } from '../schedule/schedule';
import { DAY, Instant, SECOND } from '../time';
import { attribute, DueSlot, dueSlots, nextDue } from './due-slots';
import type { Fold, NewestBad } from './fold';
import { foldIncident } from './incident';
import { judgeStage } from './judge-stage';
import { dueAfterLastRun, phasedSchedule, readsPhase } from './rate-phase';
import type { Mark, Remembered, Settled } from './settled';
import { type JudgedRecords, silenceSlots } from './silence';
import { longestRun, slotBounds } from './slot-bounds';
import { isGood, Judgement, SlotVerdict, StageVerdict, worst } from './verdict';

/** Step Functions keeps closed executions for 90 days. Older slots cannot be verified any more. */
const ACCOUNTABLE = 89 * DAY;

/**
 * Judges a pipeline from its contract and the evidence at one moment. Pure: the same evidence always gives the same
 * verdicts with the same dates. If this code throws in the checker, the tick publishes no heartbeat and the heartbeat alarm
 * fires.
 *
 * @param evidence one record for each stage that is not optional; a stage without one is unknown
 */
export function judge(contract: Contract, evidence: readonly StageEvidence[], now: Instant, { settled, earlier = [], lastSuccess: remembered, marks = [] }: Remembered = {}): Judgement {
  const stages = contract.stages.filter((stage) => !stage.optional);
  const owedFrom = settled === undefined ? contract.since : unsettledFrom(contract, settled);
  const records = stages.map((stage) => recordOf(stage, owedFrom, evidence, now));
  const from = Math.max(...records.map((record) => record.from));
  // What is settled is known, however short the record is.
  const truncated = settled === undefined && from > owedFrom;

  const { slots: own, opens = from, nextDue: due, silence }: Judged = isSilence(contract.expectation)
    ? silenceSlots(contract.expectation, { stages, records, from: settled?.through ?? Math.max(from, contract.since), truncated, settled }, now)
    : scheduledSlots(contract, contract.expectation, { stages, records, from, settled }, now);
  const slots = marked([...earlier, ...own], marks);

  const rerun = settled === undefined ? undefined : rerunOf(settled.fold, { records, slots: own, marks });
  const { incident, fold, decided, undecided } = foldIncident(contract.expectation, rerun === undefined ? slots : [rerun, ...slots], {
    settled: settled?.fold, unseenUntil: truncated ? opens + longestDuration(stages) : undefined,
  });
  const open = undecided.flatMap((slot) => slot.stages);
  return {
    pipeline: contract.pipeline,
    slots,
    incident,
    proofOfLife: proofOfLife(fold),
    deadlineMissed: deadlineMissed(slots, now, Math.max(...stages.map((stage) => stage.publicationDelaySeconds)) * SECOND),
    lastSuccess: latestOf(lastSuccess(records), remembered),
    rerun,
    silence,
    starts: isSilence(contract.expectation) || !readsPhase(contract.expectation) ? undefined : startsOf(records[0].runs, settled),
    nextDue: due,
    toConfirm: unique(open.filter((verdict) => verdict.unconfirmed).map((verdict) => verdict.stage)),
    needsHistory: truncated && !decided && slots.some((slot) => slot.verdict !== 'pending'),
    problems: unique(open.filter((verdict) => verdict.verdict === 'unknown').map(({ stage, reason }) => `${stage}: ${reason}`)),
  };
}

/** The record of a stage. A record that reaches back to the first open slot is complete: nothing else is judged. */
function recordOf(stage: StageContract, owedFrom: Instant, evidence: readonly StageEvidence[], now: Instant): StageEvidence {
  const record = evidence.find(({ stage: name }) => name === stage.name)
    ?? { stage: stage.name, runs: [], from: now, confirmsFailure: false, problem: 'no evidence was gathered' };
  return record.from <= owedFrom ? { ...record, from: -Infinity } : record;
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
  /** For a maximum silence: where the current span stands. */
  readonly silence?: Judgement['silence'];
}

function scheduledSlots(contract: Contract, expectation: ScheduledExpectation, { stages, records, from, settled }: JudgedRecords, now: Instant): Judged {
  const phase = { since: contract.since, runs: records[0].runs, starts: settled?.starts };
  const schedule = phasedSchedule(expectation, phase);
  const slotsOfSchedule = dueSlots(schedule, expectation, judgedAfter(contract, expectation, { schedule, from, settled }, now), now);
  const due = readsPhase(expectation) ? dueAfterLastRun(slotsOfSchedule, phase, schedule) : slotsOfSchedule;
  const runs = records.map((record) => attribute(due, record));
  const slots = due.flatMap((slot) => {
    const verdicts = stages.map((stage, index) => judgeStage(stage, slot, { runs: runs[index].get(slot)!, evidence: records[index] }, now));
    const ran = records.flatMap((_, index) => runs[index].get(slot)!);
    const verdict = slotVerdict(slot, verdicts, { stages, ran });
    // An optional slot counts only if it is a success.
    return slot.optional && !isGood(verdict.verdict) ? [] : [verdict];
  });
  return { slots, opens: due[0]?.opens, nextDue: nextDue(schedule, expectation, contract.since, now) };
}

/** A schedule with what bounds its slots. */
interface JudgedSchedule {
  readonly schedule: Schedule;
  readonly from: Instant;
  readonly settled?: Settled;
}

/** Slots after this instant are judged: those owed whose whole window lies in the record, and always the newest one. */
function judgedAfter({ since }: Contract, expectation: ScheduledExpectation, { schedule, from, settled }: JudgedSchedule, now: Instant): Instant {
  const owedAfter = Math.max(since, settled?.through ?? -Infinity);
  const early = expectation.startEarlyBySeconds * SECOND;
  const newest = schedule.prev(now + 1)?.at ?? -Infinity;
  // A record that has become too short must not silence a pipeline: its newest slot is then unknown and raises an alarm.
  const first = newest > now - ACCOUNTABLE ? Math.min(from + early, newest) : from + early;
  return Math.max(owedAfter, first - 1);
}

function slotVerdict(slot: DueSlot, stages: readonly StageVerdict[], of: { readonly stages: readonly StageContract[]; readonly ran: readonly Run[] }): SlotVerdict {
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
    closedAt: closedAt(of.stages, slot),
    ...spanOf(of.ran),
  };
}

/** Slots are open until the next one, but at most this long: CloudWatch merges older points, and records end. */
const OPEN_AT_MOST = 35 * DAY;

/** After this instant no run in time can belong to the slot any more, and each of its runs has ended and is visible. */
function closedAt(stages: readonly StageContract[], slot: DueSlot): Instant {
  const closes = Math.min(slot.closes, slot.at + OPEN_AT_MOST);
  return Math.max(...stages.map((stage) => Math.max(closes + longestRun(stage), slotBounds(stage, slot).decidedBy)));
}

/** When the runs of a slot started and ended, and how many they were. */
function spanOf(runs: readonly Run[]): Pick<SlotVerdict, 'startedAt' | 'endedAt' | 'runs'> {
  if (runs.length === 0) return { runs: 0 };
  const ends = runs.flatMap(({ end }) => end ?? []);
  return {
    runs: sum(runs.map(countOf)),
    startedAt: Math.min(...runs.map(({ start }) => start)),
    ...(ends.length === 0 ? {} : { endedAt: Math.max(...ends) }),
  };
}

/** How many starts show the phase of a rate. */
const MOST_STARTS = 10;

/** When the last runs of a rate started, with those that are remembered. */
function startsOf(runs: readonly Run[], settled: Settled | undefined): Instant[] {
  return unique([...settled?.starts ?? [], ...runs.map(({ slot, start }) => slot ?? start)]).sort((a, b) => a - b).slice(-MOST_STARTS);
}

/**
 * A run that succeeded after its settled slot had gone bad: it was repeated or redriven. It changes no verdict, and heals like a
 * good slot. Only the stage that decided the newest bad slot counts: the others follow it.
 */
function rerunOf({ open, newestBad, endedBadlyAt = -Infinity }: Fold, { records, slots, marks }: SinceSettled): SlotVerdict | undefined {
  if (!open || newestBad === undefined) return undefined;
  const { slot, decidedBy: { stage } } = newestBad;
  const mark = marks.findLast((one) => one.slot <= slot && one.at > Math.max(endedBadlyAt, slot));
  if (mark !== undefined) return markedSlot(newestBad, mark);
  const opens = slots[0]?.slot ?? Infinity;
  const again = records.filter((record) => record.stage === stage).flatMap(({ runs }) => runs)
    .filter((run) => run.outcome === 'succeeded' && (run.slot === undefined ? run.start < opens : run.slot <= slot) && earliestResult(run) > Math.max(endedBadlyAt, slot));
  if (again.length === 0) return undefined;
  const succeededAt = Math.max(...again.map(latestResult));
  const decidedBy: StageVerdict = { stage, verdict: 'late', code: 'ranAgain', reason: 'succeeded when it was run again', succeededAt, newestSuccessAt: succeededAt };
  return { slot, dueAt: slot, verdict: 'late', decidedBy, stages: [decidedBy], newestSuccessAt: succeededAt, runs: again.length, closedAt: succeededAt };
}

/** What has happened since slots were settled. */
interface SinceSettled {
  readonly records: readonly StageEvidence[];
  readonly slots: readonly SlotVerdict[];
  readonly marks: readonly Mark[];
}

/** The slots with those that somebody declared good. */
function marked(slots: readonly SlotVerdict[], marks: readonly Mark[]): readonly SlotVerdict[] {
  if (marks.length === 0) return slots;
  return slots.map((slot) => {
    const mark = isGood(slot.verdict) ? undefined : marks.find((one) => one.slot === slot.slot);
    return mark === undefined ? slot : { ...slot, ...markedSlot({ slot: slot.slot, decidedBy: slot.decidedBy }, mark), dueAt: slot.dueAt, closedAt: slot.closedAt, runs: slot.runs };
  });
}

function markedSlot({ slot, decidedBy: { stage } }: Pick<NewestBad, 'slot' | 'decidedBy'>, { at, by }: Mark): SlotVerdict {
  const decidedBy: StageVerdict = { stage, verdict: 'late', code: 'markedOk', reason: `was marked as done by ${by}`, succeededAt: at, newestSuccessAt: at };
  return { slot, dueAt: slot, verdict: 'late', decidedBy, stages: [decidedBy], newestSuccessAt: at, endedBadlyAt: undefined, closedAt: at, runs: 0 };
}

function latestOf(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? one ?? other : Math.max(one, other);
}

/** The latest such time of any stage, as a field. */
function latest(field: 'newestSuccessAt' | 'endedBadlyAt', stages: readonly StageVerdict[]): Partial<Pick<SlotVerdict, typeof field>> {
  const times = stages.flatMap((stage) => stage[field] ?? []);
  return times.length === 0 ? {} : { [field]: Math.max(...times) };
}

function proofOfLife({ newest, open, alive }: Fold): 0 | 1 | undefined {
  if (newest === undefined || newest === 'unknown') return undefined;
  if (open) return 0;
  // Bad slots below failuresToAlarm change nothing, and the pipeline was alive if any slot was good.
  return alive ? 1 : undefined;
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

function longestDuration(stages: readonly StageContract[]): number {
  return Math.max(...stages.map(({ maxDurationSeconds }) => maxDurationSeconds)) * SECOND;
}
