import { brand } from '../argument-shapes';

/**
 * A time of day, without a date and a time zone.
 *
 * @example
 * RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN });
 */
export class LocalTime {
  /**
   * Creates a time of day.
   * @param hour from 0 to 23
   * @param minute from 0 to 59
   * @throws when one of them is out of its range or not a whole number
   */
  public static of(hour: number, minute: number = 0): LocalTime {
    requireWithin('hour', hour, 23);
    requireWithin('minute', minute, 59);
    return new LocalTime(hour, minute);
  }

  private constructor(
    /** From 0 to 23. */
    public readonly hour: number,
    /** From 0 to 59. */
    public readonly minute: number,
  ) {
    brand(this, 'LocalTime');
  }

  /** The time as HH:MM. */
  public toString(): string {
    return [this.hour, this.minute].map((part) => String(part).padStart(2, '0')).join(':');
  }
}

function requireWithin(what: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new Error(`LocalTime.of: the ${what} must be a whole number from 0 to ${most}, got ${String(value)}; half past seven is LocalTime.of(7, 30)`);
  }
}
