import { InvalidArgumentError } from 'commander';
import { zoneOf } from '../core/schedule/zone';
import type { Instant } from '../core/time';
import { FIRST_FROM, LAST_FROM } from '../drill/drill';

/** A day as `2026-03-01`, read as its first instant in UTC. */
export function dateOption(text: string): Instant {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse reads 31 February as 3 March.
  if (Number.isNaN(at) || dayOf(at) !== text) throw new InvalidArgumentError('Write a day as YYYY-MM-DD, for example 2026-03-01.');
  if (at < FIRST_FROM || at > LAST_FROM) {
    throw new InvalidArgumentError(`Write a day from ${dayOf(FIRST_FROM)} to ${dayOf(LAST_FROM)}: EventBridge knows no years before 1970 and after 2199.`);
  }
  return at;
}

function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Stands for the time zone of each pipeline. */
export const OWN_ZONE = 'own';

/** Adds an IANA time zone, or `own`, to the time zones given before. */
export function timeZoneOption(text: string, before: readonly string[] | boolean | undefined): readonly string[] {
  if (text !== OWN_ZONE) zoneOf(text, (problem) => new InvalidArgumentError(`${problem} Or write own for the time zone of each pipeline.`));
  return [...(Array.isArray(before) ? before as readonly string[] : []), text];
}

/** A whole number of at least 1. */
export function countOption(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) throw new InvalidArgumentError('Use a whole number of at least 1.');
  return count;
}
