import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import type { Duration } from 'aws-cdk-lib/core';
import type { RunExpectationOptions } from './run-expectation-options';

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
