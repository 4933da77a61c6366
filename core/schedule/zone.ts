import { DAY, HOUR, type Instant, SECOND } from '../time';
import type { LocalTime } from './calendar';

/** A time span in which a zone's clocks keep one offset: start <= t < end. Not necessarily the longest. */
interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
  /** Local time minus UTC, in milliseconds. */
  readonly offset: number;
}

/** Bounds of the offsets since 1970, one hour wider than those of the tz database (-12 h to +14 h). */
export const MAX_OFFSET = 15 * HOUR;
export const MIN_OFFSET = -13 * HOUR;

/**
 * Time is examined in cells of this length, each at most once, and only the ends of a cell are compared. That finds every
 * change of the clocks, because no zone has changed them twice within 167 hours since 1970 (tz database 2025c: Brazil in
 * October 2000, Gaza in later years).
 */
const CELL = 4 * DAY;

/**
 * A time zone: which offset holds when.
 *
 * Intl is the only source, so it is as new as the runtime's tz database. Asking Intl costs about 2 µs, asking a
 * known cell about 20 ns.
 */
export class Zone {
  readonly #cells = new Map<number, readonly [Stretch] | readonly [Stretch, Stretch]>();
  readonly #offsetFromIntl: (t: Instant) => number;
  readonly #fixed: Stretch | undefined;

  /** @param format numeric year to second, 24 hours, in the zone */
  public constructor(format: Intl.DateTimeFormat) {
    this.#offsetFromIntl = t => offsetBy(format, t);
    this.#fixed = format.resolvedOptions().timeZone === 'UTC'
      ? { start: -Infinity, end: Infinity, offset: 0 }
      : undefined;
  }

  /** The time span of constant offset around an instant. */
  public stretchAt(t: Instant): Stretch {
    if (this.#fixed !== undefined) return this.#fixed;
    const index = Math.floor(t / CELL);
    let cell = this.#cells.get(index);
    if (cell === undefined) {
      cell = this.#lookUp(index);
      this.#cells.set(index, cell);
    }
    const [first, second] = cell;
    return second === undefined || t < first.end ? first : second;
  }

  /** Local time minus UTC at an instant, in milliseconds. */
  public offsetAt(t: Instant): number {
    return this.stretchAt(t).offset;
  }

  /** Whether the clocks showed the same local time once before: the second pass after they went back. */
  public isRepeat(t: Instant): boolean {
    const offset = this.offsetAt(t);
    const offsetBefore = this.offsetAt(t - DAY);
    return offsetBefore > offset && this.offsetAt(t + offset - offsetBefore) === offsetBefore;
  }

  /** When the clocks first show a local time; undefined if they skip it. */
  public firstInstantOf(local: LocalTime): Instant | undefined {
    const offsets = [this.offsetAt(local - MAX_OFFSET), this.offsetAt(local - MIN_OFFSET)];
    return offsets.map(offset => local - offset).find((t, index) => this.offsetAt(t) === offsets[index]);
  }

  #lookUp(index: number): readonly [Stretch] | readonly [Stretch, Stretch] {
    const start = index * CELL;
    const end = start + CELL;
    const before = this.#offsetFromIntl(start);
    const after = this.#offsetFromIntl(end);
    if (before === after) return [{ start, end, offset: before }];
    let low = start;
    let high = end;
    while (high - low > SECOND) {
      const middle = low + Math.floor((high - low) / 2 / SECOND) * SECOND;
      if (this.#offsetFromIntl(middle) === before) low = middle;
      else high = middle;
    }
    return high === end
      ? [{ start, end, offset: before }] // the change is the next cell's beginning
      : [{ start, end: high, offset: before }, { start: high, end, offset: after }];
  }
}

const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name.
 * @param fail makes the error for a name that is none
 */
export function zoneOf(name: string, fail: (problem: string) => Error): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = new Zone(formatOf(name, fail));
    zones.set(name, zone);
  }
  return zone;
}

function formatOf(name: string, fail: (problem: string) => Error): Intl.DateTimeFormat {
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name, hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    // A RangeError, which gets a message with a remedy below.
  }
  // Newer runtimes accept offsets such as +05:30 as zones, but EventBridge does not.
  if (format === undefined || !/^[A-Za-z]/.test(name)) {
    throw fail(`${JSON.stringify(name)} is not an IANA time zone. Use a name such as "UTC" or "Europe/Berlin".`);
  }
  // Intl ignores the case, others do not.
  const proper = format.resolvedOptions().timeZone;
  if (proper !== name && proper.toLowerCase() === name.toLowerCase()) {
    throw fail(`"${name}" is not spelled like the IANA time zone. Write "${proper}".`);
  }
  return format;
}

/** Formats the instant as local time and reads it back as if it were UTC. `t` must be a whole second. */
function offsetBy(format: Intl.DateTimeFormat, t: Instant): number {
  const [month, day, year, hour, minute, second] = (format.format(t).match(/\d+/g) ?? []).map(Number);
  return Date.UTC(year ?? NaN, (month ?? NaN) - 1, day, hour, minute, second) - t;
}

/** What the clocks of a zone show at an instant. @throws RangeError for a name that is no IANA time zone */
export function localTime(instant: Instant, timeZone: string): LocalTime {
  return instant + zoneOf(timeZone, (problem) => new RangeError(problem)).offsetAt(instant);
}
