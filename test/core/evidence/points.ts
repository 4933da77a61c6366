import { MetricPoints, Point } from '../../../core/evidence/evidence-kind';
import { MINUTE } from '../../../core/time';
import { t } from '../verdict/scenario';

/** The points of a stage's metrics, by `Metric.Statistic`, as `[time, value]`. */
export function pointsOf(recorded: Readonly<Record<string, readonly (readonly [string, number])[]>>, periodMillis = MINUTE): MetricPoints {
  return {
    periodMillis,
    of: (metric, statistic) => (recorded[`${metric}.${statistic}`] ?? []).map(([time, value]): Point => ({ at: t(time), value })),
  };
}
