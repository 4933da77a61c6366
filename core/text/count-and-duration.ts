import { SECONDS_PER } from '../time';

/** `1,234` */
export function numberText(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 failure`, `2 failures`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${numberText(count)} ${count === 1 ? singular : plural}`;
}

const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const RULES = new Intl.PluralRules('en', { type: 'ordinal' });

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(count: number): string {
  return `${numberText(count)}${ENDINGS[RULES.select(count)]}`;
}

/** `A, B and C`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The first few of many: `A, B and 7 more`. */
export function listedUpTo(most: number, items: readonly string[]): string {
  return items.length <= most ? listed(items) : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

const { minute: MINUTE, day: DAY } = SECONDS_PER;

/** A duration for a sentence, in at most two units: `40 s`, `6 min`, `1 h 5 min`, `1 day 2 h`. */
export function durationText(seconds: number): string {
  const whole = Math.round(Math.max(0, seconds));
  if (whole < MINUTE) return `${whole} s`;
  const minutes = Math.round(whole / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (minutes * MINUTE < DAY) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  const days = Math.floor(hours / 24);
  return two(days, days === 1 ? 'day' : 'days', hours % 24, 'h');
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${large} ${largeUnit}${small === 0 ? '' : ` ${small} ${smallUnit}`}`;
}

const UNITS = [['day', DAY], ['hour', SECONDS_PER.hour], ['minute', MINUTE], ['second', 1]] as const;

/** An exact duration in the largest possible units: `1 hour 30 minutes`. */
export function exactDuration(seconds: number): string {
  let rest = seconds;
  return UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  }).join(' ');
}
