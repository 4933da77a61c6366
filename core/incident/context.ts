import type { LoudnessName } from '../profile/profile';
import type { Instant } from '../time';

/** What the fold has to know besides what happened. */
export interface FoldContext {
  readonly now: Instant;
  readonly loudness: LoudnessName;
  /** Whether runs are due by a contract, as far as that is known: what cannot be read is no reason to expect nothing. */
  readonly expected: boolean;
  /** Whether it is known that it is not watched any more: it was removed, or goes by another name. @default false */
  readonly removed?: boolean;
  /** Whether a maintenance window mutes the pipeline at the moment. */
  readonly muted: boolean;
  /** A pipeline that it depends on, while that one's incident is open. */
  readonly upstream?: string;
  /** @default - nobody else is told */
  readonly escalateAfterMillis?: number;
  /** @default MOST_PER_DAY */
  readonly mostPerDay?: number;
}
