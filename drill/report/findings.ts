import type { DrillReport, DrillResult, Outcome, YearResult } from '../result';
import { isKnownGap } from './known-gaps';
import { OUTCOMES } from './outcome-text';
import { remedyOf } from './remedies';

/** Something to fix: one fault with one outcome at some pipelines, or false alarms in a quiet year. */
export type Finding =
  | { readonly kind: 'fault'; readonly outcome: Outcome; readonly title: string; readonly results: readonly DrillResult[]; readonly remedy: string }
  | { readonly kind: 'year'; readonly outcome: Outcome; readonly title: string; readonly years: readonly YearResult[]; readonly remedy: string };

/** A template that is broken already is not about any fault. */
const BROKEN_TITLE = 'The template as it stands';
const ORDER = Object.keys(OUTCOMES);

/**
 * Everything that is wrong, the worst first; what is wrong at several pipelines appears once. Known gaps are listed separately,
 * because you cannot fix them.
 */
export function findingsOf({ results, years }: Pick<DrillReport, 'results' | 'years'>): Finding[] {
  const groups = new Map<string, [DrillResult, ...DrillResult[]]>();
  for (const result of results.filter((one) => OUTCOMES[one.outcome].wrong && !isKnownGap(one))) {
    // A broken template has the same outcome for every fault, so it appears once.
    const isBroken = result.outcome === 'brokenBefore';
    const key = `${result.outcome} ${isBroken ? `${result.pipeline} ${result.reason}` : result.fault}`;
    if (isBroken && groups.has(key)) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  const faults = [...groups.values()]
    .map((group): Finding => ({ kind: 'fault', outcome: group[0].outcome, title: group[0].outcome === 'brokenBefore' ? BROKEN_TITLE : group[0].title, results: group, remedy: remedyOf(group[0]) }))
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const known = new Set(results.filter(({ outcome }) => outcome === 'brokenBefore').map(({ pipeline }) => pipeline));
  const broken = [...new Map(years.filter((year) => year.broken !== undefined && !known.has(year.pipeline)).map((year) => [year.pipeline, year])).values()]
    .map((year): Finding => ({ kind: 'year', outcome: 'brokenBefore', title: BROKEN_TITLE, years: [year], remedy: year.broken!.remedy }));
  const noisy = years.filter(({ falseAlarms }) => falseAlarms.length > 0);
  if (noisy.length === 0) return [...broken, ...faults];
  return [...broken, ...faults, { kind: 'year', outcome: 'falseAlarm', title: 'A quiet year', years: noisy, remedy: remedyOf({ outcome: 'falseAlarm', fault: '' }) }];
}
