import type { Question } from '../signals';
import type { Instant } from '../time';
import type { Verdict } from '../verdict/verdict';

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

/** What is to be explained. */
export interface DiagnosisContext {
  readonly pipeline: string;
  readonly question: Question;
  /** The verdict of the slot in question, if one was judged. */
  readonly verdict?: Verdict;
  /** The stage that the alarm or the verdict names; absent where it is about the pipeline or its trigger. */
  readonly stage?: string;
  /** When the run in question was due; where no runs are, when the alarm spoke. */
  readonly about: Instant;
  readonly lastSuccess?: Instant;
  readonly now: Instant;
  readonly region: string;
  /** Whether inputs of runs may be quoted. */
  readonly includeExecutionData: boolean;
  /** Writes an instant as the owner reads it, in the owner's zone: "17:05" today, "9 Mar 17:05" else. */
  time(this: void, instant: Instant): string;
}

/** The sorts of things that want explaining; each looks at other causes first. */
export type Situation = 'missing' | 'stuck' | 'failed' | 'undelivered' | 'slow';

/** What sort of thing happened. */
export function situationOf({ question, verdict, stage }: Pick<DiagnosisContext, 'question' | 'verdict' | 'stage'>): Situation {
  if (question === 'SLOW') return 'slow';
  // An alarm on failures that names no stage is about what starts the first one; and of a run that was not seen nothing can have failed but its start.
  if (question === 'FAILED') return stage === undefined || verdict === 'missed' ? 'undelivered' : 'failed';
  if (verdict === 'stuck' || verdict === 'running') return 'stuck';
  return verdict === 'failed' ? 'failed' : 'missing';
}
