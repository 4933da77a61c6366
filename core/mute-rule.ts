import { AlarmConfigurationError } from './alarm-configuration';
import { ScheduleError } from './schedule/error';
import { parseSchedule } from './schedule/parse';
import type { Schedule } from './schedule/schedule';
import { type Instant, SECOND, SECONDS_PER, shortName, WEEKDAYS } from './time';

/** Shortest and longest window of a mute rule. [cw:alarm-mute-rules.html] */
const MIN_MUTE_SECONDS = 60;
const MAX_MUTE_SECONDS = 15 * SECONDS_PER.day;

const ISO_DURATION =
  /^P(?:(?<days>\d{1,5})D)?(?:T(?=\d)(?:(?<hours>\d{1,5})H)?(?:(?<minutes>\d{1,6})M)?(?:(?<seconds>\d{1,8})S)?)?$/;

const UNITS = { days: SECONDS_PER.day, hours: SECONDS_PER.hour, minutes: SECONDS_PER.minute, seconds: 1 } as const;

/**
 * Reads the duration of a mute rule, such as `PT4H` or `P2DT12H`, in seconds.
 *
 * @throws AlarmConfigurationError unless it is an ISO 8601 duration of days, hours, minutes and seconds from PT1M to P15D
 */
function parseMuteDuration(text: string): number {
  const parts = ISO_DURATION.exec(text)?.groups;
  let seconds = Number.NaN;
  if (parts !== undefined) {
    seconds = Object.entries(UNITS).reduce((sum, [unit, factor]) => sum + Number(parts[unit] ?? 0) * factor, 0);
  }
  if (!(seconds >= MIN_MUTE_SECONDS && seconds <= MAX_MUTE_SECONDS)) {
    throw new AlarmConfigurationError(
      `The duration of a mute rule must be an ISO 8601 duration from PT1M to P15D, such as PT4H, got "${text}".`,
    );
  }
  return seconds;
}

/**
 * Translates the schedule expression of a mute rule into EventBridge Scheduler's dialect. [cw:alarm-mute-rules.html]
 *
 * - `at(yyyy-MM-ddThh:mm)` gets seconds.
 * - `cron(minute hour day-of-month month day-of-week)`: weekdays 0-7 with 0 and 7 as Sunday become 1-7 with 1 as Sunday,
 *   and one of the two day fields becomes `?`. If both are restricted, the guide's "standard cron syntax" means either day,
 *   as in Unix, so two expressions come back (inference).
 *
 * @returns one or two expressions; the mute rule activates at the slots of each
 * @throws AlarmConfigurationError if it is neither; what EventBridge's parser rejects passes through
 */
function muteScheduleExpressions(expression: string): string[] {
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
  const number = /^[0-7]$/.test(text) ? Number(text) % 7 : WEEKDAYS.findIndex((name) => shortName(name).toUpperCase() === text);
  return number < 0 ? undefined : number;
}

function unreadable(item: string): AlarmConfigurationError {
  return new AlarmConfigurationError(`Day of week "${item}" of a mute rule cannot be read. Use 0-7 or SUN-SAT, ranges, lists, nL or n#k.`);
}

/** An alarm mute rule as it is written in a template. [cw:alarm-mute-rules.html; SDK PutAlarmMuteRule] */
export interface MuteRuleSettings {
  /** `cron(minute hour day-of-month month day-of-week)` or `at(yyyy-MM-ddThh:mm)`. */
  readonly expression: string;
  /** ISO 8601, PT1M to P15D. */
  readonly duration: string;
  /** The IANA time zone of the expression and of local dates. Default: UTC. */
  readonly timeZone?: string;
  /** Mutes nothing before this: an instant or a local time `yyyy-MM-ddThh:mm`. Default: no bound. */
  readonly startDate?: Instant | string;
  /** Mutes nothing from this on. Default: no bound. */
  readonly expireDate?: Instant | string;
}

/** Most alarms one mute rule can name. [cw:alarm-mute-rules.html] */
export const MAX_MUTED_ALARMS = 100;

/** A mute rule after reading. */
export interface MuteRule {
  /** The rule activates at every slot of each schedule. */
  readonly schedules: readonly Schedule[];
  readonly durationSeconds: number;
  readonly startDate: Instant;
  readonly expireDate: Instant;
}

/** A time span in which actions are muted, `start` inclusive, `end` exclusive. */
interface MuteWindow {
  readonly start: Instant;
  readonly end: Instant;
}

/** SCHEDULED: will mute again. ACTIVE: mutes now. EXPIRED: never again. */
export type MuteRuleStatus = 'SCHEDULED' | 'ACTIVE' | 'EXPIRED';

/**
 * Reads a mute rule.
 *
 * @throws AlarmConfigurationError if CloudWatch would refuse it
 */
export function parseMuteRule(settings: MuteRuleSettings): MuteRule {
  const { expression, timeZone = 'UTC' } = settings;
  return {
    schedules: muteScheduleExpressions(expression).map((translated) => readSchedule(translated, timeZone, expression)),
    durationSeconds: parseMuteDuration(settings.duration),
    startDate: readDate(settings.startDate, timeZone) ?? -Infinity,
    expireDate: readDate(settings.expireDate, timeZone) ?? Infinity,
  };
}

/** Whether the rule mutes its alarms' actions at an instant. Evaluation and state changes continue. */
export function isMuted(rule: MuteRule, now: Instant): boolean {
  return activeMuteWindow(rule, now) !== undefined;
}

/**
 * The window that mutes at an instant, if there is one. If windows overlap, it is the one that began last, so at its end
 * the next one may be active. Windows are cut to the start and expire dates (inference).
 */
export function activeMuteWindow(rule: MuteRule, now: Instant): MuteWindow | undefined {
  const activations = rule.schedules.map((schedule) => schedule.prev(now + 1)?.at ?? -Infinity);
  const activation = Math.max(...activations);
  const start = Math.max(activation, rule.startDate);
  const end = Math.min(activation + rule.durationSeconds * SECOND, rule.expireDate);
  return start <= now && now < end ? { start, end } : undefined;
}

/** The status CloudWatch shows for the rule. */
export function muteRuleStatus(rule: MuteRule, now: Instant): MuteRuleStatus {
  if (isMuted(rule, now)) return 'ACTIVE';
  // A window that begins before the start date may still reach into it.
  const earliest = Math.max(now, rule.startDate - rule.durationSeconds * SECOND);
  const next = Math.min(...rule.schedules.map((schedule) => schedule.next(earliest)?.at ?? Infinity));
  return Math.max(next, rule.startDate) < rule.expireDate && next < Infinity ? 'SCHEDULED' : 'EXPIRED';
}

function readSchedule(translated: string, timeZone: string, expression: string): Schedule {
  try {
    return parseSchedule(translated, { timeZone });
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    throw new AlarmConfigurationError(
      `The schedule "${expression}" of a mute rule cannot be read. As EventBridge has it: ${error.message}`,
    );
  }
}

function readDate(date: Instant | string | undefined, timeZone: string): Instant | undefined {
  if (typeof date !== 'string') return date;
  const isLocalTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(date);
  const instant = isLocalTime ? readSchedule(`at(${date}:00)`, timeZone, `at(${date})`).next(-Infinity)?.at : undefined;
  if (instant === undefined) {
    throw new AlarmConfigurationError(
      `The date "${date}" of a mute rule must be a local time yyyy-MM-ddThh:mm that exists in ${timeZone}.`,
    );
  }
  return instant;
}
