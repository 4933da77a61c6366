import type { ErrorParts } from '../text/error-text';

/** Errors whose remedy is known, by their type or message; the first that matches. */
const KNOWN: readonly { readonly error: RegExp; readonly next: (who: string) => string }[] = [
  {
    error: /AccessDenied|not authorized|UnauthorizedOperation|States\.Permissions|\bForbidden\b|KMS.*(?:denied|disabled)/i,
    next: (who) => `Give the role of ${who} the permission that the error names.`,
  },
  {
    error: /TooManyRequests|Throttl|Rate exceeded|SlowDown|ThroughputExceeded|LimitExceeded|\bquota\b/i,
    next: (who) => `Find what else uses the limit that ${who} hit, or have it raised.`,
  },
  { error: /ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|connect(?:ion)? (?:timed? ?out|refused|reset)/i, next: (who) => `Check the network path from ${who} to what the error names.` },
  { error: /NotFound|NoSuch|does not exist|not found|DoesNotExist/i, next: () => 'Check that what the error names exists.' },
];
/** A limit of Step Functions that no quota lifts. */
const TOO_MUCH_DATA = /States\.DataLimitExceeded/;

/** The next step for an error; the one given where nothing better is known. */
export function adviceOn({ type = '', message = '' }: ErrorParts, who: string, otherwise: string): string {
  const error = `${type} ${message}`.slice(0, 2000);
  if (TOO_MUCH_DATA.test(error)) return 'Pass large data between states by S3.';
  return KNOWN.find((known) => known.error.test(error))?.next(who) ?? otherwise;
}
