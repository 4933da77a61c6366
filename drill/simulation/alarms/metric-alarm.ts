import {
  AlarmState, evaluationIntervalSeconds, isBandOperator, nextEvaluation, parseComparisonOperator,
} from '../../../core/alarm-configuration';
import { evaluationWindow, PeriodWindow } from '../../../core/evaluation-window';
import { Samples } from '../../../core/metric-math/value';
import { DAY, HOUR, Instant, MINUTE, SECOND } from '../../../core/time';
import type { AlarmModel } from '../../../template/model';
import { AlarmEvaluationInput, evaluateAlarm, evaluateAlarmState } from '../../cloudwatch/evaluation';
import { defaultEvaluationRange } from '../../cloudwatch/evaluation-range';
import { isLowSampleCount } from '../../cloudwatch/statistic';
import { stepWarmUp, WarmUpConfiguration, WarmUpState } from '../../cloudwatch/warm-up';
import { ORDER } from '../event-queue';
import type { Series, SeriesWatcher } from '../series';
import type { SimContext } from '../sim-context';
import type { Alarm, OnStateChange, StateChange } from './alarm';
import { AlarmQuery } from './alarm-query';
import { AnomalyModel, TRAINED_ON } from './anomaly-model';

/** What decides how far an alarm's evaluations look back and how often they happen, in milliseconds. */
interface Lookback {
  /** Length of the evaluation range. */
  readonly range: number;
  /** Time between two evaluations. */
  readonly step: number;
}

/**
 * The length of the cycle in which an alarm's data repeats, when only streams are visible that have filled its range for a
 * whole cycle already; undefined when anything else is or will become visible.
 * In such a state, the range has the same content at each evaluation as one cycle before. If no evaluation of a whole cycle
 * changed the alarm's state, no later one can, until a point arrives or a stream ends.
 */
function cycleOf(series: readonly Series[], { range, step }: Lookback, now: Instant): number | undefined {
  let cycle = step;
  const streams = series.flatMap((one) => one.streams.filter((stream) => stream.last >= now - range - step - DAY));
  for (const { interval } of streams) cycle = leastCommonMultiple(cycle, interval);
  if (cycle > DAY) return undefined;
  const filled = now - range - step - cycle;
  if (streams.some((stream) => !stream.isOpen || stream.first > filled)) return undefined;
  const singles = series.some((one) => one.singlesFrom(filled).next().done !== true);
  return singles ? undefined : cycle;
}

function leastCommonMultiple(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return (a / larger) * b;
}

/** Boundaries of a wall clock period are multiples of this in any time zone that CloudWatch accepts. */
const WALL_CLOCK_STEP = 5 * MINUTE;

/**
 * A metric alarm, evaluated with the rules in drill/cloudwatch. It is evaluated only when its outcome may differ from the last
 * one: when a point becomes visible, moves from one period into the next, or leaves the range; never for an unchanged stream.
 */
export class MetricAlarm implements Alarm, SeriesWatcher {
  public state: AlarmState = 'INSUFFICIENT_DATA';
  public readonly history: StateChange[] = [];
  readonly #query: AlarmQuery;
  readonly #anomaly: AnomalyModel | undefined;
  readonly #rangePeriods: number;
  readonly #range: number;
  readonly #step: number;
  readonly #period: number;
  readonly #warmUp: WarmUpConfiguration | undefined;
  #warmUpState: WarmUpState = 'IN_WARM_UP';
  readonly #pending = new Set<Instant>();
  #lastEvaluation = -Infinity;
  /** The beginning of the time in which every single evaluation took place. */
  #withoutGapSince = -Infinity;
  #lastChange = -Infinity;

  /** @throws MetricMathError, AlarmConfigurationError for what is not played */
  public constructor(
    private readonly sim: SimContext,
    public readonly model: AlarmModel,
    private readonly onChange: OnStateChange,
  ) {
    this.#period = model.periodSeconds * SECOND;
    this.#step = evaluationIntervalSeconds(model) * SECOND;
    this.#rangePeriods = model.wallClock === undefined
      ? defaultEvaluationRange(model.evaluationPeriods, sim.settings.evaluationRange) : model.evaluationPeriods;
    // A day on a wall clock may have 25 hours, and its newest period may be a whole period old.
    this.#range = model.wallClock === undefined ? this.#rangePeriods * this.#period : (this.#rangePeriods + 1) * this.#period + 2 * HOUR;
    parseComparisonOperator(model.comparisonOperator);
    this.#warmUp = model.warmUp === undefined ? undefined : {
      warmUpPeriodDurationInMinutes: model.warmUp.minutes, onlyStartEvaluatingAfterWarmUpPeriodEnds: model.warmUp.onlyAfter,
    };
    this.#query = new AlarmQuery(model, sim.store, this);
    this.#anomaly = model.thresholdMetricId === undefined ? undefined : new AnomalyModel(this.#query, this.#period);
  }

  public start(): void {
    this.#wake(this.sim.createdAt);
  }

  public arrives(visibleAt: Instant): void {
    this.#wake(visibleAt);
  }

  public streamChanged(): void {
    this.#wake(this.sim.queue.now);
  }

  public needsFrom(now: Instant): Instant {
    return now - this.#range - this.#step - (this.#anomaly === undefined ? 0 : TRAINED_ON + HOUR);
  }

  #wake(at: Instant): void {
    const evaluation = nextEvaluation(Math.max(at, this.sim.queue.now), this.model);
    if (this.#pending.has(evaluation)) return;
    this.#pending.add(evaluation);
    this.sim.queue.at(evaluation, () => this.#look(evaluation), ORDER.evaluate);
  }

  #look(now: Instant): void {
    this.#pending.delete(now);
    const windows = evaluationWindow(now, { ...this.model, rangePeriods: this.#rangePeriods });
    const samples = this.#query.samples(windows, now);
    if (this.#isWarm(samples, now)) {
      if (now - this.#lastEvaluation !== this.#step) this.#withoutGapSince = now;
      this.#lastEvaluation = now;
      this.#evaluate(windows, samples, now);
    }
    const next = this.#nextLook(now);
    if (next < Infinity) this.#wake(next);
  }

  #isWarm(samples: Samples, now: Instant): boolean {
    if (this.#warmUpState === 'ENDED') return true;
    const firsts = this.#query.series.map((series) => series.firstVisible(now)).filter((first) => first !== undefined);
    this.#warmUpState = stepWarmUp(this.#warmUpState, this.#warmUp, {
      createdAt: this.sim.createdAt,
      periodSeconds: this.model.periodSeconds,
      evaluationPeriods: this.model.evaluationPeriods,
      firstDatapointAt: firsts.length === 0 ? undefined : Math.min(...firsts),
      latestPeriodHasData: samples.at(-1) !== undefined,
    }, now);
    return this.#warmUpState === 'ENDED';
  }

  #evaluate(windows: readonly PeriodWindow[], samples: Samples, now: Instant): void {
    if (this.#isTooFewSamples(windows, now)) return;
    const input = this.#inputOf(windows, samples);
    const state = evaluateAlarmState(input);
    if (state === this.state) return;
    const change = { at: now, from: this.state, to: state, reason: evaluateAlarm(input).reason };
    this.state = state;
    this.#lastChange = now;
    this.history.push(change);
    this.onChange(this, change);
  }

  #inputOf(windows: readonly PeriodWindow[], samples: Samples): AlarmEvaluationInput {
    const { comparisonOperator, threshold, evaluationPeriods, datapointsToAlarm, treatMissingData } = this.model;
    const common = {
      evaluationPeriods, datapointsToAlarm, treatMissingData, points: samples, previousState: this.state, periodStarts: windows.map(({ start }) => start),
    };
    const operator = parseComparisonOperator(comparisonOperator);
    if (!isBandOperator(operator)) return { ...common, comparisonOperator: operator, threshold: threshold ?? NaN };
    const bands = windows.map((window, index) => (samples[index] === undefined ? undefined : this.#anomaly?.bandOf(window)));
    return { ...common, comparisonOperator: operator, bands };
  }

  #isTooFewSamples(windows: readonly PeriodWindow[], now: Instant): boolean {
    const { statistic } = this.#query;
    if (this.model.evaluateLowSampleCount !== 'ignore' || statistic === undefined) return false;
    return isLowSampleCount(statistic, this.#query.sampleCount(windows.slice(-this.model.evaluationPeriods), now));
  }

  /** The next evaluation that may differ from this one. Points that are not visible yet trigger an evaluation themselves. */
  #nextLook(now: Instant): Instant {
    const soonest = now + this.#step;
    if (!this.sim.settings.skipEvaluations || this.#warmUpState === 'IN_WARM_UP' || this.#query.asksForTime) return soonest;
    const oldest = now - this.#range - this.#step;
    const hasStreams = this.#query.series.some(({ streams }) => streams.some((stream) => stream.last >= oldest));
    if (this.model.wallClock !== undefined) {
      const step = Math.min(WALL_CLOCK_STEP, this.#period);
      return hasStreams ? soonest : (Math.floor(now / step) + 1) * step;
    }
    if (hasStreams) return this.#isSettled(now) ? Infinity : soonest;
    let next = Infinity;
    for (const series of this.#query.series) {
      for (const point of series.singlesFrom(oldest)) {
        if (point.visibleAt <= now) next = Math.min(next, this.#crossing(point.at, now));
      }
    }
    return next;
  }

  /** When a visible point next moves from one period of the range into an older one, or out of the range. */
  #crossing(at: Instant, now: Instant): Instant {
    const place = Math.floor((now - at - 1) / this.#period);
    if (place >= this.#rangePeriods) return Infinity;
    return Math.ceil((at + 1 + (place + 1) * this.#period) / this.#step) * this.#step;
  }

  /** Whether only unchanged streams are visible and a whole cycle of them changed nothing. */
  #isSettled(now: Instant): boolean {
    if (this.#anomaly !== undefined) return false;
    const cycle = cycleOf(this.#query.series, { range: this.#range, step: this.#step }, now);
    return cycle !== undefined && this.#withoutGapSince <= now - cycle && this.#lastChange < now - cycle;
  }
}
