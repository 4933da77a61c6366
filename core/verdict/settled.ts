import type { Instant } from '../time';
import type { Fold } from './fold';
import type { SlotVerdict } from './verdict';

/** What a pipeline's settled slots add up to. They are never judged again. */
export interface Settled {
  /** The scheduled time of the newest settled slot. For a maximum silence: when the current span of silence began. */
  readonly through: Instant;
  readonly fold: Fold;
  /** For a rate without an anchor: when its last runs started. They show its phase. */
  readonly starts?: readonly Instant[];
  /** For a maximum silence: the newest success of each stage. */
  readonly lastSuccesses?: Readonly<Record<string, Instant>>;
}

/** What is known of a pipeline before its evidence is read. */
export interface Remembered {
  /** Absent: no slot is settled, or nothing is remembered. */
  readonly settled?: Settled;
  /** The open slots that are owed under an earlier contract, oldest first. */
  readonly earlier?: readonly SlotVerdict[];
  /** When a run last succeeded. */
  readonly lastSuccess?: Instant;
  /** Slots that somebody declared good. */
  readonly marks?: readonly Mark[];
}

/** A slot that somebody declared good. */
export interface Mark {
  readonly slot: Instant;
  readonly at: Instant;
  /** Who said so. */
  readonly by: string;
}
