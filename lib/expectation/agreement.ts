import { Token } from 'aws-cdk-lib/core';
import { parseSchedule } from '../../core/schedule/parse';
import { Schedule, Slot } from '../../core/schedule/schedule';
import type { TriggerTimes } from './read-trigger';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** So far ahead schedules are compared: a year of daily runs, or fewer days of frequent ones. */
const HORIZON = 400 * DAY;
const MOST_SLOTS = 2000;

/** When runs are expected: at slots, within a window around each; or in any window of a length. */
export type Expected =
  | { readonly by: 'slots'; readonly schedule: Schedule; readonly earlyMillis: number; readonly lateMillis: number; readonly isOwed: (slot: Slot) => boolean }
  | { readonly by: 'interval'; readonly longestMillis: number };

/** When a trigger fires. A rate that does not say where it starts has its distances only. */
export interface Firing {
  readonly schedule: Schedule;
  readonly phaseKnown: boolean;
}

/** How a trigger fires; undefined where only the deployment knows it, or EventBridge would refuse it. */
export function firingOf({ expression, timeZone, anchor }: TriggerTimes): Firing | undefined {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return undefined;
  const start = anchor === undefined ? NaN : Date.parse(anchor);
  const phaseKnown = !expression.startsWith('rate') || !Number.isNaN(start);
  try {
    return { schedule: parseSchedule(expression, { timeZone, anchor: Number.isNaN(start) ? undefined : start }), phaseKnown };
  } catch {
    // It is named where it is taken over; of another trigger's grammar nothing is said here.
    return undefined;
  }
}

/** What is expected from an instant on and no trigger serves: a slot, or that nothing is often enough. Undefined when all is served. */
export function unserved(expected: Expected, firings: readonly Firing[], from: number): { readonly slot?: number } | undefined {
  if (expected.by === 'interval') {
    return firings.some(({ schedule }) => longestGap(schedule, from) <= expected.longestMillis) ? undefined : {};
  }
  const { schedule, earlyMillis, lateMillis, isOwed } = expected;
  const slot = slotsOf(schedule, from, isOwed).find((at) => !firings.some((firing) => firesWithin(firing, at - earlyMillis, at + lateMillis)));
  return slot === undefined ? undefined : { slot };
}

/** Whether every firing of a trigger is a run that is expected. */
export function isExpected(expected: Expected, firing: Firing, from: number): boolean {
  if (expected.by === 'interval' || !firing.phaseKnown) return unserved(expected, [firing], from) === undefined;
  const { schedule, earlyMillis, lateMillis } = expected;
  return slotsOf(firing.schedule, from).every((at) => (schedule.prev(at + earlyMillis + 1)?.at ?? -Infinity) + lateMillis >= at);
}

function firesWithin({ schedule, phaseKnown }: Firing, first: number, last: number): boolean {
  if (!phaseKnown) return (schedule.shortestInterval(first, 2) ?? Infinity) <= last - first;
  return (schedule.next(first - 1)?.at ?? Infinity) <= last;
}

function longestGap(schedule: Schedule, from: number): number {
  const slots = slotsOf(schedule, from);
  // Whether there is another one after a single slot is not known to be soon enough.
  if (slots.length < 2) return Infinity;
  return Math.max(...slots.slice(1).map((at, index) => at - slots[index]!));
}

function slotsOf(schedule: Schedule, from: number, isOwed = ({ optional }: Slot): boolean => !optional): number[] {
  const slots: number[] = [];
  for (let slot = schedule.next(from); slot !== undefined && slot.at < from + HORIZON && slots.length < MOST_SLOTS; slot = schedule.next(slot.at)) {
    if (isOwed(slot)) slots.push(slot.at);
  }
  return slots;
}
