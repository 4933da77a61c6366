import type { Place } from '../message/facts';
import type { LoudnessName } from '../profile/profile';
import type { SeverityName } from '../severity';
import type { Instant } from '../time';
import type { Verdict } from '../verdict/verdict';

/** What a digest spans. */
export type DigestEvery = 'day' | 'week';

/** Slots of a span that were not good and on time, by what they were. */
export type Blemishes = Readonly<Partial<Record<Exclude<Verdict, 'ok' | 'pending' | 'running'>, number>>>;

/** What one span of time came to for one pipeline. Whatever could not be read is absent. */
export interface PeriodFigures {
  /** Slots of which something is known or should be; absent where there are none, as for a maximum silence. */
  readonly slots?: number;
  /** Of those, how many were good and on time. */
  readonly onTime?: number;
  /** What the others were. */
  readonly blemishes?: Blemishes;
  /** Runs of the first stage. */
  readonly runs?: number;
  /** Runs that ended badly, of all stages. */
  readonly failures?: number;
  /** Median duration, in milliseconds; of several stages that of the longest. */
  readonly typicalMillis?: number;
  readonly slowestMillis?: number;
}

/**
 * How a pipeline stands. `notDue`: nothing was due since it was deployed or changed, so nothing is proven. `nothingExpected`:
 * its owner said that nothing is. `unknown` is never taken for healthy.
 */
export type DigestState = 'ok' | 'open' | 'unknown' | 'notDue' | 'nothingExpected';

/** One pipeline's line of a digest. */
export interface PipelineDigest {
  readonly pipeline: string;
  readonly loudness: LoudnessName;
  /** The zone in which its owner reads times. */
  readonly timeZone: string;
  readonly state: DigestState;
  /** Since when its incident is open. */
  readonly since?: Instant;
  /** What happened, a clause; where nothing is expected, why. */
  readonly what?: string;
  readonly owner?: string;
  readonly current?: PeriodFigures;
  /** The span of the same length before. */
  readonly before?: PeriodFigures;
  /** Of several stages the one whose duration it is. */
  readonly durationOf?: string;
  /** Present where slots could not be judged from the span's beginning on, but only from then. */
  readonly judgedSince?: Instant;
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  /** What could not be found out, a clause each. */
  readonly problems: readonly string[];
}

/** A topic, and who would be told through it. */
export interface ChannelDigest {
  readonly name: SeverityName | 'escalation';
  /** Whose own topic it is, such as a pipeline's; absent for the observatory's. */
  readonly of?: string;
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
  /** It reports from then on … */
  readonly from: Instant;
  /** … until then. */
  readonly to: Instant;
  readonly timeZone: string;
  readonly every: DigestEvery;
  readonly pipelines: readonly PipelineDigest[];
  readonly channels: readonly ChannelDigest[];
  /** What could not be found out of the observatory as a whole, a clause each. */
  readonly problems: readonly string[];
  readonly nextDigest?: Instant;
}
