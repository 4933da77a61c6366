import type { LoudnessName } from '../profile/profile';
import type { SeverityName } from '../severity';
import type { Instant } from '../time';
import type { Place } from '../message/facts';

/** What one span of time came to for one pipeline. */
export interface PeriodFigures {
  /** Slots that were judged; absent where there are none, as for a maximum silence. */
  readonly slots?: number;
  /** Of those, how many were good and on time. */
  readonly onTime?: number;
  readonly runs: number;
  readonly failures: number;
  /** Median duration, in milliseconds. */
  readonly typicalMillis?: number;
  readonly slowestMillis?: number;
}

/** One pipeline's line of a digest. */
export interface PipelineDigest {
  readonly pipeline: string;
  readonly loudness: LoudnessName;
  readonly timeZone: string;
  readonly state: 'ok' | 'open' | 'unknown' | 'nothingExpected';
  /** Since when its incident is open. */
  readonly since?: Instant;
  readonly current?: PeriodFigures;
  /** The span of the same length before. */
  readonly before?: PeriodFigures;
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  /** What could not be found out. */
  readonly problems: readonly string[];
}

/** A topic, and who would be told through it. */
export interface ChannelDigest {
  readonly name: SeverityName | 'escalation';
  /** `email data@example.com`, `sms +15550100` … */
  readonly confirmed: readonly string[];
  readonly pending: readonly string[];
  /** Why it could not be read. */
  readonly problem?: string;
}

/** All that a digest says. */
export interface DigestFacts {
  readonly place: Place;
  readonly now: Instant;
  /** From when on it reports. */
  readonly from: Instant;
  readonly timeZone: string;
  readonly every: 'day' | 'week';
  readonly pipelines: readonly PipelineDigest[];
  readonly channels: readonly ChannelDigest[];
  readonly problems: readonly string[];
  readonly nextDigest?: Instant;
}
