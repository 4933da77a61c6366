import { parseSchedule } from '../schedule/parse';
import { Schedule } from '../schedule/schedule';
import { MAX_OFFSET, Zone, zoneOf } from '../schedule/zone';
import { DAY, Instant } from '../time';
import type { DigestEvery } from './facts';

const DAYS: Readonly<Record<DigestEvery, number>> = { day: 1, week: 7 };

/** The newest slot of a digest that has not been decided, and whether its digest is sent. */
export interface DigestDue {
  readonly slot: Instant;
  /**
   * False: the observatory did not exist when the slot was due. The slot still counts as decided, so that the next one is
   * sent.
   */
  readonly send: boolean;
}

/**
 * Two time spans of equal length: the one that a digest reports and the one before. Each includes its beginning but not its
 * end.
 */
export interface DigestSpan {
  readonly to: Instant;
  readonly from: Instant;
  readonly before: Instant;
}

/**
 * The digest that is due at `now`. Undefined if the newest one was decided already, or if none was ever due. However long
 * the notifier did not run, only the newest digest is sent, and only once.
 *
 * @param decidedFor the newest slot that was decided; undefined if none was
 * @param firstSeen since when there is something to report: earlier slots only count as decided. Undefined: not before now
 */
export function digestDue(schedule: Schedule, decidedFor: Instant | undefined, firstSeen: Instant | undefined, now: Instant): DigestDue | undefined {
  const slot = newestSlot(schedule, now);
  if (slot === undefined || (decidedFor !== undefined && slot <= decidedFor)) return undefined;
  return { slot, send: decidedFor !== undefined || (firstSeen !== undefined && slot > firstSeen) };
}

/** When the next digest is due after an instant. */
export function nextDigest(schedule: Schedule, after: Instant): Instant | undefined {
  const clock = clockOf(schedule);
  let slot = clock.slots.next(clock.local(after) - DAY);
  while (slot !== undefined && clock.instant(slot.at) <= after) slot = clock.slots.next(slot.at);
  return slot === undefined ? undefined : clock.instant(slot.at);
}

/**
 * The time span of a digest, in calendar days. It may be some hours shorter or longer than the same number of 24-hour days.
 */
export function digestSpan(timeZone: string, slot: Instant, every: DigestEvery): DigestSpan {
  const zone = zoneNamed(timeZone);
  const daysBefore = (days: number): Instant => instantOf(zone, slot + zone.offsetAt(slot) - days * DAY);
  return { to: slot, from: daysBefore(DAYS[every]), before: daysBefore(2 * DAYS[every]) };
}

function newestSlot(schedule: Schedule, now: Instant): Instant | undefined {
  const clock = clockOf(schedule);
  let slot = clock.slots.prev(clock.local(now) + DAY);
  while (slot !== undefined && clock.instant(slot.at) > now) slot = clock.slots.prev(slot.at);
  return slot === undefined ? undefined : clock.instant(slot.at);
}

/** A schedule on a clock of its own, and what that clock shows. */
interface Clock {
  readonly slots: Pick<Schedule, 'next' | 'prev'>;
  local(instant: Instant): number;
  instant(local: number): Instant;
}

/**
 * A cron schedule has no slot when the clocks skip its local time. EventBridge runs nothing then, so nothing is owed. But a
 * digest must not be left out for a week, so its slots are calculated on a clock that skips nothing.
 */
function clockOf(schedule: Schedule): Clock {
  if (schedule.kind !== 'cron') return { slots: schedule, local: (instant) => instant, instant: (local) => local };
  const zone = zoneNamed(schedule.timeZone);
  return {
    slots: parseSchedule(schedule.expression, { timeZone: 'UTC' }),
    local: (instant) => instant + zone.offsetAt(instant),
    instant: (local) => instantOf(zone, local),
  };
}

/** When the clocks first show a local time. A local time that they skip is where it would have been without the skip. */
function instantOf(zone: Zone, local: number): Instant {
  return zone.firstInstantOf(local) ?? local - zone.offsetAt(local - MAX_OFFSET);
}

function zoneNamed(timeZone: string): Zone {
  return zoneOf(timeZone, (problem) => new RangeError(problem));
}
