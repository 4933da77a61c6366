import type { DrillReport, DrillResult, Outcome, YearResult } from '../result';
import { isKnownGap } from './known-gaps';
import { OUTCOMES } from './outcome-text';
import { remedyOf } from './remedies';

/** Something that has to be put right: one fault with one outcome at some pipelines, or alarms in an uneventful year. */
export type Finding =
  | { readonly kind: 'fault'; readonly outcome: Outcome; readonly title: string; readonly results: readonly DrillResult[]; readonly remedy: string }
  | { readonly kind: 'year'; readonly outcome: Outcome; readonly title: string; readonly years: readonly YearResult[]; readonly remedy: string };

/** What is broken beforehand is about no fault. */
const BROKEN_TITLE = 'The template as it stands';
const ORDER = Object.keys(OUTCOMES);

/** What is wrong, the worst first, and what is wrong at several pipelines once. Known gaps are listed apart: nobody can put them right. */
export function findingsOf({ results, years }: Pick<DrillReport, 'results' | 'years'>): Finding[] {
  const groups = new Map<string, [DrillResult, ...DrillResult[]]>();
  for (const result of results.filter((one) => OUTCOMES[one.outcome].wrong && !isKnownGap(one))) {
    // What is broken beforehand is so whatever is done to it: it is said once.
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
