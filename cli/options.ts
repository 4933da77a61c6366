import { InvalidArgumentError } from 'commander';
import type { Instant } from '../core/time';

/** A day as `2026-03-01`, read as its first instant in UTC. */
export function dateOption(text: string): Instant {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse reads 31 February as 3 March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) throw new InvalidArgumentError('Write a day as YYYY-MM-DD, for example 2026-03-01.');
  return at;
}

/** Stands for the time zone of each pipeline. */
export const OWN_ZONE = 'own';

/** Adds an IANA time zone, or `own`, to the time zones given before. */
export function timeZoneOption(text: string, before: readonly string[] | boolean | undefined): readonly string[] {
  try {
    if (text !== OWN_ZONE) Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    throw new InvalidArgumentError('Use the IANA name of a time zone, for example Europe/Berlin, or own for the time zone of each pipeline.');
  }
  return [...(Array.isArray(before) ? before as readonly string[] : []), text];
}

/** A whole number of at least 1. */
export function countOption(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) throw new InvalidArgumentError('Use a whole number of at least 1.');
  return count;
}
