import { type AlarmRule, AlarmRuleError } from './alarm-rule';
import type { AlarmState } from './state';

/** Tells the state of an alarm by the name or ARN a rule uses; `undefined` when there is no such alarm. */
export type StateOfAlarm = (alarm: string) => AlarmState | undefined;

/**
 * Whether the rule holds. Children have no missing-data treatment here: one in INSUFFICIENT_DATA makes `ALARM(child)`
 * false and `NOT OK(child)` true. [cw:alarm-combining.html]
 *
 * @throws AlarmRuleError when the rule refers to an alarm that does not exist, wherever it stands in the rule
 */
export function evaluateAlarmRule(rule: AlarmRule, stateOf: StateOfAlarm): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'group':
      return evaluateAlarmRule(rule.operand, stateOf);
    case 'not':
      return !evaluateAlarmRule(rule.operand, stateOf);
    case 'state':
      return knownState(rule.alarm, stateOf) === rule.state;
    // Every operand is evaluated, so that an unknown alarm is reported whatever the others say.
    case 'and':
      return rule.operands.map((operand) => evaluateAlarmRule(operand, stateOf)).every(Boolean);
    case 'or':
      return rule.operands.map((operand) => evaluateAlarmRule(operand, stateOf)).some(Boolean);
    case 'atLeast': {
      const matching = rule.alarms.filter((alarm) => (knownState(alarm, stateOf) === rule.state) !== rule.negated).length;
      return 'count' in rule.minimum
        ? matching >= rule.minimum.count
        : matching * 100 >= rule.minimum.percent * rule.alarms.length;
    }
  }
}

/** The state of a composite alarm: ALARM while its rule holds, else OK. INSUFFICIENT_DATA only just after creation. */
export function compositeState(rule: AlarmRule, stateOf: StateOfAlarm): AlarmState {
  return evaluateAlarmRule(rule, stateOf) ? 'ALARM' : 'OK';
}

function knownState(alarm: string, stateOf: StateOfAlarm): AlarmState {
  const state = stateOf(alarm);
  if (state === undefined) {
    throw new AlarmRuleError(`The alarm rule refers to "${alarm}", but there is no such alarm. Create it first or correct its name.`);
  }
  return state;
}
