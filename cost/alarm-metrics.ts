import type { PriceName } from './price';

/** What decides how much a metric alarm costs. */
export interface AlarmToPay {
  /** The metrics that it refers to; one for a plain alarm. */
  readonly metrics: number;
  /** Whether it compares with an anomaly band. */
  readonly band: boolean;
  readonly periodSeconds: number;
}

/**
 * The two bounds of the band are charged like metrics, so an anomaly alarm on one metric is charged for three (CloudWatch
 * pricing).
 */
const BOUNDS_OF_BAND = 2;
/** Alarms with shorter periods are high-resolution alarms. */
const STANDARD_PERIOD_SECONDS = 60;

/**
 * The number of metrics that a metric alarm is charged for, and the price. Metric math is charged for each metric that it
 * refers to.
 */
export function alarmMetrics({ metrics, band, periodSeconds }: AlarmToPay): { readonly price: PriceName; readonly quantity: number } {
  return {
    price: periodSeconds < STANDARD_PERIOD_SECONDS ? 'fastAlarmMetric' : 'alarmMetric',
    quantity: metrics + (band ? BOUNDS_OF_BAND : 0),
  };
}
