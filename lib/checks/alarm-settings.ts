import { CfnAlarm, CfnCompositeAlarm, type CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack, Token } from 'aws-cdk-lib/core';
import {
  AlarmRule, AlarmRuleError, alarmsOfRule, elementsOfRule, MAX_CHILD_ALARMS, MAX_RULE_ELEMENTS, parseAlarmRule,
} from '../../core/composite-alarm';
import { exactDuration } from '../../core/text/count-and-duration';
import { SECONDS_PER } from '../../core/time';
import { joinedParts } from '../joined-parts';
import type { Check } from './check';
import { withoutStop } from './metric-checks';
import type { ResolvedAlarm } from './resolved-alarm';

/** CloudWatch runs at most five actions per state (CLI reference, put-metric-alarm). */
const MOST_ACTIONS = 5;

/** With more actions, CloudWatch rejects the alarm at deployment. */
export const tooManyAlarmActions: Check<ResolvedAlarm> = {
  id: 'tooManyAlarmActions',
  level: 'error',
  find: ({ actions }) => Object.entries(actions).filter(([, { length }]) => length > MOST_ACTIONS)
    .map(([state, { length }]) => `the alarm has ${length} ${state}, but CloudWatch allows ${MOST_ACTIONS} for each state; notify several people through one topic`),
};

/** An alarm without an action notifies nobody. */
export const alarmWithoutAction: Check<ResolvedAlarm> = {
  id: 'alarmWithoutAction',
  level: 'error',
  find: ({ actions, actionsEnabled }) => (actions.alarmActions.length === 0 || actionsEnabled === false
    ? ['the alarm has no action, so it notifies nobody; add one with addAlarmAction, or switch the signal off'] : []),
};

/** An alarm with M > N for "M of N" can never be raised. */
export const invalidDatapointsToAlarm: Check<ResolvedAlarm> = {
  id: 'invalidDatapointsToAlarm',
  level: 'error',
  find: ({ datapointsToAlarm: m, evaluationPeriods: n }) => {
    if (typeof n !== 'number' || Token.isUnresolved(n)) return [];
    if (!isCount(n)) return [`evaluationPeriods is ${n}; it must be a whole number of at least 1`];
    if (typeof m !== 'number' || Token.isUnresolved(m) || (isCount(m) && m <= n)) return [];
    return [`datapointsToAlarm is ${m} of ${n} evaluationPeriods; it must be a whole number between 1 and ${n}`];
  },
};

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

const { hour: HOUR, day: DAY } = SECONDS_PER;

/**
 * An alarm looks back at most 7 days, or 1 day with periods below an hour (API reference, PutMetricAlarm,
 * EvaluationPeriods). CDK does not check this, so the deployment would fail.
 */
export const evaluationWindowTooLong: Check<ResolvedAlarm> = {
  id: 'evaluationWindowTooLong',
  level: 'error',
  find: (alarm) => {
    const period = longestPeriodOf(alarm);
    const { evaluationPeriods } = alarm;
    if (period === undefined || typeof evaluationPeriods !== 'number') return [];
    const [most, inWords] = period >= HOUR ? [7 * DAY, '7 days'] : [DAY, '1 day for periods below an hour'];
    const window = period * evaluationPeriods;
    return window <= most ? []
      : [`the alarm looks back ${evaluationPeriods} periods of ${exactDuration(period)}, together ${exactDuration(window)}, but CloudWatch allows ${inWords}; lower evaluationPeriods, the period or the run's maxDuration`];
  },
};

function longestPeriodOf({ metrics }: ResolvedAlarm): number | undefined {
  const periods = metrics.flatMap(({ period }) => (period === undefined ? [] : [period]));
  return periods.length === 0 ? undefined : Math.max(...periods);
}

/** CloudWatch rejects a rule that it cannot read or that is too long (API reference, PutCompositeAlarm, AlarmRule). */
export const invalidCompositeRule: Check<CfnCompositeAlarm> = {
  id: 'invalidCompositeRule',
  level: 'error',
  find: (alarm) => {
    const { text, isWholeRule } = ruleOf(alarm);
    try {
      return tooMuch(parseAlarmRule(text));
    } catch (error) {
      if (!(error instanceof AlarmRuleError)) throw error;
      // Part of the rule is known only at deployment.
      return isWholeRule ? [`the rule of the composite alarm is not valid: ${withoutStop(error.message)}; correct it, and put a name with spaces, brackets or commas into double quotes`] : [];
    }
  },
};

function tooMuch(rule: AlarmRule): string[] {
  const [children, elements] = [alarmsOfRule(rule).length, elementsOfRule(rule)];
  if (children > MAX_CHILD_ALARMS) return [`the composite alarm looks at ${children} alarms, but CloudWatch allows ${MAX_CHILD_ALARMS}; group them in composite alarms of their own`];
  return elements <= MAX_RULE_ELEMENTS ? [] : [`the rule of the composite alarm has ${elements} elements, but CloudWatch allows ${MAX_RULE_ELEMENTS}; group the alarms in composite alarms of their own`];
}

/** A rule as far as it is known at synth. */
interface ResolvedRule {
  /** With a name in place of each reference to an alarm. */
  readonly text: string;
  /** Whether all but names of alarms is known at synth. */
  readonly isWholeRule: boolean;
}

/** A state before its bracket, or the list of `AT_LEAST`, and what may stand between it and the name of an alarm. */
const BEFORE_NAME = /(?:\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(|,\s*\((?:[^()]*,)?)\s*$/;

function ruleOf(alarm: CfnCompositeAlarm): ResolvedRule {
  let text = '';
  let isWholeRule = true;
  const names = namesIn(Stack.of(alarm));
  for (const part of joinedParts(Stack.of(alarm).resolve(alarm.alarmRule))) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    isWholeRule &&= isInName(text);
    text += alarmNameOf(part, names);
  }
  return { text, isWholeRule };
}

/** Whether the name of an alarm, or a part of it, comes next. */
function isInName(before: string): boolean {
  const isQuoted = (before.replace(/\\["\\]/g, '').match(/"/g) ?? []).length % 2 === 1;
  return isQuoted || BEFORE_NAME.test(before) || /[^\s(),"]$/.test(before);
}

/** The names of a stack's alarms by logical id, as far as they are known. */
function namesIn(stack: Stack): ReadonlyMap<unknown, string> {
  const alarms = stack.node.findAll().filter((node): node is CfnAlarm | CfnCompositeAlarm => node instanceof CfnAlarm || node instanceof CfnCompositeAlarm);
  return new Map(alarms.flatMap(({ logicalId, alarmName }) => (alarmName === undefined || Token.isUnresolved(alarmName) ? [] : [[stack.resolve(logicalId), alarmName] as const])));
}

/** The name of the alarm that a reference means, or a placeholder for it. */
function alarmNameOf(reference: unknown, names: ReadonlyMap<unknown, string>): string {
  const { Ref: ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return names.get(ref ?? attribute?.[0]) ?? JSON.stringify(reference).replace(/[^A-Za-z0-9]+/g, '-');
}

/** A dashboard holds at most 500 widgets (API reference, "Dashboard body structure"). */
const MOST_WIDGETS = 500;
/** Each widget of a dashboard body has its type once. */
const WIDGET = /\\?"type\\?":\\?"(?:metric|text|alarm|log|explorer|custom|trace)\\?"/g;

/** With more widgets, CloudWatch rejects the dashboard at deployment. */
export const tooManyWidgets: Check<CfnDashboard> = {
  id: 'tooManyWidgets',
  level: 'error',
  find: (dashboard) => {
    const body = JSON.stringify(Stack.of(dashboard).resolve(dashboard.dashboardBody));
    const widgets = body.match(WIDGET)?.length ?? 0;
    return widgets <= MOST_WIDGETS ? [] : [`the dashboard has ${widgets} widgets, but CloudWatch allows ${MOST_WIDGETS}; split it`];
  },
};
