import type { Instant } from '../time';

/** A page that helps. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

/** A likely reason, in words that are safe to send: cut, without control characters, without inputs or outputs. */
export interface Reason {
  /** The rule that found it. */
  readonly id: string;
  /** One sentence: what was seen. */
  readonly text: string;
  /** The one next step, an imperative sentence. */
  readonly next: string;
  /** A few words for an SMS: "schedule DISABLED". */
  readonly short: string;
  readonly at?: Instant;
  readonly link?: Link;
}

/** Why something happened, as far as evidence says. */
export interface Diagnosis {
  /** The likeliest first. */
  readonly reasons: readonly Reason[];
  /** What could not be read, a clause each: "logs of PublishOrders not readable: access denied". */
  readonly unread: readonly string[];
  /** Where to look further: the newest bad run, its log. */
  readonly links: readonly Link[];
  /** False when the time was over before everything was asked. */
  readonly complete: boolean;
}

export const NO_DIAGNOSIS: Diagnosis = { reasons: [], unread: [], links: [], complete: true };
