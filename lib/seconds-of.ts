import type { Duration } from 'aws-cdk-lib/core';

/** A duration in whole seconds. @throws when it is only known at deployment */
export function secondsOf(name: string, duration: Duration): number {
  if (duration.isUnresolved()) {
    throw new Error(`${name} must be known at synth, since tolerances and alarm periods are derived from it; pass a Duration that is not a token`);
  }
  return Math.ceil(duration.toSeconds({ integral: false }));
}
