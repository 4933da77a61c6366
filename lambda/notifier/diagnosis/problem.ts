import { quote } from '../../../core/diagnosis/error-text';

/** Errors whose names differ by service and say the same. */
const KINDS: readonly { readonly name: RegExp; readonly problem: string }[] = [
  { name: /AccessDenied|AuthorizationError|NotAuthorized|Unauthorized|Forbidden|UnrecognizedClient|InvalidClientToken|ExpiredToken|IncompleteSignature/i, problem: 'access denied' },
  { name: /KMS|KeyAccess|InvalidEncryption/i, problem: 'its key may not be used' },
  { name: /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|OverLimit/i, problem: 'throttled' },
  { name: /Timeout|Deadline|Abort/i, problem: 'no answer in time' },
];
const LONGEST = 100;

/** Why a call failed, in a few words that are safe to send. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return quote(String(error), false, LONGEST) || 'unknown error';
  const known = KINDS.find(({ name }) => name.test(error.name));
  return known?.problem ?? (quote(`${error.name}: ${error.message}`, false, LONGEST));
}
