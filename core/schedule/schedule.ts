import type { Instant } from '../time';

/** One instant at which a run is due. */
export interface Slot {
  /** The scheduled time, which is also the slot's identity. */
  readonly at: Instant;
  /** True if a run is welcome here but a missing one means nothing: see `repeatsAreOptional` in cron.ts. */
  readonly optional: boolean;
}

/** Where the slots of one schedule come from. Bounds may be infinite, never NaN. */
export interface SlotSource {
  /** The first slot strictly after an instant. */
  next(after: Instant): Slot | undefined;
  /** The last slot strictly before an instant. */
  prev(before: Instant): Slot | undefined;
}

export type ScheduleKind = 'cron' | 'rate' | 'at';

/** When runs are due, in the dialect of EventBridge Scheduler. Immutable. */
export interface Schedule {
  /** The expression as it was given. */
  readonly expression: string;
  /** The IANA time zone in which cron and at expressions are read. A rate does not depend on it. */
  readonly timeZone: string;
  readonly kind: ScheduleKind;

  /**
   * The first slot strictly after an instant; `-Infinity` asks for the first of all.
   * @returns undefined when there is none any more
   * @throws RangeError when the instant is NaN
   */
  next(after: Instant): Slot | undefined;

  /**
   * The last slot strictly before an instant; `Infinity` asks for the last of all.
   * @returns undefined when there was none yet
   * @throws RangeError when the instant is NaN
   */
  prev(before: Instant): Slot | undefined;

  /**
   * All slots with from <= at < to, oldest first, optional ones included.
   * @throws RangeError when a bound is not finite
   */
  slots(from: Instant, to: Instant): Slot[];

  /**
   * The shortest distance in milliseconds between neighbours among the next slots that are not optional.
   * A tolerance longer than it makes two slots overlap.
   * @param from the slots strictly after this instant are looked at
   * @param count how many of them; default 400, more than a year of a daily schedule
   * @returns undefined when there are fewer than two
   */
  shortestInterval(from: Instant, count?: number): number | undefined;
}

const DEFAULT_INTERVAL_COUNT = 400;

/** A schedule over any source of slots: the parts that do not depend on the kind. */
export class SlotSchedule implements Schedule {
  readonly #source: SlotSource;

  public constructor(
    public readonly expression: string,
    public readonly timeZone: string,
    public readonly kind: ScheduleKind,
    source: SlotSource,
  ) {
    this.#source = source;
  }

  public next(after: Instant): Slot | undefined {
    return this.#source.next(notNaN('after', after));
  }

  public prev(before: Instant): Slot | undefined {
    return this.#source.prev(notNaN('before', before));
  }

  public slots(from: Instant, to: Instant): Slot[] {
    const end = finite('to', to);
    const found: Slot[] = [];
    // Slots lie on whole milliseconds, so this is "at or after from".
    let slot = this.#source.next(Math.ceil(finite('from', from)) - 1);
    while (slot !== undefined && slot.at < end) {
      found.push(slot);
      slot = this.#source.next(slot.at);
    }
    return found;
  }

  public shortestInterval(from: Instant, count: number = DEFAULT_INTERVAL_COUNT): number | undefined {
    let shortest = Infinity;
    let previous: Instant | undefined;
    let seen = 0;
    for (let slot = this.next(from); slot !== undefined && seen < count; slot = this.#source.next(slot.at)) {
      if (slot.optional) continue;
      if (previous !== undefined) shortest = Math.min(shortest, slot.at - previous);
      previous = slot.at;
      seen += 1;
    }
    return shortest === Infinity ? undefined : shortest;
  }
}

// NaN compares false with everything. If it were accepted, it would silently mean "no slot is ever due".
function notNaN(name: string, instant: Instant): Instant {
  if (Number.isNaN(instant)) throw new RangeError(`"${name}" is NaN. Pass an instant in epoch milliseconds.`);
  return instant;
}

function finite(name: string, instant: Instant): Instant {
  if (!Number.isFinite(instant)) {
    throw new RangeError(`"${name}" is ${instant}. Pass a finite instant in epoch milliseconds.`);
  }
  return instant;
}
