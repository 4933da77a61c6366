import type { DeliveredMessage, DrillReport, DrillResult, YearResult } from '../result';
import { OUTCOMES } from './outcome-words';
import { remedyOf } from './remedies';

/** Something that has to be put right. */
export type Finding =
  | { readonly kind: 'fault'; readonly result: DrillResult; readonly remedy: string }
  | { readonly kind: 'year'; readonly year: YearResult; readonly messages: readonly DeliveredMessage[]; readonly remedy: string };

const ORDER = Object.keys(OUTCOMES);

/** What is wrong, the worst first. */
export function findingsOf({ results, years }: Pick<DrillReport, 'results' | 'years'>): Finding[] {
  const wrong = results.filter(({ outcome }) => OUTCOMES[outcome].wrong)
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))
    .map((result): Finding => ({ kind: 'fault', result, remedy: remedyOf(result) }));
  const noisy = years.filter(({ falseAlarms }) => falseAlarms.length > 0)
    .map((year): Finding => ({ kind: 'year', year, messages: year.falseAlarms, remedy: remedyOf({ outcome: 'falseAlarm', fault: '' }) }));
  return [...wrong, ...noisy];
}
