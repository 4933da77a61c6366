import { counted } from '../../core/text/count-and-duration';
import { Instant } from '../../core/time';
import type { DrillResult, YearResult } from '../result';
import { afterText, overdueText, promiseText } from './elapsed';
import { spokenInstant } from './instant-text';

/** What is wrong with a cell, in sentences: when the fault could be known, who was notified, and why that is wrong. */
export function faultFacts({ outcome, reason, knowableAt, promisedSeconds, detectedAt, by, because: alarm, messages, timeZone }: DrillResult): string[] {
  const because = reason === undefined ? [] : [reason];
  const known = knowableAt === undefined
    ? []
    : [`It could be known at ${spokenInstant(knowableAt, timeZone)}${promisedSeconds === undefined ? '' : ` and must be detected ${promiseText(promisedSeconds)}`}.`];
  switch (outcome) {
    case 'falseAlarm': {
      const [first] = messages;
      return first === undefined ? because : [...because, `${counted(messages.length, 'message')}, the first at ${spokenInstant(first.at, timeZone)} from ${first.alarm}.`];
    }
    case 'detectedLate': {
      const late = knowableAt === undefined || detectedAt === undefined ? [] : [lateText(knowableAt, detectedAt, promisedSeconds, `${by === undefined ? '' : ` by ${by}`}${alarm === undefined ? '' : ` because of ${alarm}`}`)];
      return [...known, ...late, ...because];
    }
    default:
      return [...known, ...because];
  }
}

function lateText(knowableAt: Instant, toldAt: Instant, promisedSeconds: number | undefined, by: string): string {
  const overdue = promisedSeconds === undefined ? '' : `, ${overdueText(knowableAt, toldAt, promisedSeconds)} later than promised`;
  return `It was detected${by} ${afterText(knowableAt, toldAt)}${overdue}.`;
}

/** The false alarms of a year in which nothing goes wrong. */
export function yearFacts({ timeZone, broken, falseAlarms }: YearResult): string[] {
  if (broken !== undefined) return [broken.reason];
  const [first] = falseAlarms;
  return [`${counted(falseAlarms.length, 'false alarm')} in ${timeZone}, the first on ${spokenInstant(first!.at, timeZone)} from ${first!.alarm}: ${first!.subject}`];
}
