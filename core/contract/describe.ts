import { describeSchedule } from '../schedule/describe';
import { parseSchedule } from '../schedule/parse';
import { exactDuration } from '../text/count-and-duration';
import { DAILY, Expectation, isSilence } from './contract';

/** When runs are due, in one phrase. */
export function describeContractExpectation(expectation: Expectation): string {
  if (isSilence(expectation)) return describeSilence(exactDuration(expectation.maxSilenceSeconds));
  const { schedule, timeZone, finishWithinSeconds, finishBy } = expectation;
  const daily = DAILY.exec(schedule);
  if (finishBy !== undefined && daily !== null) return describeDaily(finishBy, timeZone, beginOf(daily));
  const due = describeSchedule(parseSchedule(schedule, { timeZone }));
  if (finishBy !== undefined) return `${due}, done by ${finishBy}`;
  return describeSlots(due, finishWithinSeconds === undefined ? undefined : exactDuration(finishWithinSeconds));
}

/** An expectation without slots. */
export function describeSilence(longest: string): string {
  return `a success at least every ${longest}`;
}

/** A run every day that must succeed by a local time. */
export function describeDaily(by: string, timeZone: string, from?: string): string {
  return `every day, done by ${by} ${timeZone}${from === undefined ? '' : `, counted from ${from}`}`;
}

/** Runs at slots, with the time in which each must succeed. */
export function describeSlots(due: string, within?: string): string {
  return `${due}${within === undefined ? '' : `, done within ${within}`}`;
}

/** From when on a run counts for the day, if not for the whole day. */
function beginOf([, minute = '0', hour = '0']: readonly string[]): string | undefined {
  return Number(minute) + Number(hour) === 0 ? undefined : `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}
