import { AlarmConfigurationError } from './alarm-configuration-error';

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

/**
 * Translates the schedule expression of a mute rule into EventBridge Scheduler's dialect. [cw:alarm-mute-rules.html]
 *
 * - `at(yyyy-MM-ddThh:mm)` gets seconds.
 * - `cron(minute hour day-of-month month day-of-week)`: weekdays 0-7 with 0 and 7 as Sunday become 1-7 with 1 as Sunday,
 *   and one of the two day fields becomes `?`. With both restricted the guide's "standard cron syntax" means either day,
 *   as in Unix, so two expressions come back (inference).
 *
 * @returns one or two expressions; the mute rule activates at the slots of each
 * @throws AlarmConfigurationError for what is neither; what is left to EventBridge's parser to reject passes through
 */
export function muteScheduleExpressions(expression: string): string[] {
  const [, kind, body = ''] = /^(cron|at)\(([^()]*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'at' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(body)) return [`at(${body}:00)`];
  const fields = body.toUpperCase().split(/\s+/).filter((field) => field !== '');
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields as [string, string, string, string, string];
  if (kind !== 'cron' || fields.length !== 5) {
    throw new AlarmConfigurationError(
      `The schedule of a mute rule must be cron(minute hour day-of-month month day-of-week) or at(yyyy-MM-ddThh:mm), got "${expression}".`,
    );
  }
  if (dayOfMonth.includes('W')) {
    throw new AlarmConfigurationError(`Day of month "${dayOfMonth}" uses W, which mute rules do not have. Use days, ranges, steps or L.`);
  }
  if (/L-\d/.test(dayOfMonth)) {
    throw new AlarmConfigurationError(`Day of month "${dayOfMonth}" counts back from the last day, which mute rules do not have. Use days, ranges, steps or L.`);
  }
  const everyDay = isAny(dayOfMonth) && isAny(dayOfWeek);
  return [
    ...(everyDay || !isAny(dayOfMonth) ? [`cron(${minute} ${hour} ${everyDay ? '*' : dayOfMonth} ${month} ? *)`] : []),
    ...(isAny(dayOfWeek) ? [] : [`cron(${minute} ${hour} ? ${month} ${translateWeekdays(dayOfWeek)} *)`]),
  ];
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

function translateWeekdays(field: string): string {
  return field.split(',').map(translateWeekday).join(',');
}

function translateWeekday(item: string): string {
  if (item === 'L') return item;
  const [, from, to, suffix = ''] = /^([A-Z]+?|\d)(?:-([A-Z]+|\d))?(L|#\d)?$/.exec(item) ?? [];
  const first = weekday(from);
  if (first === undefined || (to !== undefined && suffix !== '')) throw unreadable(item);
  if (to === undefined) return `${first + 1}${suffix}`;
  const last = weekday(to);
  if (last === undefined) throw unreadable(item);
  // A range may run over the end of the week, as 5-7 (Friday to Sunday) does.
  const length = from === to ? 1 : ((last - first + 6) % 7) + 2;
  return Array.from({ length: Math.min(length, 7) }, (_, step) => ((first + step) % 7) + 1).join(',');
}

/** 0 (Sunday) to 6 (Saturday). */
function weekday(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[0-7]$/.test(text) ? Number(text) % 7 : WEEKDAYS.indexOf(text as (typeof WEEKDAYS)[number]);
  return number < 0 ? undefined : number;
}

function unreadable(item: string): AlarmConfigurationError {
  return new AlarmConfigurationError(`Day of week "${item}" of a mute rule cannot be read. Use 0-7 or SUN-SAT, ranges, lists, nL or n#k.`);
}
