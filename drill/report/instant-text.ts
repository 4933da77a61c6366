import { OwnerClock } from '../../core/text/owner-clock';
import type { Instant } from '../../core/time';

/** An instant in UTC to the minute: `2026-11-23 02:15`. */
export function instantText(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** An instant in UTC with its weekday, and the local time in a zone: `Mon 23 Nov 2026, 02:15 UTC (Sun 21:15 New York)`. */
export function spokenInstant(at: Instant, timeZone?: string): string {
  const local = localText(at, timeZone);
  return `${DAY.format(at).replace(',', '')}, ${clockText(at)} UTC${local === undefined ? '' : ` (${local})`}`;
}

/** The local time in a zone: `Sun 21:15 New York`. Undefined when the zone is UTC or unknown. */
export function localText(at: Instant, timeZone: string | undefined): string | undefined {
  const clock = new OwnerClock(timeZone ?? 'UTC', at);
  return clock.label === 'UTC' ? undefined : clock.shortMomentInZone(at);
}

/** The time of day in UTC: `02:15`. */
export function clockText(at: Instant): string {
  return instantText(at).slice(11);
}

/** A day in UTC: `2026-11-23`. */
export function dayText(at: Instant): string {
  return instantText(at).slice(0, 10);
}

/** A day in UTC without its year: `23 Nov`. */
export function shortDay(at: Instant): string {
  return SHORT_DAY.format(at);
}

/** Two instants in UTC: `23 Nov 2026, 01:30 to 03:30 UTC`, or both with their days. */
export function spanText(from: Instant, to: Instant): string {
  const sameDay = dayText(from) === dayText(to);
  const full = (at: Instant): string => `${LONG_DAY.format(at)}, ${clockText(at)}`;
  return `${full(from)} to ${sameDay ? clockText(to) : full(to)} UTC`;
}

const LONG_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
