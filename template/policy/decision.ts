import { fits, fitsArn } from '../../core/glob';
import type { PolicyStatementModel } from '../model';

/** The facts about a request by condition key, such as `aws:SourceArn`. Keys are compared without regard to case. */
export type RequestContext = Readonly<Record<string, string>>;

/** The result of a statement's conditions. */
interface ConditionsOutcome {
  /** The first condition that does not hold, as `ArnLike aws:SourceArn`; undefined when all hold. */
  readonly failed?: string;
  /** Conditions that cannot be evaluated: an unknown operator, or a policy variable. */
  readonly notEvaluated: readonly string[];
}

interface Operator {
  readonly test: (pattern: string, value: string) => boolean;
  /** The operator holds when no value matches, and so when the key is absent. */
  readonly negated?: boolean;
}

const equal = (pattern: string, value: string): boolean => pattern === value;
const equalIgnoringCase = (pattern: string, value: string): boolean => pattern.toLowerCase() === value.toLowerCase();

/** The operators that are evaluated. ArnEquals and ArnLike behave alike (IAM user guide, "ARN condition operators"). */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', { test: equal }],
  ['StringNotEquals', { test: equal, negated: true }],
  ['StringEqualsIgnoreCase', { test: equalIgnoringCase }],
  ['StringNotEqualsIgnoreCase', { test: equalIgnoringCase, negated: true }],
  ['StringLike', { test: fits }],
  ['StringNotLike', { test: fits, negated: true }],
  ['ArnEquals', { test: fitsArn }],
  ['ArnLike', { test: fitsArn }],
  ['ArnNotEquals', { test: fitsArn, negated: true }],
  ['ArnNotLike', { test: fitsArn, negated: true }],
  ['Bool', { test: equalIgnoringCase }],
]);

const IF_EXISTS = 'IfExists';
/** Also holds for an absent key; here a key never has several values. (IAM user guide, "Multivalued context keys") */
const FOR_ALL = 'ForAllValues:';
/** Holds when one of the key's values matches. A key that a drill does not set leaves it open. */
const FOR_ANY = 'ForAnyValue:';

/** Evaluates all conditions of a statement; every one must hold. */
function evaluateConditions(conditions: PolicyStatementModel['conditions'], context: RequestContext): ConditionsOutcome {
  const known = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const notEvaluated: string[] = [];
  let failed: string | undefined;
  for (const [name, keys] of Object.entries(conditions)) {
    for (const [key, patterns] of Object.entries(keys)) {
      const holds = evaluate(name, patterns, known.get(key.toLowerCase()));
      if (holds === undefined) notEvaluated.push(`${name} ${key}`);
      if (holds === false) failed ??= `${name} ${key}`;
    }
  }
  return { failed, notEvaluated };
}

/** Whether one condition holds; undefined when that is unknown. */
function evaluate(name: string, patterns: readonly string[], value: string | undefined): boolean | undefined {
  if (patterns.some(hasVariable)) return undefined;
  // Null asks whether a key is absent.
  if (name === 'Null') return patterns.some((pattern) => equalIgnoringCase(pattern, String(value === undefined)));
  if (name.startsWith(FOR_ANY)) return value === undefined ? undefined : evaluate(name.slice(FOR_ANY.length), patterns, value);
  const single = name.startsWith(FOR_ALL) ? name.slice(FOR_ALL.length) : name;
  const lenient = single !== name || single.endsWith(IF_EXISTS);
  const operator = OPERATORS.get(single.endsWith(IF_EXISTS) ? single.slice(0, -IF_EXISTS.length) : single);
  if (operator === undefined) return undefined;
  if (value === undefined) return lenient || operator.negated === true;
  return patterns.some((pattern) => operator.test(pattern, value)) !== (operator.negated ?? false);
}

/** Whether a text contains a policy variable, such as `${aws:username}`, whose value depends on the caller. */
function hasVariable(text: string): boolean {
  return text.includes('${');
}

/** A request of a principal. */
export interface AccessRequest {
  /** `service:cloudwatch.amazonaws.com` or `aws:<arn>`. Absent for a role's policy, which is always about the role. */
  readonly principal?: string;
  /** Such as `sns:Publish`, in any case. */
  readonly action: string;
  /** The ARN of the resource that the action is about. */
  readonly resource: string;
  /** Default: nothing else is known about the request. */
  readonly context?: RequestContext;
}

/** The decision of a policy on a request. */
export interface Decision {
  readonly allowed: boolean;
  /** Why, as a sentence without a full stop. */
  readonly reason: string;
  /**
   * Conditions and variables that a drill does not evaluate. A statement that allows then does not apply; one that denies does.
   */
  readonly notEvaluated: readonly string[];
}

/** Whether the statements allow the request. See `decide`. */
export function isAllowed(statements: readonly PolicyStatementModel[], request: AccessRequest): boolean {
  return decide(statements, request).allowed;
}

/** Whether the statements forbid the request, even if another statement allows it. */
export function isDenied(statements: readonly PolicyStatementModel[], request: AccessRequest): boolean {
  return !isAllowed([ANYTHING, ...statements.filter(({ effect }) => effect === 'Deny')], request);
}

const ANYTHING: PolicyStatementModel = { effect: 'Allow', principals: [], actions: ['*'], resources: ['*'], conditions: {} };

/**
 * Evaluates a policy as IAM does: a statement that denies wins, otherwise a statement that allows is needed. (IAM user guide,
 * "Policy evaluation logic".) What cannot be evaluated counts against the request.
 * Statements of a resource's policy apply to the principals that they name; `aws:<account>` and its `root` stand for every
 * principal of the account. As with IAM, only a whole `*` is a wildcard there. Statements without principals come from a role's
 * policy and apply to the role.
 */
export function decide(statements: readonly PolicyStatementModel[], request: AccessRequest): Decision {
  const applicable = statements.filter((statement) => appliesTo(statement, request)).map((statement) => ({
    statement, ...evaluateConditions(statement.conditions, request.context ?? {}),
  }));
  const notEvaluated = applicable.filter(({ failed }) => failed === undefined).flatMap((candidate) => candidate.notEvaluated);
  const denied = (reason: string): Decision => ({ allowed: false, reason, notEvaluated });

  const denying = applicable.find(({ statement, failed }) => statement.effect === 'Deny' && failed === undefined);
  if (denying !== undefined) return denied(`${nameOf(denying.statement)} denies ${request.action}${unless(denying.notEvaluated)}`);
  const allowing = applicable.filter(({ statement }) => statement.effect === 'Allow');
  const granting = allowing.find((candidate) => candidate.failed === undefined && candidate.notEvaluated.length === 0);
  if (granting !== undefined) return { allowed: true, reason: `${nameOf(granting.statement)} allows ${request.action}`, notEvaluated };
  const [near] = allowing;
  if (near === undefined) return denied(`no statement allows ${whoOf(request)} ${request.action}`);
  const obstacle = near.failed === undefined
    ? `a drill does not evaluate ${near.notEvaluated.join(', ')}`
    : `its condition ${near.failed} does not hold`;
  return denied(`${nameOf(near.statement)} would allow ${request.action}, but ${obstacle}`);
}

function appliesTo(statement: PolicyStatementModel, request: AccessRequest): boolean {
  const { principals, notPrincipals, actions, notActions, resources, notResources, effect } = statement;
  const action = (pattern: string): boolean => fits(pattern.toLowerCase(), request.action.toLowerCase());
  // A pattern with a variable may match anything or nothing, so it counts as what is worse for the request.
  const fitsWhenUnknown = (effect === 'Deny') === (notResources === undefined);
  const resource = (pattern: string): boolean => (hasVariable(pattern) ? fitsWhenUnknown : fits(pattern, request.resource));
  const principal = (pattern: string): boolean => isPrincipal(pattern, request.principal);
  const ofHolder = principals.length === 0 && notPrincipals === undefined;
  return (ofHolder || matches(principals, notPrincipals, principal))
    && matches(actions, notActions, action)
    && matches(resources, notResources, resource);
}

function matches(patterns: readonly string[], exceptions: readonly string[] | undefined, fit: (pattern: string) => boolean): boolean {
  return exceptions === undefined ? patterns.some(fit) : !exceptions.some(fit);
}

function isPrincipal(pattern: string, principal: string | undefined): boolean {
  if (pattern === '*' || pattern === principal) return true;
  const account = /^aws:(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(pattern)?.[1];
  return account !== undefined && principal !== undefined && principal.startsWith('aws:') && principal.split(':').includes(account);
}

function nameOf({ sid, effect }: PolicyStatementModel): string {
  return sid === undefined ? `a statement with the effect ${effect}` : `the statement ${sid}`;
}

function whoOf({ principal }: AccessRequest): string {
  return principal === undefined ? 'it' : principal.replace(/^[a-z]+:/, '');
}

function unless(notEvaluated: readonly string[]): string {
  return notEvaluated.length === 0 ? '' : `, unless ${notEvaluated.join(', ')}, which a drill does not evaluate, exempts it`;
}
