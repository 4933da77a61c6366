import type { ScheduledExpectation } from '../contract/contract';
import { optionalRule } from '../contract/contract-schedule';
import type { Schedule } from '../schedule/schedule';
import { Instant, SECOND } from '../time';
import { deadlineRule } from './deadline';

/** One slot together with everything that its expectation derives from it. */
export interface DueSlot {
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly deadline?: Instant;
  /** Runs that start in [opens, closes) belong to it. */
  readonly opens: Instant;
  readonly closes: Instant;
  /** A run here is welcome, its absence says nothing. */
  readonly optional: boolean;
}

/** The slots with from < at <= to, oldest first. */
export function dueSlots(schedule: Schedule, expectation: ScheduledExpectation, from: Instant, to: Instant): DueSlot[] {
  const early = expectation.earlySeconds * SECOND;
  const deadlineOf = deadlineRule(expectation);
  const isOptional = optionalRule(expectation);
  const slots = schedule.slots(from + 1, to + 1);
  return slots.map((slot, index): DueSlot => {
    const next = slots[index + 1] ?? schedule.next(slot.at);
    return {
      at: slot.at,
      dueAt: slot.at + expectation.flexibleWindowSeconds * SECOND,
      deadline: deadlineOf(slot.at),
      opens: slot.at - early,
      closes: next === undefined ? Number.MAX_SAFE_INTEGER : next.at - early,
      optional: isOptional(slot),
    };
  });
}

/** The first due time after an instant, of the slots that are owed after another. */
export function nextDue(schedule: Schedule, expectation: ScheduledExpectation, since: Instant, now: Instant): Instant | undefined {
  const window = expectation.flexibleWindowSeconds * SECOND;
  const isOptional = optionalRule(expectation);
  let slot = schedule.next(Math.max(since, now - window));
  while (slot !== undefined && isOptional(slot)) slot = schedule.next(slot.at);
  return slot === undefined ? undefined : slot.at + window;
}
