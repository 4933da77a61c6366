import type { AlarmState } from '../../core/alarm-configuration';
import { type AlarmRule, AlarmRuleError } from '../../core/composite-alarm';
import type { Instant } from '../../core/time';

/** Returns the state of an alarm by the name or ARN in a rule; `undefined` when there is no such alarm. */
type StateOfAlarm = (alarm: string) => AlarmState | undefined;

/**
 * Whether the rule holds. Children have no missing-data treatment here: one in INSUFFICIENT_DATA makes `ALARM(child)` false and
 * `NOT OK(child)` true. [cw:alarm-combining.html]
 * @throws AlarmRuleError when the rule refers to an alarm that does not exist, anywhere in the rule
 */
function evaluateAlarmRule(rule: AlarmRule, stateOf: StateOfAlarm): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'group':
      return evaluateAlarmRule(rule.operand, stateOf);
    case 'not':
      return !evaluateAlarmRule(rule.operand, stateOf);
    case 'state':
      return knownState(rule.alarm, stateOf) === rule.state;
    // Every operand is evaluated, so that an unknown alarm is always reported.
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

/** `ActionsSuppressorWaitPeriod` and `ActionsSuppressorExtensionPeriod` of a composite alarm, any whole seconds. */
interface SuppressionSettings {
  readonly waitPeriodSeconds: number;
  readonly extensionPeriodSeconds: number;
}

/** A composite alarm with an actions suppressor, between two events. */
export interface SuppressionState {
  readonly settings: SuppressionSettings;
  readonly composite: AlarmState;
  readonly suppressor: AlarmState;
  /** The running wait or extension and when it ends; `undefined` when neither is running. */
  readonly period?: { readonly kind: 'WaitPeriod' | 'ExtensionPeriod'; readonly until: Instant };
  /** A change of the composite's state whose actions have not been taken yet. */
  readonly actionsOwed: boolean;
}

/** An event of the composite alarm or its suppressor; `time` only lets a period run out. */
export type SuppressionEvent =
  | { readonly kind: 'composite'; readonly to: AlarmState }
  | { readonly kind: 'suppressor'; readonly to: AlarmState }
  | { readonly kind: 'suppressorReplaced'; readonly state: AlarmState }
  | { readonly kind: 'time' };

/** The composite takes its actions for `alarmState` at the instant `at`. */
export interface SuppressionAction {
  readonly alarmState: AlarmState;
  readonly at: Instant;
}

/** The next state, and the actions taken before it. */
interface SuppressionStep {
  readonly state: SuppressionState;
  readonly actions: readonly SuppressionAction[];
}

/** A composite alarm at rest: no period is running, and no action is pending. */
export function initialSuppression(settings: SuppressionSettings, composite: AlarmState, suppressor: AlarmState): SuppressionState {
  return { settings, composite, suppressor, actionsOwed: false };
}

/**
 * Action suppression of composite alarms. [cw:alarm-suppression.html, its six examples]
 *
 * 1. The composite changes while the suppressor is quiet: a wait starts; if it runs out, actions for the current state.
 * 2. The suppressor goes to ALARM during the wait: the wait is discarded, the alarm suppresses.
 * 3. The composite changes again during the wait: that wait is discarded and a new one starts.
 * 4. The composite changes while the suppressor is in ALARM: suppressed at once.
 * 5. The suppressor leaves ALARM: an extension starts; if it runs out, actions for the current state.
 * 6. The composite changes during the extension: it is discarded and a new wait starts.
 * Replacing the suppressor discards a running period.
 *
 * Inference: actions follow only when a change of state is still owed its actions; a suppressor that leaves ALARM for
 * INSUFFICIENT_DATA has left it; one that returns to ALARM discards the extension; a period discarded by a replacement
 * is over, so what is owed is done at once unless the new suppressor is in ALARM; a period of 0 seconds is no period.
 *
 * @param now not before the last step. A period that ran out since then is settled first, dated to its end.
 */
export function stepSuppression(state: SuppressionState, event: SuppressionEvent, now: Instant): SuppressionStep {
  const settled = settle(state, now);
  const changed = settle(apply(settled.state, event, now), now);
  return { state: changed.state, actions: [...settled.actions, ...changed.actions] };
}

/** Ends a period that has run out, and takes pending actions when nothing suppresses them. */
function settle(state: SuppressionState, now: Instant): SuppressionStep {
  const { period, ...rest } = state;
  if (state.suppressor === 'ALARM' || (period !== undefined && period.until > now)) return { state, actions: [] };
  const actions = state.actionsOwed ? [{ alarmState: state.composite, at: period?.until ?? now }] : [];
  return { state: { ...rest, actionsOwed: false }, actions };
}

function apply(state: SuppressionState, event: SuppressionEvent, now: Instant): SuppressionState {
  const { period: _discarded, ...rest } = state;
  const { waitPeriodSeconds, extensionPeriodSeconds } = state.settings;
  switch (event.kind) {
    case 'time':
      return state;
    case 'composite': {
      if (event.to === state.composite) return state;
      const changed = { ...rest, composite: event.to, actionsOwed: true };
      return state.suppressor === 'ALARM' ? changed : start(changed, 'WaitPeriod', now, waitPeriodSeconds);
    }
    case 'suppressor': {
      if (event.to === state.suppressor) return state;
      if (event.to === 'ALARM') return { ...rest, suppressor: event.to };
      const quiet = { ...state, suppressor: event.to };
      return state.suppressor === 'ALARM' ? start(quiet, 'ExtensionPeriod', now, extensionPeriodSeconds) : quiet;
    }
    case 'suppressorReplaced':
      return { ...rest, suppressor: event.state };
  }
}

function start(state: SuppressionState, kind: 'WaitPeriod' | 'ExtensionPeriod', now: Instant, seconds: number): SuppressionState {
  return { ...state, period: { kind, until: now + seconds * 1000 } };
}
