import { HOUR, type Instant, MINUTE } from '../../../core/time';
import type { WallTime } from './cron-model';

/** An instant and what the clocks of a zone show then. */
export interface WallMinute extends WallTime {
  readonly at: Instant;
  /** The same local time was shown before: the clocks went back in between. */
  readonly repeat: boolean;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The widest step back of a clock since 1970 is Vostok's of seven hours. */
const LEAD = 8 * HOUR;

/** Goes from instant to instant and reads the clock through Intl each time. It is slow and hard to get wrong. */
export function walkWallClock(timeZone: string, from: Instant, to: Instant, step: number = MINUTE): WallMinute[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', weekday: 'short',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  const shown = new Set<string>();
  const minutes: WallMinute[] = [];
  for (let at = from - LEAD; at < to; at += step) {
    const text = format.format(at);
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (text.match(/\d+/g) ?? []).map(Number);
    if (second !== 0) throw new Error(`${timeZone} shows ${text}: the walk misses its whole minutes.`);
    const repeat = shown.has(text);
    shown.add(text);
    if (at >= from) minutes.push({ at, repeat, year, month, day, hour, minute, weekday: WEEKDAYS.indexOf(text.slice(0, 3)) + 1 });
  }
  return minutes;
}
