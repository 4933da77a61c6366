import type { EvidenceSource } from '../evidence/kinds';
import { everyDay } from '../schedule/every-day';
import { parseSchedule } from '../schedule/parse';
import { Schedule, Slot } from '../schedule/schedule';
import { localTime } from '../schedule/zone';
import type { Instant } from '../time';

/** The contract format this code writes and reads. A reader refuses any other. */
export const CONTRACT_VERSION = 1;

/**
 * What a deployed pipeline promised: when its runs are due, and where their evidence is. The constructs write it, the
 * checker reads it, and people can read it.
 */
export interface Contract {
  readonly version: typeof CONTRACT_VERSION;
  /** The pipeline's name: unique in its observatory, the dimension of its metrics and the subject of its messages. */
  readonly pipeline: string;
  readonly expectation: Expectation;
  /** The stages in the order in which they run. */
  readonly stages: readonly StageContract[];
  /**
   * When the contract was last changed. Nothing is owed before then. It is not part of the stored text: the store knows it
   * (SSM's LastModifiedDate), so no process has to remember it.
   */
  readonly since: Instant;
}

/** When runs are due: by a schedule, or by a maximum silence. */
export type Expectation = ScheduledExpectation | SilenceExpectation;

interface CommonExpectation {
  /** Consecutive bad slots that open an incident; at least 1. */
  readonly failuresToAlarm: number;
  /** Consecutive good slots that close it; at least 1. */
  readonly successesToRecover: number;
}

/** Runs are due at the slots of a schedule. */
export interface ScheduledExpectation extends CommonExpectation {
  /** In EventBridge Scheduler's dialect: `cron(…)`, `rate(…)` or `at(…)`. */
  readonly schedule: string;
  /** IANA time zone in which the schedule, `excludeDates` and `finishBy` are read. */
  readonly timeZone: string;
  /** For a `rate`: an instant of one slot (ISO 8601). Absent: the phase is read from the runs. */
  readonly anchor?: string;
  /** How long before its slot a run may start and still belong to it. */
  readonly startEarlyBySeconds: number;
  /** Length of EventBridge Scheduler's flexible time window: it moves the due time. */
  readonly flexibleWindowSeconds: number;
  /** The run must succeed within this time after its slot … */
  readonly finishWithinSeconds?: number;
  /** … or by the first such local time (HH:MM) after its slot. At most one of the two is present. */
  readonly finishBy?: string;
  /** Local dates (YYYY-MM-DD) on which a run is welcome but a missing one means nothing. */
  readonly excludeDates?: readonly string[];
}

/** At least one success in any time span of a given length. */
export interface SilenceExpectation extends CommonExpectation {
  readonly maxSilenceSeconds: number;
}

/** One stage of the contract. Every tolerance is calculated at synth, so that nobody calculates it again. */
export interface StageContract {
  readonly name: string;
  readonly source: EvidenceSource;
  /**
   * A run must start within this time after its due time, and before the deadline if there is one. Absent: the deadline is
   * the bound.
   */
  readonly startWithinSeconds?: number;
  /** A run that takes longer is stuck. */
  readonly maxDurationSeconds: number;
  /** The delay allowed for the evidence before missing evidence counts. */
  readonly publicationDelaySeconds: number;
  /** Successes a slot needs; at least 1. */
  readonly minSuccessfulRuns: number;
  /** A stage that need not run every time. It has no part in the verdict. */
  readonly optional: boolean;
  /**
   * After a bad run, another attempt may become visible within this time plus `publicationDelaySeconds`, counted from the
   * end of the run, or from its start if the evidence has no end. Until then the slot has not failed. 0: no retry is
   * expected.
   */
  readonly retryWithinSeconds: number;
}

/** Whether an expectation is the one without slots. */
export function isSilence(expectation: Expectation): expectation is SilenceExpectation {
  return 'maxSilenceSeconds' in expectation;
}

/** Whether the expectation has a deadline by which a run must have succeeded. */
export function hasDeadline(expectation: Expectation): boolean {
  return !isSilence(expectation) && (expectation.finishWithinSeconds !== undefined || expectation.finishBy !== undefined);
}

/** The form that RunExpectation.dailyBy writes. */
export const DAILY = /^cron\((\d+) (\d+) \* \* \? \*\)$/;

/**
 * The schedule of an expectation. A `rate` without an anchor counts from `assumedAnchor`. A daily one with a deadline is due
 * on every day, even where the clocks skip its time: nothing but the expectation itself names that time.
 */
export function scheduleOf({ schedule, timeZone, anchor, finishBy }: Pick<ScheduledExpectation, 'schedule' | 'timeZone' | 'anchor' | 'finishBy'>, assumedAnchor: Instant): Schedule {
  const parsed = parseSchedule(schedule, { timeZone, anchor: anchor === undefined ? assumedAnchor : Date.parse(anchor) });
  return finishBy !== undefined && DAILY.test(schedule) ? everyDay(parsed) : parsed;
}

/**
 * Whether a run in a slot is welcome but a missing one means nothing: in the repeated hour of autumn, or on an excluded
 * date.
 */
export function isOptional(expectation: Pick<ScheduledExpectation, 'excludeDates' | 'timeZone'>, slot: Slot): boolean {
  return optionalRule(expectation)(slot);
}

/** The same as a rule for many slots. */
export function optionalRule({ excludeDates, timeZone }: Pick<ScheduledExpectation, 'excludeDates' | 'timeZone'>): (slot: Slot) => boolean {
  if (excludeDates === undefined || excludeDates.length === 0) return ({ optional }) => optional;
  const excluded = new Set(excludeDates);
  return ({ at, optional }) => optional || excluded.has(localDate(at, timeZone));
}

/** The local calendar date (YYYY-MM-DD) of an instant. */
function localDate(instant: Instant, timeZone: string): string {
  return new Date(localTime(instant, timeZone)).toISOString().slice(0, 10);
}
