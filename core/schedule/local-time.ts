import type { Instant } from '../time';
import type { LocalTime } from './calendar';
import { zoneOf } from './zone';

/** What the clocks of a zone show at an instant. @throws RangeError for a name that is no IANA time zone */
export function localTime(instant: Instant, timeZone: string): LocalTime {
  return instant + zoneOf(timeZone, (problem) => new RangeError(problem)).offsetAt(instant);
}
