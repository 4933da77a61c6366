import { logGroupUrl } from '../../console';
import { Instant, MINUTE } from '../../time';
import type { DiagnosisContext, Link, Reason } from '../diagnosis';
import type { ErrorParts } from '../error-text';
import type { FunctionView } from '../findings';
import type { DiagnosisCall } from '../permissions';

/** What sort of cause a rule looks for; which sort comes first depends on what is to be explained (../ranking.ts). */
export type Family =
  /** It cannot run at all: deleted, forbidden, not usable. */
  | 'existence'
  /** It was not started. */
  | 'trigger'
  /** What it depends on is broken. */
  | 'upstream'
  /** It has not ended yet. */
  | 'running'
  /** It says itself why it failed. */
  | 'failure'
  /** It has too little of something. */
  | 'capacity'
  /** It is not what it was when it last worked. */
  | 'change';

/** A reason before its rule's name is added. Its text is already safe to send. */
export type Found = Omit<Reason, 'id'>;

/** One reason: what is looked at, and what is said when it is found. */
export interface Rule<Subject> {
  readonly id: string;
  readonly family: Family;
  /** For the documentation: what is seen. */
  readonly seen: string;
  /** The calls whose answers it needs. */
  readonly calls: readonly DiagnosisCall[];
  readonly find: (subject: Subject, context: DiagnosisContext) => Found | undefined;
}

/** Errors whose remedy is known, by their type or message; the first that matches. */
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
/** A limit of Step Functions that no quota lifts. */
const TOO_MUCH_DATA = /States\.DataLimitExceeded/;

/** The next step for an error; the one given where nothing better is known. */
export function adviceOn({ type = '', message = '' }: ErrorParts, who: string, otherwise: string): string {
  const error = `${type} ${message}`.slice(0, 2000);
  if (TOO_MUCH_DATA.test(error)) return 'Pass large data between states through S3.';
  return KNOWN.find((known) => known.error.test(error))?.next(who) ?? otherwise;
}

/** So much of a log is shown before and after. */
const AROUND = 5 * MINUTE;

/** The log of a function around an instant. */
export function logLink({ name, logGroupName }: Pick<FunctionView, 'name' | 'logGroupName'>, at: Instant, region: string): Link {
  return { title: `Log of ${name}`, url: logGroupUrl(region, logGroupName, { from: at - AROUND, to: at + AROUND }) };
}
