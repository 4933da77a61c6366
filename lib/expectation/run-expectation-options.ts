import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import type { Duration, TimeZone } from 'aws-cdk-lib/core';
import { DURATION, FLAG, NUMBER, required, type Shapes, TEXT, TEXTS, TIME_ZONE } from '../argument-shapes';

/** Tolerances that every expectation takes. */
export interface CommonExpectationOptions {
  /**
   * The longest that the pipeline may take. An execution of a state machine that takes longer is stuck, and a later stage
   * may start that much later. A function is bounded by its own timeout, which must not be longer than this.
   * @default - a state machine's own timeout, else the shortest time between two slots, at most a day
   */
  readonly maxDuration?: Duration;

  /**
   * Consecutive bad slots that open an incident.
   * @default 1
   */
  readonly failuresToAlarm?: number;

  /**
   * Consecutive good slots that close it.
   * @default 1
   */
  readonly successesToRecover?: number;

  /**
   * Successful runs that each slot needs of every stage.
   * @default 1
   */
  readonly minSuccessfulRuns?: number;
}

/** Tolerances of an expectation that has slots. */
export interface RunExpectationOptions extends CommonExpectationOptions {
  /**
   * A run must start this long after it is due. Must not be longer than the shortest time between two slots.
   * @default - 15 minutes, but at most half of the shortest time between two slots, and at most the deadline
   */
  readonly startWithin?: Duration;

  /**
   * A run must have succeeded this long after its slot. When it has not, the deadline signal speaks, even while the
   * run still goes on.
   * @default - no deadline
   */
  readonly deadline?: Duration;

  /**
   * Local dates (YYYY-MM-DD, in the expectation's time zone) on which a run is welcome and its absence says nothing.
   * @default - none
   */
  readonly excludeDates?: string[];

  /**
   * How long before its slot a run may start and still belong to it.
   * @default - 1 minute, for a rate 5, but at most the whole minutes of a quarter of the shortest time between two slots
   */
  readonly early?: Duration;
}

/** Tolerances of an expectation that takes its schedule over from the trigger. */
export interface TriggerExpectationOptions extends RunExpectationOptions {
  /**
   * Whether runs are expected only where the trigger is enabled: in an environment where your code disables it, nothing is
   * expected, and the pipeline says so. The state is read when the expectation is made, and again at synth. A trigger that
   * somebody disables by hand after the deployment is still expected to run. A state that is only known at deployment (a
   * parameter, a condition) is refused.
   * @default false - runs are expected whatever the state; synth warns when the trigger is disabled
   */
  readonly onlyWhereEnabled?: boolean;
}

/** Tolerances of a rate. */
export interface RateExpectationOptions extends RunExpectationOptions {
  /**
   * An instant (ISO 8601, with its offset) at which a run is known to be due; the others are counted from it.
   * @default - the phase is read from the runs that are seen
   */
  readonly anchor?: string;
}

/** A day's finish deadline. */
export interface DailyExpectation {
  /** The local time (HH:MM) by which a run must have succeeded. */
  readonly by: string;

  /**
   * The local time (HH:MM) from which on a run counts for that deadline; later than `by` it means the evening before.
   * @default '00:00'
   */
  readonly notBefore?: string;

  /** The zone of both. */
  readonly timeZone: TimeZone;
}

/** What the options of each kind of expectation must be. */
export const COMMON_EXPECTATION: Shapes<CommonExpectationOptions> = { maxDuration: DURATION, failuresToAlarm: NUMBER, successesToRecover: NUMBER, minSuccessfulRuns: NUMBER };
export const RUN_EXPECTATION_OPTIONS: Shapes<RunExpectationOptions> = { ...COMMON_EXPECTATION, startWithin: DURATION, deadline: DURATION, excludeDates: TEXTS, early: DURATION };
export const TRIGGER_EXPECTATION: Shapes<TriggerExpectationOptions> = { ...RUN_EXPECTATION_OPTIONS, onlyWhereEnabled: FLAG };
export const RATE_EXPECTATION: Shapes<RateExpectationOptions> = { ...RUN_EXPECTATION_OPTIONS, anchor: TEXT };
export const DAILY_EXPECTATION: Shapes<DailyExpectation> = { by: required(TEXT), notBefore: TEXT, timeZone: required(TIME_ZONE) };

/** What starts the pipeline, when it is known to the library: it is watched too. */
export interface Trigger {
  readonly schedule?: IScheduleRef;
  readonly rule?: IRuleRef;
}

/** What a RunExpectation holds. One of the three shapes of being expected, or none with its reason. */
export interface ExpectationSpec {
  readonly kind: 'slots' | 'silence' | 'none';
  /** kind `slots`: the schedule in EventBridge Scheduler's dialect, and its zone. */
  readonly expression?: string;
  readonly timeZone?: string;
  readonly anchor?: string;
  readonly flexibleWindow?: Duration;
  /** kind `slots`: the deadline as a local time, of a `daily` expectation, and the local time from which on runs count if it is not midnight. */
  readonly deadlineTime?: string;
  readonly notBefore?: string;
  /** kind `silence`. */
  readonly maxSilence?: Duration;
  /** kind `none`: why nothing is expected. */
  readonly reason?: string;
  readonly trigger?: Trigger;
  /** kind `none`: the trigger whose state the expectation follows, and which is disabled. */
  readonly disabledTrigger?: Trigger;
  /** kind `slots`: cron fields were given without a minute. */
  readonly minuteLeftOut?: boolean;
  readonly options: RunExpectationOptions;
}
