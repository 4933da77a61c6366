import type { LocalTime } from '../schedule/calendar';
import { localTime } from '../schedule/zone';
import { DAY, Instant, MINUTE, MONTHS, shortName, WEEKDAYS } from '../time';

/** A zone as people call it: "New York". */
export function zoneLabel(timeZone: string): string {
  if (UTC_NAMES.test(timeZone)) return UTC;
  const [area = '', ...rest] = timeZone.split('/');
  // Etc/GMT+5 has the opposite sign: it is behind UTC.
  const fixed = /^GMT([+-])(\d+)$/.exec(rest.at(-1) ?? '');
  if (area === 'Etc' && fixed !== null) return `${UTC}${fixed[1] === '+' ? '-' : '+'}${fixed[2]}`;
  const city = (rest.at(-1) ?? area).replaceAll('_', ' ');
  return COUNTRIES.has(area) ? `${area} ${city}` : city;
}

const UTC = 'UTC';
const UTC_NAMES = /^(?:Etc\/)?(?:UTC|UCT|GMT|GMT0|GMT\+0|GMT-0|Greenwich|Universal|Zulu)$/;
/** Areas of old zone names: what follows is not a city. */
const COUNTRIES = new Set(['US', 'Canada', 'Mexico', 'Brazil', 'Chile']);

const NEAR_DAYS: Readonly<Record<string, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
/** If it is further away, the weekday alone could mean another week. */
const SAME_WEEK = 5;
/** If it is further away, a date needs its year. */
const SAME_YEAR = 180;
/** Instants outside this range are mistakes. The year 9999 is also the last one that ISO 8601 writes with four digits. */
const FIRST = 0;
const LAST = Date.UTC(9999, 11, 30);
const NO_INSTANT = 'an unknown time';

/** Writes instants as their owner reads them, in the owner's zone. An invalid zone counts as UTC. */
export class OwnerClock {
  private readonly zone: string;
  /** The zone as people call it. */
  public readonly label: string;
  private readonly today: number;

  public constructor(timeZone: string, now: Instant) {
    this.zone = isZone(timeZone) ? timeZone : UTC;
    this.label = zoneLabel(this.zone);
    this.today = isSayable(now) ? dayOf(localTime(now, this.zone)) : NaN;
  }

  /** `today 02:00` */
  public moment(at: Instant): string {
    return this.say(at, (local) => `${this.day(local)} ${clock(local)}`);
  }

  /** `today 02:00 New York (06:00 UTC)` */
  public momentInZone(at: Instant): string {
    return this.say(at, (local) => `${this.day(local)} ${clock(local)} ${this.zoneCity(at, local)}`);
  }

  /** As `momentInZone`, always with the date: for texts that are read later. */
  public datedMoment(at: Instant): string {
    return this.say(at, (local) => {
      const near = NEAR_DAYS[dayOf(local) - this.today];
      return `${near === undefined ? '' : `${near}, `}${weekday(local)} ${this.date(local)}, ${clock(local)} ${this.zoneCity(at, local)}`;
    });
  }

  /** `Tue 02:00`: no word becomes wrong when somebody reads it tomorrow. */
  public shortMoment(at: Instant): string {
    return this.say(at, (local) => {
      const near = Math.abs(dayOf(local) - this.today) <= SAME_WEEK;
      return `${weekday(local)}${near ? '' : ` ${this.date(local)}`} ${clock(local)}`;
    });
  }

  /** `Tue 24 Nov` */
  public calendarDay(at: Instant): string {
    return this.say(at, (local) => `${weekday(local)} ${this.date(local)}`);
  }

  /** `Tue 24 Nov 02:00` */
  public calendarMoment(at: Instant): string {
    return this.say(at, (local) => `${weekday(local)} ${this.date(local)} ${clock(local)}`);
  }

  /** `Tue 02:00 New York` */
  public shortMomentInZone(at: Instant): string {
    return `${this.shortMoment(at)} ${this.label}`;
  }

  /** `02:20` if it is on the same day as another instant, else `today 02:20`. */
  public after(earlier: Instant, at: Instant): string {
    return this.say(at, (local) => (isSayable(earlier) && dayOf(local) === dayOf(localTime(earlier, this.zone)) ? clock(local) : this.moment(at)));
  }

  /** As `after`, with its zone. */
  public afterInZone(earlier: Instant, at: Instant): string {
    return this.say(at, (local) => `${this.after(earlier, at)} ${this.zoneCity(at, local)}`);
  }

  private say(at: Instant, words: (local: LocalTime) => string): string {
    return isSayable(at) ? words(localTime(at, this.zone)) : NO_INSTANT;
  }

  private day(local: LocalTime): string {
    return NEAR_DAYS[dayOf(local) - this.today] ?? `${weekday(local)} ${this.date(local)}`;
  }

  private date(local: LocalTime): string {
    const date = new Date(local);
    const year = Math.abs(dayOf(local) - this.today) < SAME_YEAR ? '' : ` ${date.getUTCFullYear()}`;
    return `${date.getUTCDate()} ${shortName(MONTHS[date.getUTCMonth()] ?? '')}${year}`;
  }

  /** The zone, and the time in UTC, with the weekday if that differs. */
  private zoneCity(at: Instant, local: LocalTime): string {
    if (this.label === UTC) return UTC;
    return `${this.label} (${dayOf(local) === dayOf(at) ? '' : `${weekday(at)} `}${clock(at)} UTC)`;
  }
}

/** An instant for machines; undefined if there is none. */
export function isoText(at: Instant | undefined): string | undefined {
  return at !== undefined && isSayable(at) ? new Date(at).toISOString() : undefined;
}

function isSayable(at: Instant): boolean {
  return at >= FIRST && at <= LAST;
}

function isZone(timeZone: string): boolean {
  try {
    localTime(0, timeZone);
    return true;
  } catch {
    return false;
  }
}

function dayOf(local: LocalTime): number {
  return Math.floor(local / DAY);
}

/** Minutes are cut off, not rounded: 23:59:40 is not tomorrow. */
function clock(local: LocalTime): string {
  return new Date(Math.floor(local / MINUTE) * MINUTE).toISOString().slice(11, 16);
}

function weekday(local: LocalTime): string {
  return shortName(WEEKDAYS[new Date(local).getUTCDay()] ?? '');
}
