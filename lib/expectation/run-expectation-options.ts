import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import type { Duration, TimeZone } from 'aws-cdk-lib/core';
import {
  DURATION, FLAG, LOCAL_TIME, NUMBER, required, type Shapes, TEXT, TEXTS, TIME_ZONE, TRIGGER,
} from '../argument-shapes';
import type { LocalTime } from './local-time';
import type { PipelineTrigger } from './pipeline-trigger';

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

/** Tolerances of an expectation that has due times. */
export interface SlotExpectationOptions extends CommonExpectationOptions {
  /**
   * A run must start this long after it is due. Must not be longer than the shortest time between two slots.
   * @default - 15 minutes, but at most half of the shortest time between two slots, and at most the time in which a run must finish
   */
  readonly startWithin?: Duration;

  /**
   * How long before its due time a run may start and still belong to it.
   * @default - 1 minute, for a rate 5, but at most the whole minutes of a quarter of the shortest time between two slots
   */
  readonly startEarlyBy?: Duration;

  /**
   * Local dates (YYYY-MM-DD, in the expectation's time zone) on which no run is expected. A run on such a date is fine.
   * @default - none
   */
  readonly excludeDates?: string[];
}

/** Tolerances of runs that are due at given times. */
export interface RunExpectationOptions extends SlotExpectationOptions {
  /**
   * A run must have succeeded this long after it is due. If it has not, the deadline alarm fires, even while the run is
   * still going on.
   * @default - a run may finish at any time within its `maxDuration`
   */
  readonly finishWithin?: Duration;
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

/** Tolerances of runs that are due at the times of an expression. */
export interface AtTimesOptions extends RunExpectationOptions {
  /**
   * An instant (ISO 8601, with its offset) at which a run of a `rate(…)` is due; the others are counted from it. EventBridge
   * counts a rate from the creation of its schedule, not from the clock.
   * @default - the phase is read from the runs that are seen
   */
  readonly anchor?: string;

  /**
   * What starts the pipeline. Its lost invocations raise alarms too.
   * @default - the trigger is not watched
   */
  readonly trigger?: PipelineTrigger;
}

/** Tolerances of a run that must have succeeded by a time of each day. */
export interface DailyByOptions extends SlotExpectationOptions {
  /** The zone of the local times. */
  readonly timeZone: TimeZone;

  /**
   * The local time from which on a run counts for that day. A time later than the one to finish by is one of the evening before.
   * @default - midnight
   */
  readonly notBefore?: LocalTime;

  /**
   * What starts the pipeline. Its lost invocations raise alarms too.
   * @default - the trigger is not watched
   */
  readonly trigger?: PipelineTrigger;
}

/** Tolerances of a pipeline that must succeed at least every so often. */
export interface AtLeastEveryOptions extends CommonExpectationOptions {
  /**
   * What starts the pipeline. Its lost invocations raise alarms too.
   * @default - the trigger is not watched
   */
  readonly trigger?: PipelineTrigger;
}

/** What is known of a pipeline of which no run is expected. */
export interface UnscheduledOptions {
  /**
   * What starts the pipeline. Its lost invocations raise alarms too.
   * @default - the trigger is not watched
   */
  readonly trigger?: PipelineTrigger;
}

/** What the options of each kind of expectation must be. */
const COMMON_EXPECTATION: Shapes<CommonExpectationOptions> = { maxDuration: DURATION, failuresToAlarm: NUMBER, successesToRecover: NUMBER, minSuccessfulRuns: NUMBER };
const SLOT_EXPECTATION: Shapes<SlotExpectationOptions> = { ...COMMON_EXPECTATION, startWithin: DURATION, startEarlyBy: DURATION, excludeDates: TEXTS };
const RUN_EXPECTATION_OPTIONS: Shapes<RunExpectationOptions> = { ...SLOT_EXPECTATION, finishWithin: DURATION };
export const TRIGGER_EXPECTATION: Shapes<TriggerExpectationOptions> = { ...RUN_EXPECTATION_OPTIONS, onlyWhereEnabled: FLAG };
export const AT_TIMES: Shapes<AtTimesOptions> = { ...RUN_EXPECTATION_OPTIONS, anchor: TEXT, trigger: TRIGGER };
export const DAILY_BY: Shapes<DailyByOptions> = { ...SLOT_EXPECTATION, timeZone: required(TIME_ZONE), notBefore: LOCAL_TIME, trigger: TRIGGER };
export const AT_LEAST_EVERY: Shapes<AtLeastEveryOptions> = { ...COMMON_EXPECTATION, trigger: TRIGGER };
export const UNSCHEDULED: Shapes<UnscheduledOptions> = { trigger: TRIGGER };

/** The schedule or rule whose times an expectation takes over. */
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
  /** kind `slots`: the deadline as a local time, of `dailyBy`, and the local time from which on runs count if it is not midnight. */
  readonly finishBy?: string;
  readonly notBefore?: string;
  /** kind `silence`. */
  readonly maxSilence?: Duration;
  /** kind `none`: why nothing is expected. */
  readonly reason?: string;
  /** The trigger whose times were taken over. */
  readonly trigger?: Trigger;
  /** The trigger that the options name, to be watched too. */
  readonly namedTrigger?: PipelineTrigger;
  /** kind `none`: the trigger whose state the expectation follows, and which is disabled. */
  readonly disabledTrigger?: Trigger;
  readonly options: RunExpectationOptions;
}
