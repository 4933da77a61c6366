import { InvalidArgumentError } from 'commander';

/** Adds an IANA time zone to those given before. */
export function timeZoneOption(text: string, before: readonly string[] | boolean | undefined): readonly string[] {
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    throw new InvalidArgumentError('Use the IANA name of a time zone, for example Europe/Berlin.');
  }
  return [...(Array.isArray(before) ? before as readonly string[] : []), text];
}
