import { type Zone, zoneOf } from '../schedule/zone';
import { DAY, HOUR, type Instant, MINUTE } from '../time';
import { AlarmConfigurationError } from './alarm-configuration-error';
import type { PeriodWindow } from './evaluation-window';

/** The parts of a time zone that wall clock boundaries need. */
type ZoneOffsets = Pick<Zone, 'offsetAt' | 'stretchAt' | 'firstInstantOf'>;

const OFFSET = /^(?:UTC|GMT)?(?<sign>[+-])(?<hours>\d{2}):(?<minutes>\d{2})$/;

/** A wall clock zone's offset must be a multiple of this. [cw:alarm-evaluation-window.html] */
const OFFSET_STEP_MINUTES = 5;

/** Widest fixed offset taken, in hours: the bound of ISO 8601 libraries. (Inference.) */
const MAX_OFFSET_HOURS = 18;

/**
 * The newest N completed periods of a wall clock, oldest to newest: minutes, five minutes and hours of the zone's clock,
 * days from local midnight, weeks from Monday 00:00. [cw:alarm-evaluation-window.html]
 *
 * A day of a zone with daylight saving may have 23 or 25 hours. A day whose midnight the clocks skip begins when they
 * have skipped it; an hour cut by a half-hour change of the clocks is shorter (both inference).
 *
 * @throws AlarmConfigurationError for a time zone CloudWatch would reject
 */
export function completedWallClockPeriods(
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
  // The clocks skip this midnight: the day begins with the stretch after the change.
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
