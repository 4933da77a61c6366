import { parseSchedule } from '../schedule/parse';
import { Schedule } from '../schedule/schedule';
import { MAX_OFFSET, Zone, zoneOf } from '../schedule/zone';
import { DAY, Instant } from '../time';
import type { DigestEvery } from './facts';

const DAYS: Readonly<Record<DigestEvery, number>> = { day: 1, week: 7 };

/** The newest slot of a digest that nothing was decided for, and whether it is to be told. */
export interface DigestDue {
  readonly slot: Instant;
  /** False: there was no observatory yet when it was due. To be noted as decided all the same, so that the next one is told. */
  readonly send: boolean;
}

/** Two spans of like length, the one that a digest tells and the one before. Each includes its beginning and not its end. */
export interface DigestSpan {
  readonly to: Instant;
  readonly from: Instant;
  readonly before: Instant;
}

/**
 * The digest that is due at `now`; undefined when the newest was decided already, or none was ever due. However long
 * nobody asked, only the newest is told, and it is told once.
 *
 * @param decidedFor the newest slot that was decided; undefined as long as nobody noted any
 * @param firstSeen since when there is something to tell: what was due before it is only noted. Undefined: not before now
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

/** What the digest of a slot spans: so many days of the clocks, which may be some hours more or less than so many times 24. */
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

/** A schedule read on a clock of its own, and what that clock shows. */
interface Clock {
  readonly slots: Pick<Schedule, 'next' | 'prev'>;
  local(instant: Instant): number;
  instant(local: number): Instant;
}

/**
 * A cron schedule has no slot where the clocks skip its local time. EventBridge runs nothing then, and so nothing is
 * owed; but a digest must not fall out for a week. So its slots are sought on a clock that skips nothing.
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

/** When the clocks first show a local time; one that they skip is where it would have been without the skip. */
function instantOf(zone: Zone, local: number): Instant {
  return zone.firstInstantOf(local) ?? local - zone.offsetAt(local - MAX_OFFSET);
}

function zoneNamed(timeZone: string): Zone {
  return zoneOf(timeZone, (problem) => new RangeError(problem));
}
