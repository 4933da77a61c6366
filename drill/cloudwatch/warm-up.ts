import { AlarmConfigurationError, MAX_WARM_UP_MINUTES } from '../../core/alarm-configuration';
import type { Instant } from '../../core/time';

/** `WarmUpConfiguration` of a metric or log alarm. [cw:alarm-warm-up.html] */
export interface WarmUpConfiguration {
  /** 1 to 2880 minutes. */
  readonly warmUpPeriodDurationInMinutes: number;
  /** Wait the full duration even if data arrive sooner. Default: false. */
  readonly onlyStartEvaluatingAfterWarmUpPeriodEnds?: boolean;
}

/** Whether the alarm is still in its warm-up. It ends once and never begins again. */
export type WarmUpState = 'IN_WARM_UP' | 'ENDED';

/** What is known of the alarm and its data at one check of the warm-up. */
export interface WarmUpObservation {
  readonly createdAt: Instant;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  /** Timestamp of the metric's first datapoint, also one from before the alarm existed. Default: none yet. */
  readonly firstDatapointAt?: Instant;
  /** Whether the most recent period has a datapoint. */
  readonly latestPeriodHasData: boolean;
}

/**
 * One look at a warm-up. While it returns `IN_WARM_UP` the alarm stays INSUFFICIENT_DATA, is not evaluated and runs no
 * action. Once ended it stays ended, whatever the configuration becomes. [cw:alarm-warm-up.html]
 *
 * It ends when its duration is over or, unless it must wait, as soon as the evaluation window (Period × N) is full. For
 * that the guide asks for a datapoint in the most recent period, while its example (created 10:00, first data 10:04,
 * 5 min × 3) ends at 10:19, a whole window after the first datapoint; both are asked for here. M plays no part.
 * Inference: data from before the alarm existed count, as they do for evaluations.
 *
 * @param configuration `undefined` when the alarm has none: nothing is delayed
 */
export function stepWarmUp(
  state: WarmUpState,
  configuration: WarmUpConfiguration | undefined,
  observation: WarmUpObservation,
  now: Instant,
): WarmUpState {
  if (state === 'ENDED' || configuration === undefined) return 'ENDED';
  const minutes = configuration.warmUpPeriodDurationInMinutes;
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_WARM_UP_MINUTES) {
    throw new AlarmConfigurationError(
      `WarmUpPeriodDurationInMinutes must be a whole number from 1 to ${MAX_WARM_UP_MINUTES}, got ${minutes}.`,
    );
  }
  if (now >= observation.createdAt + minutes * 60_000) return 'ENDED';
  const waitsForTheEnd = configuration.onlyStartEvaluatingAfterWarmUpPeriodEnds ?? false;
  return !waitsForTheEnd && isWindowFull(observation, now) ? 'ENDED' : 'IN_WARM_UP';
}

function isWindowFull(observation: WarmUpObservation, now: Instant): boolean {
  const { firstDatapointAt, periodSeconds, evaluationPeriods, latestPeriodHasData } = observation;
  if (firstDatapointAt === undefined || !latestPeriodHasData) return false;
  return now - firstDatapointAt >= periodSeconds * evaluationPeriods * 1000;
}
