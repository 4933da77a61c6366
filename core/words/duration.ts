const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** A duration for a sentence: `40 s`, `6 min`, `1 h 5 min`, `1 day 2 h`. No more than two units. */
export function durationInWords(seconds: number): string {
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

const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]] as const;

/** A duration in the largest units that say it exactly: `1 hour 30 minutes`. */
export function exactDuration(seconds: number): string {
  let rest = seconds;
  return UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  }).join(' ');
}
