import type { DrillReport, DrillResult } from '../result';
import { OUTCOMES } from './outcome-text';

/** A fault that the library is known not to detect yet at some pipelines, with the reason. */
export interface KnownGap {
  readonly title: string;
  readonly reason: string;
  readonly pipelines: readonly string[];
}

/** Whether a cell is undetected, or detected late, and its fault states a known gap. A false alarm is never a known gap. */
export function isKnownGap({ knownGap, outcome }: Pick<DrillResult, 'knownGap' | 'outcome'>): boolean {
  return knownGap !== undefined && (outcome === 'undetected' || outcome === 'detectedLate');
}

/** Whether a fault was detected in time although it states a known gap. */
export function isStaleGap({ knownGap, outcome }: DrillResult): boolean {
  return knownGap !== undefined && OUTCOMES[outcome].played && !OUTCOMES[outcome].wrong;
}

/** The known gaps of a drill, in the order in which they were played. */
export function knownGapsOf({ results }: Pick<DrillReport, 'results'>): KnownGap[] {
  return grouped(results.filter(isKnownGap));
}

/** The stated gaps that a drill detected after all. */
export function staleGapsOf({ results }: Pick<DrillReport, 'results'>): KnownGap[] {
  return grouped(results.filter(isStaleGap));
}

function grouped(results: readonly DrillResult[]): KnownGap[] {
  const gaps = new Map<string, { title: string; reason: string; pipelines: string[] }>();
  for (const { fault, title, pipeline, knownGap: reason = '' } of results) {
    const key = `${fault} ${reason}`;
    const gap = gaps.get(key);
    if (gap === undefined) gaps.set(key, { title, reason, pipelines: [pipeline] });
    else gap.pipelines.push(pipeline);
  }
  return [...gaps.values()];
}
