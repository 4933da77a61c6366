/**
 * An instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
 *
 * The only form of time in core. Nothing in core reads a clock: whoever calls says what `now` is.
 */
export type Instant = number;

/** One second in milliseconds. */
export const SECOND = 1000;

/** One minute in milliseconds. */
export const MINUTE = 60 * SECOND;

/** One hour in milliseconds. */
export const HOUR = 60 * MINUTE;

/** 24 hours in milliseconds. A calendar day of a time zone may be shorter or longer. */
export const DAY = 24 * HOUR;

/** Seconds of units of time, for what counts in seconds. */
export const SECONDS_PER = { minute: MINUTE / SECOND, hour: HOUR / SECOND, day: DAY / SECOND } as const;

/** The months in English, January first. */
export const MONTHS: readonly string[] = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
];

/** The days of the week in English, Sunday first, as `Date` counts them. */
export const WEEKDAYS: readonly string[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The first three letters of a month or weekday. */
export function shortName(name: string): string {
  return name.slice(0, 3);
}

/** The last instant that ECMAScript's `Date` can show (13 September 275760). The first is its negative. */
export const LAST_INSTANT: Instant = 100_000_000 * DAY;
