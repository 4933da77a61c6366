import type { Instant } from '../../time';
import type { AnomalyBand } from '../comparison';
import type { MathValue, Samples } from './value';

/** Gives the anomaly detection band of a metric, one entry per period, `undefined` where the model has none. */
export type AnomalyBandSource = (metricId: string, width: number) => readonly (AnomalyBand | undefined)[];

/** The data a metric math expression works on: one grid of periods, and a sample per period for each metric. */
export interface MetricMathInput {
  /** Starts of the periods, oldest to newest. */
  readonly instants: readonly Instant[];
  /** The period of all metrics; an alarm's metrics must share it. */
  readonly periodSeconds: number;
  /** Samples by metric id, in the order of the request, each as long as `instants`. */
  readonly metrics: Readonly<Record<string, Samples>>;
  /** Results of other expressions by id. `METRICS()` leaves them out. Default: none. */
  readonly expressions?: Readonly<Record<string, MathValue>>;
  /** Needed only by `ANOMALY_DETECTION_BAND`. */
  readonly anomalyBand?: AnomalyBandSource;
}
