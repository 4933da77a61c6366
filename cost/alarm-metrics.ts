import type { PriceName } from './price';

/** What matters of a metric alarm for what it costs. */
export interface AlarmToPay {
  /** The metrics that it refers to; one of a plain alarm. */
  readonly metrics: number;
  /** Whether it compares with an anomaly band. */
  readonly band: boolean;
  readonly periodSeconds: number;
}

/** The band's two bounds are paid like metrics: an anomaly alarm on one metric pays three (CloudWatch pricing). */
const BOUNDS_OF_BAND = 2;
/** Alarms on shorter periods are high-resolution ones. */
const STANDARD_PERIOD_SECONDS = 60;

/** How many metrics a metric alarm pays, and at which price. Metric math pays each metric that it refers to. */
export function alarmMetrics({ metrics, band, periodSeconds }: AlarmToPay): { readonly price: PriceName; readonly quantity: number } {
  return {
    price: periodSeconds < STANDARD_PERIOD_SECONDS ? 'fastAlarmMetric' : 'alarmMetric',
    quantity: metrics + (band ? BOUNDS_OF_BAND : 0),
  };
}
