import { unique } from '../../core/collections';
import type { DrillReport } from '../result';

/** An alarm of the app's own that notified someone in a drill. */
export interface AlongsideAlarm {
  readonly alarm: string;
  /** Messages of all plays and years together. */
  readonly messages: number;
  /** Titles of the faults that this alarm detects in time and no alarm of this library does. */
  readonly onlyFor: readonly string[];
}

/** The app's own alarms that notified someone beside this library's, the noisiest first. */
export function alongsideOf({ results, years }: Pick<DrillReport, 'results' | 'years'>): AlongsideAlarm[] {
  const messages = new Map<string, number>();
  for (const { alarm, messages: count } of [...results, ...years].flatMap(({ alongside = [] }) => alongside)) messages.set(alarm, (messages.get(alarm) ?? 0) + count);
  return [...messages].sort(([, a], [, b]) => b - a).map(([alarm, count]) => ({
    alarm, messages: count, onlyFor: unique(results.filter(({ reliesOn }) => reliesOn === alarm).map(({ title }) => title)),
  }));
}

/** What to do about such an alarm. */
export function alongsideRemedy({ onlyFor }: AlongsideAlarm): string {
  return onlyFor.length === 0
    ? 'It detects nothing that this library\'s alarms do not detect. Delete it when you trust them.'
    : `Keep it: it is the only alarm that detects ${onlyFor.map((title) => `"${title}"`).join(', ')} in time.`;
}
