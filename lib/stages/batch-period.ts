import { Duration } from 'aws-cdk-lib/core';

const SHORTEST = Duration.minutes(5);
/** The longest delay allowed between the end of a run and the moment at which CloudWatch shows its points; one to two minutes are usual. */
const PUBLICATION = Duration.minutes(3);
/** CloudWatch evaluates an alarm every minute, over whole minutes. */
const EVALUATION = Duration.minutes(1);

/**
 * How far back an alarm must look for a point that is stamped with the start of a run and published after its end:
 * the longest run, the publication delay and the next evaluation.
 *
 * Where newer points exist, CloudWatch looks at the newest N periods only, so a late point must still lie in them. A point
 * stamped with minute s appears at s + 1 min + run + delay at the latest. The first evaluation after that looks at the
 * whole minutes up to then, so it still sees s if the window is at least run + delay + 1 min, each in whole minutes.
 */
export function reachFor(longestRun: Duration): Duration {
  return Duration.minutes(Math.ceil(longestRun.toSeconds({ integral: false }) / 60) + PUBLICATION.toMinutes() + EVALUATION.toMinutes());
}

/** The period of a batch-shaped signal: as far as a late point needs, so that one failed run is one breaching period. */
export function batchPeriod(longestRun: Duration): Duration {
  return Duration.minutes(Math.max(reachFor(longestRun).toMinutes(), SHORTEST.toMinutes()));
}
