import type { AlarmRule } from './alarm-rule';

/** Most alarms one composite may refer to. [cw:alarm-combining.html] */
export const MAX_CHILD_ALARMS = 100;

/** Most composites that may refer to one alarm. [cw:alarm-combining.html] */
export const MAX_COMPOSITES_PER_CHILD = 150;

/** Most elements of one rule: child alarms, TRUE or FALSE, and parentheses. [SDK PutCompositeAlarm.AlarmRule] */
export const MAX_RULE_ELEMENTS = 500;

/** Longest rule, in characters. (API reference, from memory.) */
export const MAX_RULE_LENGTH = 10_240;

/** The distinct alarms a rule refers to, in order of appearance. */
export function alarmsOfRule(rule: AlarmRule): string[] {
  const alarms = new Set<string>();
  visit(rule, (node) => {
    if (node.kind === 'state') alarms.add(node.alarm);
    if (node.kind === 'atLeast') node.alarms.forEach((alarm) => alarms.add(alarm));
  });
  return [...alarms];
}

/**
 * The number of elements that count towards `MAX_RULE_ELEMENTS`. Inference: every mention of an alarm counts, and each
 * pair of grouping parentheses counts once; those of ALARM(x) or AT_LEAST(...) are part of their function.
 */
export function elementsOfRule(rule: AlarmRule): number {
  let elements = 0;
  visit(rule, (node) => {
    if (node.kind === 'state' || node.kind === 'constant' || node.kind === 'group') elements += 1;
    if (node.kind === 'atLeast') elements += node.alarms.length;
  });
  return elements;
}

/** One sentence per limit the rule exceeds; empty when CloudWatch would take it. */
export function alarmRuleViolations(rule: AlarmRule): string[] {
  const checks = [
    { what: 'child alarms', amount: alarmsOfRule(rule).length, limit: MAX_CHILD_ALARMS },
    { what: 'elements', amount: elementsOfRule(rule), limit: MAX_RULE_ELEMENTS },
  ];
  return checks
    .filter(({ amount, limit }) => amount > limit)
    .map(
      ({ what, amount, limit }) =>
        `The alarm rule has ${amount} ${what}, CloudWatch allows ${limit}. Split it into several composite alarms.`,
    );
}

function visit(rule: AlarmRule, look: (node: AlarmRule) => void): void {
  look(rule);
  if (rule.kind === 'not' || rule.kind === 'group') visit(rule.operand, look);
  if (rule.kind === 'and' || rule.kind === 'or') rule.operands.forEach((operand) => visit(operand, look));
}
