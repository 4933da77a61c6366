import { fits, fitsArn } from '../../../core/glob';
import type { PolicyStatementModel } from '../model';

/** What is known about a request by condition key, such as `aws:SourceArn`. Keys are compared without regard to case. */
export type RequestContext = Readonly<Record<string, string>>;

/** What became of the conditions of a statement. */
export interface ConditionsOutcome {
  /** The first condition that does not hold, as `ArnLike aws:SourceArn`; undefined when all hold. */
  readonly failed?: string;
  /** Conditions that cannot be evaluated: an operator that is not known, or a policy variable. */
  readonly notEvaluated: readonly string[];
}

interface Operator {
  readonly test: (pattern: string, value: string) => boolean;
  /** The operator holds when no value fits, and so when the key is absent. */
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
/** Also holds for a key that is absent; here a key never has several values. (IAM user guide, "Multivalued context keys") */
const FOR_ALL = 'ForAllValues:';
/** Holds when one of the key's values fits. Of a key that a drill does not give nothing is said. */
const FOR_ANY = 'ForAnyValue:';

/** Evaluates all conditions of a statement; every one must hold. */
export function evaluateConditions(conditions: PolicyStatementModel['conditions'], context: RequestContext): ConditionsOutcome {
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

/** Whether one condition holds, undefined when that cannot be told. */
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

/** Whether a text holds a policy variable, such as `${aws:username}`, whose value depends on who asks. */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}
