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

/** The last instant that ECMAScript's `Date` can show (13 September 275760). The first is its negative. */
export const LAST_INSTANT: Instant = 100_000_000 * DAY;
