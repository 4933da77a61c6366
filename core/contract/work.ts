import { mostSlots } from '../schedule/most-slots';
import { DAY, HOUR, SECOND } from '../time';
import { Contract, isSilence, ScheduledExpectation } from './contract';
import { ContractError } from './contract-error';

/** So many slots of stages are judged at once at the most: one contract must not take the time of all the others. */
export const MOST_WORK = 20_000;
export const MOST_STAGES = 20;
export const MOST_EXCLUDED_DATES = 400;
export const LONGEST_SETTLE_SECONDS = DAY / SECOND;

/** A history reaches back so many slots, or silences, at least, and always twice what opens an incident. */
export const HISTORY_SLOTS = 60;
export const HISTORY_SILENCES = 10;

type Judged = Pick<Contract, 'expectation' | 'stages'>;

/** How many slots of a contract may be judged at once: of a pipeline of many stages fewer. */
export function slotLimit({ stages }: Judged): number {
  return Math.floor(MOST_WORK / stages.filter(({ onDemand }) => !onDemand).length);
}

/** How many slots are looked at beyond those that are needed, so that most of what may be judged at once is never used. */
export function spareSlots(contract: Judged): number {
  return Math.floor(slotLimit(contract) / 4);
}

/** How long after a slot its verdict may still be open, in milliseconds. */
export function undecidedMillis({ stages }: Judged, { flexibleWindowSeconds, deadlineSeconds, deadlineTime }: ScheduledExpectation): number {
  const deadline = deadlineTime === undefined ? (deadlineSeconds ?? 0) * SECOND : DAY + HOUR;
  return deadline + flexibleWindowSeconds * SECOND + Math.max(...stages.map((stage) =>
    ((stage.startWithinSeconds ?? 0) + stage.maxDurationSeconds + stage.retryWithinSeconds + stage.settleSeconds) * SECOND));
}

/** The most slots that may be open at once, those before them not counted that tell whether an incident is. */
export function mostUndecided(contract: Judged, expectation: ScheduledExpectation): number {
  return mostSlots(expectation.schedule, undecidedMillis(contract, expectation) + expectation.earlySeconds * SECOND);
}

/** Refuses what reads well and cannot be judged together with others. @throws ContractError */
export function requireBounded(contract: Judged): void {
  const { expectation, stages } = contract;
  const { failuresToAlarm, successesToRecover } = expectation;
  const slots = isSilence(expectation)
    ? Math.max(HISTORY_SILENCES, 2 * failuresToAlarm, successesToRecover) + Math.ceil(longestDelay(contract) / (expectation.maxSilenceSeconds * SECOND))
    : Math.max(HISTORY_SLOTS, 2 * failuresToAlarm, successesToRecover + 1) + mostUndecided(contract, expectation);
  if (slots <= slotLimit(contract)) return;
  const judged = stages.filter(({ onDemand }) => !onDemand).length;
  const remedy = isSilence(expectation)
    ? 'allow a longer silence, shorten maxDuration or settle, or lower failuresToAlarm'
    : 'shorten maxDuration, startWithin, settle or the deadline, lower failuresToAlarm, or expect fewer runs';
  throw new ContractError('expectation', `asks for ${slots} slots of ${judged} ${judged === 1 ? 'stage' : 'stages'} at once, and ${MOST_WORK} together can be judged: ${remedy}`);
}

function longestDelay({ stages }: Judged): number {
  return Math.max(...stages.map(({ settleSeconds, maxDurationSeconds }) => settleSeconds + maxDurationSeconds)) * SECOND;
}
