import { logGroupUrl } from '../../console';
import { Instant, MINUTE } from '../../time';
import type { DiagnosisContext, Link, Reason } from '../diagnosis';
import type { ErrorParts } from '../error-text';
import type { FunctionView } from '../findings';
import type { DiagnosisCall } from '../permissions';

/** The kind of cause that a rule finds. Which kind comes first depends on the situation (`RANKING` in ../diagnose.ts). */
export type Family =
  /** It cannot run at all: it is deleted, forbidden or unusable. */
  | 'existence'
  /** It was not started. */
  | 'trigger'
  /** An upstream pipeline is broken. */
  | 'upstream'
  /** It has not ended yet. */
  | 'running'
  /** It reports itself why it failed. */
  | 'failure'
  /** It has too little of something. */
  | 'capacity'
  /** It was changed since it last worked. */
  | 'change';

/** A reason before its rule's id is added. Its text is already safe to send. */
export type Found = Omit<Reason, 'id'>;

/** One reason: what is examined, and what is said if it is found. */
export interface Rule<Subject> {
  readonly id: string;
  readonly family: Family;
  /** What is seen, for the documentation. */
  readonly seen: string;
  /** The calls whose answers it needs. */
  readonly calls: readonly DiagnosisCall[];
  readonly find: (subject: Subject, context: DiagnosisContext) => Found | undefined;
}

/** Errors with a known remedy, by their type or message. The first match counts. */
const KNOWN: readonly { readonly error: RegExp; readonly next: (who: string) => string }[] = [
  {
    error: /AccessDenied|not authorized|UnauthorizedOperation|States\.Permissions|\bForbidden\b|KMS.*(?:denied|disabled)/i,
    next: (who) => `Give the role of ${who} the permission that the error names.`,
  },
  {
    error: /TooManyRequests|Throttl|Rate exceeded|SlowDown|ThroughputExceeded|LimitExceeded|\bquota\b/i,
    next: (who) => `Find what else uses the limit that ${who} reached, or raise the limit.`,
  },
  { error: /ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|connect(?:ion)? (?:timed? ?out|refused|reset)/i, next: (who) => `Check the network path from ${who} to what the error names.` },
  { error: /NotFound|NoSuch|does not exist|not found|DoesNotExist/i, next: () => 'Check that what the error names exists.' },
];
/** A limit of Step Functions that cannot be raised. */
const TOO_MUCH_DATA = /States\.DataLimitExceeded/;

/** The next step for an error, or a given one if there is none. */
export function adviceOn({ type = '', message = '' }: ErrorParts, who: string, otherwise: string): string {
  const error = `${type} ${message}`.slice(0, 2000);
  if (TOO_MUCH_DATA.test(error)) return 'Pass large data between states through S3.';
  return KNOWN.find((known) => known.error.test(error))?.next(who) ?? otherwise;
}

/** How much of a log is shown before and after an instant. */
const AROUND = 5 * MINUTE;

/** The log of a function around an instant. */
export function logLink({ name, logGroupName }: Pick<FunctionView, 'name' | 'logGroupName'>, at: Instant, region: string): Link {
  return { title: `Log of ${name}`, url: logGroupUrl(region, logGroupName, { from: at - AROUND, to: at + AROUND }) };
}
