import { AlarmConfigurationError } from '../../core/alarm-configuration';
import { own, sum } from '../../core/collections';

const SIMPLE_STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SampleCount: (values) => values.length,
  Sum: (values) => sum(values),
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => values.reduce((lowest, value) => Math.min(lowest, value)),
  Maximum: (values) => values.reduce((highest, value) => Math.max(highest, value)),
};

/**
 * The value of one period: a statistic over the raw datapoints in it. [cw:Statistics-definitions.html]
 *
 * - A period without datapoints has no value, not even a SampleCount of 0.
 * - A percentile is the highest of the values that remain when those above it are left out (nearest rank), as the guide
 *   explains p99. It does not exist when any value is negative.
 *
 * @param name `SampleCount`, `Sum`, `Average`, `Minimum`, `Maximum`, or a percentile such as `p99` or `p99.9`
 * @throws AlarmConfigurationError for any other statistic
 */
export function statistic(name: string, values: readonly number[]): number | undefined {
  const percentile = percentileOf(name);
  if (percentile === undefined && !Object.hasOwn(SIMPLE_STATISTICS, name)) {
    const known = Object.keys(SIMPLE_STATISTICS).join(', ');
    throw new AlarmConfigurationError(`The statistic "${name}" is not simulated. Use ${known} or a percentile such as p99.`);
  }
  if (values.length === 0) return undefined;
  if (percentile === undefined) return own(SIMPLE_STATISTICS, name)?.(values);
  if (values.some((value) => value < 0)) return undefined;
  const sorted = [...values].sort((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(round((percentile * sorted.length) / 100)));
  return sorted[rank - 1];
}

/** The percentile a statistic's name stands for, 0 to 100, or `undefined` when it is none. */
function percentileOf(name: string): number | undefined {
  const [, digits] = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  const percentile = Number(digits);
  return percentile <= 100 ? percentile : undefined;
}

/**
 * Whether a period has too few samples for its percentile to mean much: fewer than 10/(1-p) for p >= 0.5, else fewer than
 * 10/p, so 1000 for p99. An alarm with `EvaluateLowSampleCountPercentile: ignore` then keeps its state; with `evaluate`,
 * the default, it does not mind. Always false for other statistics. [cw:percentiles-with-low-samples.html]
 *
 * @param sampleCount samples in the whole evaluation period
 */
export function isLowSampleCount(name: string, sampleCount: number): boolean {
  const percentile = percentileOf(name);
  if (percentile === undefined || percentile === 0 || percentile === 100) return false;
  const tail = percentile >= 50 ? 100 - percentile : percentile;
  return sampleCount < round(1000 / tail);
}

/** Removes the last bits of binary noise, so that p99 of 100 values is the 99th and not the 100th. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
