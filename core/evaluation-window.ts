import {
  AlarmConfigurationError, checkEvaluationTiming, evaluationIntervalSeconds, type EvaluationTiming,
} from './alarm-configuration';
import { type Zone, zoneOf } from './schedule/zone';
import { DAY, HOUR, type Instant, MINUTE } from './time';

/** The parts of a time zone that wall clock boundaries need. */
type ZoneOffsets = Pick<Zone, 'offsetAt' | 'stretchAt' | 'firstInstantOf'>;

const OFFSET = /^(?:UTC|GMT)?(?<sign>[+-])(?<hours>\d{2}):(?<minutes>\d{2})$/;

/** A wall clock zone's offset must be a multiple of this. [cw:alarm-evaluation-window.html] */
const OFFSET_STEP_MINUTES = 5;

/** The widest fixed offset that is accepted, in hours: the bound of ISO 8601 libraries. (Inference.) */
const MAX_OFFSET_HOURS = 18;

/**
 * The newest N completed periods of a wall clock, oldest to newest: minutes, five minutes and hours of the zone's clock,
 * days from local midnight, weeks from Monday 00:00. [cw:alarm-evaluation-window.html]
 *
 * A day in a zone with daylight saving may have 23 or 25 hours. If the clocks skip a day's midnight, the day begins right
 * after the skip. An hour that a half-hour change of the clocks cuts is shorter (both inference).
 *
 * @throws AlarmConfigurationError for a time zone that CloudWatch would reject
 */
function completedWallClockPeriods(
  now: Instant,
  periodSeconds: number,
  evaluationPeriods: number,
  timeZone = 'UTC',
): PeriodWindow[] {
  const zone = wallClockZone(timeZone);
  const period = periodSeconds * 1000;
  const startBefore = period < DAY ? clockBoundary(zone, period) : calendarBoundary(zone, period / DAY);
  const windows: PeriodWindow[] = [];
  let end = startBefore(now);
  for (let index = 0; index < evaluationPeriods; index++) {
    const start = startBefore(end - 1);
    windows.unshift({ start, end });
    end = start;
  }
  return windows;
}

/** The start of the clock period, an hour or less, that holds an instant. */
function clockBoundary(zone: ZoneOffsets, period: number): (t: Instant) => Instant {
  return (t) => {
    const { start, offset } = zone.stretchAt(t);
    const boundary = Math.floor((t + offset) / period) * period - offset;
    const clocksChanged = boundary < start && zone.offsetAt(start - 1) !== offset;
    return clocksChanged ? start : boundary;
  };
}

/** The start of the calendar day, or of the week from Monday, that holds an instant. */
function calendarBoundary(zone: ZoneOffsets, days: number): (t: Instant) => Instant {
  return (t) => {
    const day = Math.floor((t + zone.offsetAt(t)) / DAY);
    // Day 0 of the epoch was a Thursday.
    const first = days === 1 ? day : day - ((((day + 3) % 7) + 7) % 7);
    return startOfLocalDay(zone, first * DAY);
  };
}

function startOfLocalDay(zone: ZoneOffsets, midnight: number): Instant {
  const shown = zone.firstInstantOf(midnight);
  if (shown !== undefined) return shown;
  // The clocks skip this midnight: the day begins with the time after the change.
  return zone.stretchAt(midnight - zone.offsetAt(midnight - DAY)).start;
}

function wallClockZone(timeZone: string): ZoneOffsets {
  if (timeZone === 'Z') return fixedZone(0);
  const parts = OFFSET.exec(timeZone)?.groups;
  if (parts !== undefined) return fixedZone(parseOffset(timeZone, parts));
  return zoneOf(
    timeZone,
    (problem) =>
      new AlarmConfigurationError(
        `The time zone of a wall clock window cannot be read: ${problem} An offset such as +05:30 works too.`,
      ),
  );
}

function parseOffset(timeZone: string, parts: Readonly<Record<string, string>>): number {
  const minutes = Number(parts['minutes']);
  const offset = Number(parts['hours']) * HOUR + minutes * MINUTE;
  if (minutes >= 60 || minutes % OFFSET_STEP_MINUTES !== 0 || offset > MAX_OFFSET_HOURS * HOUR) {
    throw new AlarmConfigurationError(
      `The offset of a wall clock window must be a multiple of ${OFFSET_STEP_MINUTES} minutes and at most ` +
        `${MAX_OFFSET_HOURS} hours, got "${timeZone}".`,
    );
  }
  return parts['sign'] === '-' ? -offset : offset;
}

function fixedZone(offset: number): ZoneOffsets {
  return {
    offsetAt: () => offset,
    stretchAt: () => ({ start: -Infinity, end: Infinity, offset }),
    firstInstantOf: (local) => local - offset,
  };
}

/** One period of an evaluation, `start` inclusive, `end` exclusive. A datapoint belongs to it by its timestamp. */
export interface PeriodWindow {
  readonly start: Instant;
  readonly end: Instant;
}

/** Timing of an alarm together with the width of its evaluation range. */
export interface EvaluationWindowSettings extends EvaluationTiming {
  /** Length of the evaluation range, at least N. Default: N. A wall clock window always uses exactly N. */
  readonly rangePeriods?: number;
}

/**
 * The periods that an evaluation at `now` covers, oldest to newest, to be filled with data.
 *
 * - Sliding: the newest period ends at the current minute (10 seconds for high resolution, the top of the hour for a
 *   multi-day alarm), so boundaries move with every evaluation. At 12:15 and 12:16 with 5 min × 3 the periods start at
 *   12:00, 12:05, 12:10 and at 12:01, 12:06, 12:11. [cw:alarm-evaluation.html, cw:alarm-limits.html]
 * - Wall clock: the newest N *completed* periods of the zone's clock, without a wider range and without clamping to the
 *   hour. [cw:alarm-evaluation-window.html]
 *
 * @throws AlarmConfigurationError for settings that PutMetricAlarm would reject
 */
export function evaluationWindow(now: Instant, settings: EvaluationWindowSettings): PeriodWindow[] {
  checkEvaluationTiming(settings);
  const { periodSeconds, evaluationPeriods, rangePeriods = evaluationPeriods, wallClock } = settings;
  if (wallClock !== undefined) return completedWallClockPeriods(now, periodSeconds, evaluationPeriods, wallClock.timeZone);
  if (!Number.isInteger(rangePeriods) || rangePeriods < evaluationPeriods) {
    throw new AlarmConfigurationError(
      `The evaluation range must be a whole number of at least EvaluationPeriods (${evaluationPeriods}), got ${rangePeriods}.`,
    );
  }
  const step = evaluationIntervalSeconds(settings) * 1000;
  const newestEnd = Math.floor(now / step) * step;
  const period = periodSeconds * 1000;
  return Array.from({ length: rangePeriods }, (_, index) => {
    const end = newestEnd - (rangePeriods - 1 - index) * period;
    return { start: end - period, end };
  });
}
