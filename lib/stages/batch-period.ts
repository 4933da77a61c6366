import { Duration } from 'aws-cdk-lib/core';

const SHORTEST = Duration.minutes(5);

/**
 * The period of a batch-shaped signal: at least the longest run and a minute for publication, in whole minutes. Lambda
 * stamps a run's points with its start, so in a shorter period the point of a long run would be found too old.
 */
export function batchPeriod(longestRun: Duration): Duration {
  return Duration.minutes(Math.max(Math.ceil(longestRun.toSeconds() / 60) + 1, SHORTEST.toMinutes()));
}
