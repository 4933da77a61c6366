import type { Instant } from '../core/time';
import type { DrillReport } from '../drill/result';
import type { Step } from './progress';

/** What a drill is asked to play. */
export interface DrillOrder {
  /** Folder of a cloud assembly. */
  readonly app: string;
  /** None: all. */
  readonly pipelines: readonly string[];
  /** None: the whole catalogue. */
  readonly faults: readonly string[];
  readonly from?: Instant;
  /** Time zones in which an uneventful year is played; undefined stands for each pipeline's own. None: no year. */
  readonly years: readonly (string | undefined)[];
  /** Whether the report has the timelines of its cells; of very many cells it has those of what is wrong. */
  readonly timelines: boolean;
  /** How many threads play. Absent: one for each core, as far as the free memory goes. */
  readonly workers?: number;
}

/** A fault of the catalogue, as a person reads it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  /** What happens, in a sentence or two. */
  readonly what: string;
  readonly expected: 'detected' | 'quiet';
}

/** What the commands need of the drill, so that they can be tested without one. */
export interface Driller {
  readonly catalogue: () => readonly CatalogueEntry[];
  readonly play: (order: DrillOrder, onStep: (step: Step) => void) => Promise<DrillReport>;
}
