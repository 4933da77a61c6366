import type { Instant } from '../core/time';
import type { Account } from '../template/model';
import type { FaultDefinition } from './faults/fault';
import type { DrillResult, NotPlayedNote, YearResult } from './result';
import type { SimulationSettings } from './simulation/settings';

/** Which results keep their timelines: all, those with a wrong outcome (at most 400), or none. */
export type Timelines = 'all' | 'wrong' | 'none';

/** What one thread plays on its own: a fault, or a quiet year when `fault` is absent. */
export interface Job {
  readonly fault?: string;
  /** The time zone of a year. Absent: the pipeline's own. */
  readonly timeZone?: string;
  /** More than one only for a fault that affects them all at once: they share a simulation. */
  readonly pipelines: readonly string[];
  readonly timelines: Timelines;
}

/** The results of a job. */
export interface Played {
  readonly results: readonly DrillResult[];
  readonly years: readonly YearResult[];
  /** What its simulations did not play or had to assume. */
  readonly notes: readonly NotPlayedNote[];
}

/** What a thread needs before its first job: plain data only, so that it can be sent to the thread. */
export interface Order {
  readonly accounts: readonly Account[];
  readonly from: Instant;
  readonly settings: SimulationSettings;
}

/** The jobs of a drill, in the order of its report. */
export function jobsOf(pipelines: readonly string[], faults: readonly FaultDefinition[], zones: readonly (string | undefined)[], timelines: Timelines): Job[] {
  const each = pipelines.map((name) => [name]);
  return [
    ...faults.flatMap(({ id, together }) => (together === true ? [pipelines] : each).map((names): Job => ({ fault: id, pipelines: names, timelines }))),
    ...zones.flatMap((timeZone) => each.map((names): Job => ({ timeZone, pipelines: names, timelines }))),
  ].filter((job) => job.pipelines.length > 0);
}

/** More timelines would fill the memory, and no report draws that many. */
const MOST_TIMELINES = 400;

/**
 * Keeps only the first timelines of what was played so far. A dropped timeline would not be among the first of the final list
 * either.
 */
export function limitTimelines(played: (Played | undefined)[]): void {
  let kept = 0;
  played.forEach((one, index) => {
    if (one === undefined) return;
    const results = one.results.map((result) => (result.timeline.length === 0 || (kept += 1) <= MOST_TIMELINES ? result : { ...result, timeline: [] }));
    played[index] = { ...one, results };
  });
}
