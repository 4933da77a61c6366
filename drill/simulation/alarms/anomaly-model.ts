import type { AnomalyBand } from '../../../core/alarm-configuration';
import type { PeriodWindow } from '../../../core/evaluation-window';
import { DAY, HOUR, Instant } from '../../../core/time';
import type { AlarmQuery } from './alarm-query';

/** The longest period that CloudWatch learns from (CloudWatch user guide, "Using CloudWatch anomaly detection"). */
export const TRAINED_ON = 14 * DAY;
/** A new model shows its first band after this time (same source: up to three hours). */
const FIRST_BAND_AFTER = 3 * HOUR;
/** A young model allows at least this share of the mean for one standard deviation, because a few equal values prove little. */
const LEAST_DEVIATION = 0.05;

/**
 * A simple model in place of CloudWatch's anomaly detection, whose algorithm is not published: mean and standard deviation of
 * the periods with data in the two weeks before, computed again every full hour. It does not know hours or days of the week, as
 * real models do. So metrics that depend on them get a wider band here.
 */
export class AnomalyModel {
  #learntAt: Instant | undefined;
  #band: { readonly mean: number; readonly deviation: number } | undefined;
  #firstData: Instant | undefined;

  public constructor(private readonly query: AlarmQuery, private readonly periodMillis: number) {}

  /** The band of a period; undefined while there is none. */
  public bandOf({ start }: PeriodWindow): AnomalyBand | undefined {
    const hour = Math.floor(start / HOUR) * HOUR;
    if (hour !== this.#learntAt) {
      this.#learntAt = hour;
      this.#band = this.#learn(hour);
    }
    if (this.#band === undefined) return undefined;
    const width = (this.query.band?.width ?? 2) * this.#band.deviation;
    return { lower: this.#band.mean - width, upper: this.#band.mean + width };
  }

  /** Uses only what was visible at that moment, so that the outcome does not depend on when the band is requested. */
  #learn(moment: Instant): { mean: number; deviation: number } | undefined {
    this.#firstData ??= this.query.series.reduce<Instant | undefined>((first, series) => {
      const own = series.firstVisible(moment);
      return own === undefined ? first : Math.min(first ?? Infinity, own);
    }, undefined);
    if (this.#firstData === undefined || moment - this.#firstData < FIRST_BAND_AFTER) return undefined;
    const windows = this.#periodsWithData(moment - TRAINED_ON, moment);
    const values = windows.length === 0 ? [] : this.query.bandSamples(windows, moment).filter((value) => value !== undefined);
    if (values.length === 0) return undefined;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
    return { mean, deviation: Math.max(Math.sqrt(variance), LEAST_DEVIATION * Math.abs(mean)) };
  }

  #periodsWithData(from: Instant, to: Instant): PeriodWindow[] {
    const starts = new Set<Instant>();
    for (const series of this.query.series) {
      series.forEach(from, to, to, (at) => starts.add(Math.floor(at / this.periodMillis) * this.periodMillis));
    }
    return [...starts].sort((a, b) => a - b).map((start) => ({ start, end: start + this.periodMillis }));
  }
}
