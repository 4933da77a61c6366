import { ScheduleError } from '../schedule/error';
import { parseSchedule } from '../schedule/parse';
import type { Schedule } from '../schedule/schedule';
import { type Instant, SECOND } from '../time';
import { AlarmConfigurationError } from './alarm-configuration-error';
import { muteScheduleExpressions } from './mute-cron';
import { parseMuteDuration } from './mute-duration';

/** An alarm mute rule as it is written in a template. [cw:alarm-mute-rules.html; SDK PutAlarmMuteRule] */
export interface MuteRuleSettings {
  /** `cron(minute hour day-of-month month day-of-week)` or `at(yyyy-MM-ddThh:mm)`. */
  readonly expression: string;
  /** ISO 8601, PT1M to P15D. */
  readonly duration: string;
  /** IANA name in which the expression and local dates are read. Default: UTC. */
  readonly timeZone?: string;
  /** Mutes nothing before this: an instant, or a local time `yyyy-MM-ddThh:mm`. Default: no bound. */
  readonly startDate?: Instant | string;
  /** Mutes nothing from this on. Default: no bound. */
  readonly expireDate?: Instant | string;
}

/** Most alarms one mute rule can name. [cw:alarm-mute-rules.html] */
export const MAX_MUTED_ALARMS = 100;

/** A mute rule, read. */
export interface MuteRule {
  /** The rule activates at every slot of every one of these. */
  readonly schedules: readonly Schedule[];
  readonly durationSeconds: number;
  readonly startDate: Instant;
  readonly expireDate: Instant;
}

/** A stretch in which actions are muted, `start` inclusive, `end` exclusive. */
export interface MuteWindow {
  readonly start: Instant;
  readonly end: Instant;
}

/** SCHEDULED: will mute again. ACTIVE: mutes now. EXPIRED: never again. */
export type MuteRuleStatus = 'SCHEDULED' | 'ACTIVE' | 'EXPIRED';

/**
 * Reads a mute rule.
 *
 * @throws AlarmConfigurationError for what CloudWatch would not take
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

/** Whether the rule mutes its alarms' actions at an instant. Evaluation and state changes go on all the same. */
export function isMuted(rule: MuteRule, now: Instant): boolean {
  return activeMuteWindow(rule, now) !== undefined;
}

/**
 * The window that mutes at an instant, if any. Where windows overlap it is the one that began last, so a caller that
 * looks again at its end may find the next one active. Windows are cut to the start and expire dates (inference).
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
