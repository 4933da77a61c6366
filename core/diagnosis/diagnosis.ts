import type { Question } from '../signals';
import type { Instant } from '../time';
import type { Verdict } from '../verdict/verdict';

/** A page that helps. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

/** A likely reason, in a form that is safe to send: short, without control characters, inputs and outputs. */
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

/** Why something happened, as far as the evidence shows. */
export interface Diagnosis {
  /** The likeliest first. */
  readonly reasons: readonly Reason[];
  /** What could not be read, one clause each: "logs of PublishOrders not readable: access denied". */
  readonly unread: readonly string[];
  /** Where to look further: the newest bad run, its log. */
  readonly links: readonly Link[];
  /** False if the time was over before every question had an answer. */
  readonly complete: boolean;
}

export const NO_DIAGNOSIS: Diagnosis = { reasons: [], unread: [], links: [], complete: true };

/** What a diagnosis explains. */
export interface DiagnosisContext {
  readonly pipeline: string;
  readonly question: Question;
  /** The verdict of the slot in question, if one was judged. */
  readonly verdict?: Verdict;
  /** The stage that the alarm or the verdict names; absent if it is about the pipeline or its trigger. */
  readonly stage?: string;
  /** When the run in question was due; if there are no runs, when the alarm was raised. */
  readonly about: Instant;
  readonly lastSuccess?: Instant;
  readonly now: Instant;
  readonly region: string;
  /** Whether inputs of runs may be quoted. */
  readonly includeExecutionData: boolean;
  /** Writes an instant in the owner's zone: "17:05" today, "9 Mar 17:05" on other days. */
  time(this: void, instant: Instant): string;
}

/** The kinds of things that a diagnosis explains. Each one has its own order of causes. */
export type Situation = 'missing' | 'stuck' | 'failed' | 'undelivered' | 'slow';

/** What kind of thing happened. */
export function situationOf({ question, verdict, stage }: Pick<DiagnosisContext, 'question' | 'verdict' | 'stage'>): Situation {
  if (question === 'SLOW') return 'slow';
  // A failure alarm without a stage is about what starts the first one. If no run was seen, only its start can have failed.
  if (question === 'FAILED') return stage === undefined || verdict === 'missed' ? 'undelivered' : 'failed';
  if (verdict === 'stuck' || verdict === 'running') return 'stuck';
  return verdict === 'failed' ? 'failed' : 'missing';
}
