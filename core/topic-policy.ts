import { Computed } from './collections';
import { fits } from './glob';
import { isObject, type JsonObject, parseJson } from './json';

/** Whether something is true. `unknown` if a policy is not understood. */
type Answer = 'yes' | 'no' | 'unknown';

function answer(is: boolean): Answer {
  return is ? 'yes' : 'no';
}

/** Whether all are true. */
function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether any is true. */
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

/** How an alarm's account is compared, by operator. */
const ACCOUNT: Readonly<Record<string, Test | undefined>> = {
  StringEquals: (pattern, accountId) => answer(pattern === accountId),
  StringEqualsIgnoreCase: (pattern, accountId) => answer(pattern === accountId),
  StringLike: (pattern, accountId) => answer(fits(pattern, accountId)),
};

/** ArnEquals and ArnLike behave alike (IAM user guide, "ARN condition operators"). */
const SOURCE_ARN: Readonly<Record<string, Test | undefined>> = { ArnEquals: canBeAlarm, ArnLike: canBeAlarm };

/** What is known about an alarm that publishes. `aws:SourceOwner` is the older name of `aws:SourceAccount`. */
const KEYS: ReadonlyMap<string, Readonly<Record<string, Test | undefined>>> = new Map([
  ['aws:sourceaccount', ACCOUNT], ['aws:sourceowner', ACCOUNT], ['aws:sourcearn', SOURCE_ARN],
  // CloudWatch publishes over TLS.
  ['aws:securetransport', { Bool: (pattern) => answer(pattern.toLowerCase() === 'true') }],
]);

/** Whether a condition holds when an alarm of an account publishes. */
function conditionHolds({ operator, key, values }: Condition, accountId: string): Answer {
  const tests = KEYS.get(key.toLowerCase());
  const test = tests !== undefined && Object.hasOwn(tests, operator) ? tests[operator] : undefined;
  if (test === undefined || values.length === 0) return 'unknown';
  return some(values.map((value) => {
    const text = typeof value === 'boolean' ? String(value) : value;
    // The value of a variable depends on the caller.
    return typeof text !== 'string' || text.includes('${') ? 'unknown' : test(text, accountId);
  }));
}

/**
 * The ARN of another service or another account never fits an alarm of this account. Which alarms fit an ARN that may be
 * one is not examined.
 */
function canBeAlarm(pattern: string, accountId: string): Answer {
  // A wildcard of these operators does not reach beyond its colons.
  const [, , service, , account, resource] = pattern.split(':');
  return resource === undefined || (fits(service, 'cloudwatch') && fits(account, accountId)) ? 'unknown' : 'no';
}

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/**
 * Whether a statement of a topic's or key's policy is about alarms of an account that perform an action.
 * @param wanted the action
 */
function appliesToAlarms({ Principal: principal, Action: action, Condition: conditions }: JsonObject, wanted: string, accountId: string): Answer {
  return every([
    // NotPrincipal and NotAction are not interpreted.
    principal === undefined ? 'unknown' : isCloudWatch(principal),
    action === undefined ? 'unknown' : some(asList(action).map((pattern) => covers(pattern, wanted))),
    conditionsHold(conditions, accountId),
  ]);
}

/** CloudWatch acts as a service, so of the AWS principals only "everybody" includes it. */
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
  // CloudWatch may have another name of this form somewhere.
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

/** IAM accepts one value or a list of them. */
function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** What a policy says about CloudWatch's alarms. */
type PublishDecision = 'allowed' | 'notAllowed' | 'denied' | 'malformed';

const PUBLISH = 'sns:Publish';

/**
 * What a topic's policy says about alarms of an account that publish, or what a key's policy says about alarms that use the
 * key. As in IAM, a statement that denies wins; otherwise one that allows is needed (IAM user guide, "Policy evaluation
 * logic"). In doubt the answer is 'allowed'.
 */
export function publishDecision(policy: string, accountId: string, action = PUBLISH): PublishDecision {
  return decisions.get(`${accountId} ${action} ${policy}`, () => decide(policy, accountId, action));
}

/** A drill asks for the same few policies at every tick of a year. */
const decisions = new Computed<PublishDecision>(500);

function decide(policy: string, accountId: string, action: string): PublishDecision {
  const document = parseJson(policy);
  if (!isObject(document)) return 'malformed';
  const statements = asList(document.Statement).filter(isObject).map((statement) => ({
    effect: statement.Effect, applies: appliesToAlarms(statement, action, accountId),
  }));
  if (statements.some(({ effect, applies }) => effect === 'Deny' && applies === 'yes')) return 'denied';
  return statements.some(({ effect, applies }) => effect === 'Allow' && applies !== 'no') ? 'allowed' : 'notAllowed';
}

/** What SNS reports about a topic. */
export interface TopicAttributes {
  /**
   * Its policy, a JSON text.
   * @default - not known, which proves nothing
   */
  readonly policy?: string;
  /** How many of its subscriptions are confirmed. */
  readonly confirmed: number;
}

/** Why nobody would be notified, and what to do about it. */
interface TopicProblem {
  /** A short clause without a full stop. */
  readonly problem: string;
  readonly remedy: string;
}

/** Deploying again does not help: CloudFormation sees no change in a policy that somebody overwrote by hand. */
const RESTORE = 'restore its policy from the template of its stack';

/**
 * Whether an alarm's message would get into a topic and out of it again; undefined if there is no problem. Only evidence
 * confirms a failure: a policy that is not understood is no problem.
 *
 * Encryption is not examined, because only the key's policy says whether CloudWatch may use the key.
 */
export function topicProblem({ policy, confirmed }: TopicAttributes, { accountId }: { readonly accountId: string }): TopicProblem | undefined {
  // A policy that blocks everything comes first: without it, no confirmation helps.
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
