import type { Instant } from '../../core/time';
import type { ObservatoryStatus } from './status';

/** The same for programs; instants are ISO 8601. With `--watch` one line a look. */
export function statusJson(observatories: readonly ObservatoryStatus[], region: string, now: Instant, oneLine: boolean): string {
  const value = { now, region, observatories };
  return `${JSON.stringify(value, (key, one: unknown) => (INSTANTS.has(key) && typeof one === 'number' ? new Date(one).toISOString() : one), oneLine ? undefined : 2)}\n`;
}

const INSTANTS: ReadonlySet<string> = new Set(['now', 'since', 'lastSuccess', 'nextDue', 'lastNoticeAt']);
