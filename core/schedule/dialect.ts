import { ScheduleError } from './error';
import { parseRate } from './rate';
import type { ScheduleKind } from './schedule';

/**
 * Whose grammar an expression is read in. EventBridge rules are stricter than EventBridge Scheduler: they have no `at(…)`,
 * a cron expression has six fields, and the unit of a rate agrees with its value
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 */
export type Dialect = 'scheduler' | 'rule';

/** Refuses what Scheduler takes and a rule does not, as far as it is not a matter of cron's fields. @throws ScheduleError */
export function requireKindOfRule(kind: ScheduleKind, body: string, expression: string): void {
  if (kind === 'at') {
    throw new ScheduleError(expression, 'expression', 'rules have no at(…). Use an EventBridge Scheduler schedule for a single time.');
  }
  if (kind !== 'rate') return;
  const { value, unit } = parseRate(body, expression);
  const written = body.trim().split(/\s+/)[1]!;
  const right = value === 1 ? unit : `${unit}s`;
  if (written !== right) throw new ScheduleError(expression, 'rate', `"${written}" does not agree with ${value}. Write rate(${value} ${right}).`);
}

/**
 * The parts of an expression that EventBridge may take and does not document: `L-n` as the day of the month. The expression
 * must be one that can be parsed.
 */
export function undocumentedParts(expression: string): string[] {
  const [, body] = /^cron\(([^()]*)\)$/.exec(expression) ?? [];
  const dayOfMonth = body?.trim().split(/\s+/)[2] ?? '';
  return dayOfMonth.split(',').filter((item) => /^L-\d/i.test(item));
}
