import { fits } from './glob';
import { isObject, type JsonObject, parseJson } from './json';

/** Whether something is so. `unknown` where that is not understood. */
type Answer = 'yes' | 'no' | 'unknown';

function answer(is: boolean): Answer {
  return is ? 'yes' : 'no';
}

/** Whether all are so. */
function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether any is so. */
function some(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

/** One condition of a statement. Several values are alternatives. */
interface Condition {
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
function conditionHolds({ operator, key, values }: Condition, accountId: string): Answer {
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

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/** Whether a statement of a topic's or key's policy is about alarms of an account that do something with it. @param wanted the action */
function appliesToAlarms({ Principal: principal, Action: action, Condition: conditions }: JsonObject, wanted: string, accountId: string): Answer {
  return every([
    // Of NotPrincipal and NotAction nothing is concluded.
    principal === undefined ? 'unknown' : isCloudWatch(principal),
    action === undefined ? 'unknown' : some(asList(action).map((pattern) => covers(pattern, wanted))),
    conditionsHold(conditions, accountId),
  ]);
}

/** CloudWatch acts as a service, so that of the AWS principals only "everybody" is meant for it. */
function isCloudWatch(principal: unknown): Answer {
  if (principal === '*') return 'yes';
  if (!isObject(principal)) return 'unknown';
  return some([
    ...asList(principal.AWS).map((name) => answer(name === '*')),
    ...asList(principal.Service).map(isCloudWatchService),
  ]);
}

function isCloudWatchService(name: unknown): Answer {
  if (name === '*') return 'yes';
  if (typeof name !== 'string') return 'unknown';
  const service = name.toLowerCase();
  if (service === CLOUDWATCH) return 'yes';
  // Whether CloudWatch goes by another of its names somewhere is not known.
  return service.startsWith('cloudwatch.') ? 'unknown' : 'no';
}

function covers(pattern: unknown, action: string): Answer {
  return typeof pattern === 'string' ? answer(fits(pattern.toLowerCase(), action.toLowerCase())) : 'unknown';
}

function conditionsHold(conditions: unknown, accountId: string): Answer {
  if (conditions === undefined) return 'yes';
  if (!isObject(conditions)) return 'unknown';
  return every(Object.entries(conditions).flatMap(([operator, keys]): Answer[] => {
    if (!isObject(keys)) return ['unknown'];
    return Object.entries(keys).map(([key, values]) => conditionHolds({ operator, key, values: asList(values) }, accountId));
  }));
}

/** What IAM lets be one thing or a list of them. */
function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** What a policy says to CloudWatch's alarms. */
type PublishDecision = 'allowed' | 'notAllowed' | 'denied' | 'malformed';

const PUBLISH = 'sns:Publish';

/**
 * What a topic's policy says to alarms of an account that publish, or what a key's says to them when they use it. As in IAM a statement that denies wins, else one that
 * allows is needed (IAM user guide, "Policy evaluation logic"). In doubt the answer is 'allowed'.
 */
export function publishDecision(policy: string, accountId: string, action = PUBLISH): PublishDecision {
  const document = parseJson(policy);
  if (!isObject(document)) return 'malformed';
  const statements = asList(document.Statement).filter(isObject).map((statement) => ({
    effect: statement.Effect, applies: appliesToAlarms(statement, action, accountId),
  }));
  if (statements.some(({ effect, applies }) => effect === 'Deny' && applies === 'yes')) return 'denied';
  return statements.some(({ effect, applies }) => effect === 'Allow' && applies !== 'no') ? 'allowed' : 'notAllowed';
}

/** What SNS says of a topic. */
export interface TopicAttributes {
  /** Its policy, a JSON text. @default - not told, which is evidence of nothing */
  readonly policy?: string;
  /** How many of its subscriptions are confirmed. */
  readonly confirmed: number;
}

/** Why nobody would be told, and what to do about it. */
interface TopicProblem {
  /** In few words, without a full stop. */
  readonly problem: string;
  readonly remedy: string;
}

/** Deploying again is no remedy: CloudFormation sees no change in a policy that somebody overwrote by hand. */
const RESTORE = 'restore its policy from the template of its stack';

/**
 * Whether an alarm's message would get into a topic and out of it again. Only evidence confirms a failure: what is not understood
 * of a policy is no problem. Undefined when there is none.
 *
 * Encryption is not looked at: whether CloudWatch may use a key only the key's policy says.
 */
export function topicProblem({ policy, confirmed }: TopicAttributes, { accountId }: { readonly accountId: string }): TopicProblem | undefined {
  // A policy that takes nothing comes first: without it nobody's confirmation helps.
  if (policy !== undefined) {
    const decision = publishDecision(policy, accountId);
    if (decision === 'malformed') return { problem: `its policy is no policy: ${JSON.stringify(policy.slice(0, 60))}`, remedy: RESTORE };
    if (decision === 'denied') return { problem: 'its policy denies cloudwatch.amazonaws.com sns:Publish', remedy: RESTORE };
    if (decision === 'notAllowed') return { problem: 'its policy does not allow cloudwatch.amazonaws.com sns:Publish', remedy: RESTORE };
  }
  if (confirmed > 0) return undefined;
  return {
    problem: 'nobody is subscribed and confirmed',
    remedy: 'have a subscriber click the link in the mail "AWS Notification - Subscription Confirmation"; it is valid for two days, then subscribe again',
  };
}
