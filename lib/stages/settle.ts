import { Duration } from 'aws-cdk-lib/core';

/**
 * How long evidence may be under way before its absence counts. Metrics have been seen to come minutes late and are
 * all there is for Lambda functions and express machines; ListExecutions is only eventually consistent.
 */
export const SETTLE = {
  metrics: Duration.minutes(12),
  executions: Duration.minutes(2),
} as const;
