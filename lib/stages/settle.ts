import { Duration } from 'aws-cdk-lib/core';

/**
 * How long evidence may be under way before its absence counts. Metrics have been seen to come minutes late and are
 * all there is for Lambda functions and express machines; ListExecutions is only eventually consistent.
 */
export const SETTLE = {
  metrics: Duration.minutes(12),
  executions: Duration.minutes(2),
} as const;

/** The share of the longest allowed run below which no run is ever called slow. */
export const SLOW_FLOOR_SHARE = 0.25;
/** The same share where nobody declared how long a run may take and the schedule alone bounds it. */
export const SLOW_FLOOR_SHARE_UNDECLARED = 0.05;
/** Standard deviations above the usual from which on a run is slower than usual. */
export const SLOW_STANDARD_DEVIATIONS = 3;
/** Share of the timeout from which on a run is near it. */
export const NEAR_TIMEOUT_SHARE = 0.8;
