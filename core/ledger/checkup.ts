import type { Instant } from '../time';

/** What the checker remembers about its own ticks. */
export interface Checkup {
  /** When a tick was last incomplete, or could not write what it had found. */
  readonly troubleAt?: Instant;
}
