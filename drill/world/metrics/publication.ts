import type { Instant } from '../../../core/time';
import type { Conditions } from '../conditions';
import type { MetricStore } from './metric-store';
import type { Series } from './series';

/** How points of AWS's own metrics get into CloudWatch: later than they happen, and sometimes not at all. */
export class Publication {
  public constructor(private readonly store: MetricStore, private readonly conditions: Conditions) {}

  /**
   * @param series undefined when nobody looks at the metric
   * @param at the point's time
   * @param known when the service knew of it: for Lambda the end of a run whose point is stamped with its start
   * @param delayMillis the usual publication delay
   */
  public publish(series: Series | undefined, at: Instant, value: number, known: Instant, delayMillis: number): void {
    if (series === undefined) return;
    const fate = this.conditions.first(known, ({ point }) => point?.(series.identity));
    if (fate?.lost === true) return;
    this.store.emit(series, at, value, known + delayMillis + 1000 * (fate?.delaySeconds ?? 0));
  }
}
