import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import type { Duration, TimeZone } from 'aws-cdk-lib/core';
import {
  DURATION, FLAG, LENGTH, LOCAL_TIME, NUMBER, required, type Shapes, TEXT, TEXTS, TIME_ZONE, TRIGGER,
} from '../argument-shapes';
import type { LocalTime } from './local-time';
import type { PipelineTrigger } from './pipeline-trigger';

/** Tolerances of any expectation. */
export interface CommonExpectationOptions {
  /**
   * The longest time that the pipeline may take. An execution of a state machine that takes longer is stuck. A later stage may
   * start this much later than the first. A function is limited by its own timeout, which must not be longer than this.
   * @default - the timeout of a state machine, else the shortest time between two slots, at most a day
   */
  readonly maxDuration?: Duration;

  /**
   * The number of consecutive bad slots that open an incident.
   * @default 1
   */
  readonly failuresToAlarm?: number;

  /**
   * The number of consecutive good slots that close an incident.
   * @default 1
   */
  readonly successesToRecover?: number;

  /**
   * The number of successful runs of every stage that each slot needs.
   * @default 1
   */
  readonly minSuccessfulRuns?: number;
}

/** Tolerances of an expectation that has due times. */
export interface SlotExpectationOptions extends CommonExpectationOptions {
  /**
   * A run must start within this time after it is due. Must not be longer than the shortest time between two slots.
   * @default - 15 minutes, but at most half of the shortest time between two slots, and at most the time in which a run must finish
   */
  readonly startWithin?: Duration;

  /**
   * How long before its due time a run may start and still belong to it.
   * @default - 1 minute, or 5 minutes for a rate, but at most a quarter of the shortest time between two slots, in whole minutes
   */
  readonly startEarlyBy?: Duration;

  /**
   * Local dates (YYYY-MM-DD, in the time zone of the expectation) on which no run is expected. A run on such a date does no harm.
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

/** Tolerances of an expectation whose times are read from its trigger. */
export interface TriggerExpectationOptions extends RunExpectationOptions {
  /**
   * Whether runs are expected only where the trigger is enabled. In an environment where your code disables it, no runs are
   * expected, and an info at synth says so. The state is read when the expectation is created, and again at synth. If somebody
   * disables the trigger by hand after the deployment, runs are still expected. A state that is known only at deployment (a
   * parameter, a condition) is an error.
   * @default false - runs are expected in any state; synth warns when the trigger is disabled
   */
  readonly onlyWhereEnabled?: boolean;
}

/** Tolerances of runs that are due at the times of an expression. */
export interface AtTimesOptions extends RunExpectationOptions {
  /**
   * An instant (ISO 8601, with its offset) at which a run of a `rate(…)` is due. The other due times are counted from it.
   * EventBridge counts a rate from the creation of its schedule, not by the clock.
   * @default - the phase is read from past runs
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
  /** The time zone of the local times. */
  readonly timeZone: TimeZone;

  /**
   * The local time from which on a run counts for that day. A time after the one to finish by means the evening before.
   * @default - midnight
   */
  readonly notBefore?: LocalTime;

  /**
   * What starts the pipeline. Its lost invocations raise alarms too.
   * @default - the trigger is not watched
   */
  readonly trigger?: PipelineTrigger;
}

/** Tolerances of a pipeline that must succeed at least once in any window of a length. */
export interface AtLeastEveryOptions extends CommonExpectationOptions {
  /**
   * What starts the pipeline. Its lost invocations raise alarms too.
   * @default - the trigger is not watched
   */
  readonly trigger?: PipelineTrigger;
}

/** Options of a pipeline without expected runs. */
export interface UnscheduledOptions {
  /**
   * What starts the pipeline. Its lost invocations raise alarms too.
   * @default - the trigger is not watched
   */
  readonly trigger?: PipelineTrigger;
}

/** What the options of each kind of expectation must be. */
const COMMON_EXPECTATION: Shapes<CommonExpectationOptions> = { maxDuration: LENGTH, failuresToAlarm: NUMBER, successesToRecover: NUMBER, minSuccessfulRuns: NUMBER };
const SLOT_EXPECTATION: Shapes<SlotExpectationOptions> = { ...COMMON_EXPECTATION, startWithin: DURATION, startEarlyBy: DURATION, excludeDates: TEXTS };
const RUN_EXPECTATION_OPTIONS: Shapes<RunExpectationOptions> = { ...SLOT_EXPECTATION, finishWithin: LENGTH };
export const TRIGGER_EXPECTATION: Shapes<TriggerExpectationOptions> = { ...RUN_EXPECTATION_OPTIONS, onlyWhereEnabled: FLAG };
export const AT_TIMES: Shapes<AtTimesOptions> = { ...RUN_EXPECTATION_OPTIONS, anchor: TEXT, trigger: TRIGGER };
export const DAILY_BY: Shapes<DailyByOptions> = { ...SLOT_EXPECTATION, timeZone: required(TIME_ZONE), notBefore: LOCAL_TIME, trigger: TRIGGER };
export const AT_LEAST_EVERY: Shapes<AtLeastEveryOptions> = { ...COMMON_EXPECTATION, trigger: TRIGGER };
export const UNSCHEDULED: Shapes<UnscheduledOptions> = { trigger: TRIGGER };

/** The schedule or rule from which an expectation reads its times. */
export interface Trigger {
  readonly schedule?: IScheduleRef;
  readonly rule?: IRuleRef;
}

/** The content of a RunExpectation: due times, a maximum silence, or the reason why no runs are expected. */
export interface ExpectationSpec {
  readonly kind: 'slots' | 'silence' | 'none';
  /** kind `slots`: the schedule in the syntax of EventBridge Scheduler, and its time zone. */
  readonly expression?: string;
  readonly timeZone?: string;
  readonly anchor?: string;
  readonly flexibleWindow?: Duration;
  /** kind `slots`, of `dailyBy`: the deadline as a local time, and the local time from which on runs count if that is not midnight. */
  readonly finishBy?: string;
  readonly notBefore?: string;
  /** kind `silence`. */
  readonly maxSilence?: Duration;
  /** kind `none`: why no runs are expected. */
  readonly reason?: string;
  /** The trigger from which the times were read. */
  readonly trigger?: Trigger;
  /** The trigger in the options, which is watched too. */
  readonly namedTrigger?: PipelineTrigger;
  /** kind `none`: the trigger that is disabled, if the expectation depends on its state. */
  readonly disabledTrigger?: Trigger;
  readonly options: RunExpectationOptions;
}
