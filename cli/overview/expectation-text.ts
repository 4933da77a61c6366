import { describeSchedule, Expectation, isSilence, parseSchedule } from '../../core';

/** When runs are due, in one phrase. */
export function expectationText(expectation: Expectation): string {
  if (isSilence(expectation)) return `a success at least every ${spanText(expectation.maxSilenceSeconds)}`;
  const { schedule, timeZone, deadlineSeconds, deadlineTime } = expectation;
  const due = describeSchedule(parseSchedule(schedule, { timeZone }));
  if (deadlineTime !== undefined) return `${due}, done by ${deadlineTime}`;
  return deadlineSeconds === undefined ? due : `${due}, done within ${spanText(deadlineSeconds)}`;
}

const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]] as const;

/** A span in the largest units that say it exactly: `1 hour 30 minutes`. */
function spanText(seconds: number): string {
  let rest = seconds;
  return UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  }).join(' ');
}
