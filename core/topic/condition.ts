import { fits } from '../glob';
import { Answer, answer, some } from './answer';

/** One condition of a statement. Several values are alternatives. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly unknown[];
}

type Test = (pattern: string, accountId: string) => Answer;

/** How an alarm's account compares, by operator. */
const ACCOUNT: Readonly<Record<string, Test | undefined>> = {
  StringEquals: (pattern, accountId) => answer(pattern === accountId),
  StringEqualsIgnoreCase: (pattern, accountId) => answer(pattern === accountId),
  StringLike: (pattern, accountId) => answer(fits(pattern, accountId)),
};

/** ArnEquals and ArnLike behave alike (IAM user guide, "ARN condition operators"). */
const SOURCE_ARN: Readonly<Record<string, Test | undefined>> = { ArnEquals: canBeAlarm, ArnLike: canBeAlarm };

/** What is known of an alarm that publishes. `aws:SourceOwner` is the older name of `aws:SourceAccount`. */
const KEYS: ReadonlyMap<string, Readonly<Record<string, Test | undefined>>> = new Map([
  ['aws:sourceaccount', ACCOUNT], ['aws:sourceowner', ACCOUNT], ['aws:sourcearn', SOURCE_ARN],
  // CloudWatch publishes by TLS.
  ['aws:securetransport', { Bool: (pattern) => answer(pattern.toLowerCase() === 'true') }],
]);

/** Whether a condition holds when an alarm of an account publishes. */
export function conditionHolds({ operator, key, values }: Condition, accountId: string): Answer {
  const tests = KEYS.get(key.toLowerCase());
  const test = tests !== undefined && Object.hasOwn(tests, operator) ? tests[operator] : undefined;
  if (test === undefined || values.length === 0) return 'unknown';
  return some(values.map((value) => {
    const text = typeof value === 'boolean' ? String(value) : value;
    // What a variable stands for depends on who asks.
    return typeof text !== 'string' || text.includes('${') ? 'unknown' : test(text, accountId);
  }));
}

/** Another service's ARN, or another account's, is none of an alarm of this account; which alarms fit one that may be is not asked. */
function canBeAlarm(pattern: string, accountId: string): Answer {
  // A wildcard of these operators does not reach beyond its colons.
  const [, , service, , account, resource] = pattern.split(':');
  return resource === undefined || (fits(service, 'cloudwatch') && fits(account, accountId)) ? 'unknown' : 'no';
}
