import { unique } from '../../core/collections';
import type { DrillReport } from '../result';

/** An alarm of the app's own that notified somebody in a drill. */
export interface AlongsideAlarm {
  readonly alarm: string;
  /** Of all plays and years together. */
  readonly messages: number;
  /** Titles of the faults that no alarm of this library detects in time, and this one does. */
  readonly onlyFor: readonly string[];
}

/** The app's own alarms that notified somebody beside this library's, the noisiest first. */
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
    ? 'It detects nothing that the alarms of this library do not. Delete the duplicate when you trust them.'
    : `Keep it: it is the only one that detects ${onlyFor.map((title) => `"${title}"`).join(', ')} in time.`;
}
