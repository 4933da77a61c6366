import { own, unique } from '../../../core/collections';
import { PeriodWindow } from '../../../core/evaluation-window';
import { evaluateMetricMath } from '../../../core/metric-math/evaluate';
import { idsOf, MetricMathError, MetricMathExpression, parseMetricMath } from '../../../core/metric-math/expression';
import { TIME_FUNCTIONS } from '../../../core/metric-math/series-functions';
import { MathValue, Samples, singleSeries } from '../../../core/metric-math/value';
import { Instant } from '../../../core/time';
import type { AlarmMetricEntry, AlarmModel } from '../../../template/model';
import { statistic } from '../../cloudwatch/statistic';
import type { MetricStore } from '../metric-store';
import type { Series, SeriesWatcher } from '../series';

/** The source of an alarm's bands: the entry that they are about, and their width in standard deviations. */
export interface BandEntry {
  readonly of: string;
  readonly width: number;
}

interface MetricEntry {
  readonly id: string;
  readonly statistic: string;
  readonly series: Series;
}

interface MathEntry {
  readonly id: string;
  readonly expression: MetricMathExpression;
}

/** What an alarm looks at: its metrics and the expressions over them. */
export class AlarmQuery {
  public readonly series: readonly Series[];
  /** Whether an expression uses the time, so that its value changes without a new point. */
  public readonly asksForTime: boolean;
  public readonly band: BandEntry | undefined;
  readonly #metrics: readonly MetricEntry[];
  readonly #math: readonly MathEntry[];
  readonly #judged: string;

  /** @throws MetricMathError for expressions that are not played */
  public constructor(private readonly model: AlarmModel, store: MetricStore, watcher: SeriesWatcher) {
    const { entries, thresholdMetricId } = model;
    const bandEntry = entries.find(({ id }) => id === thresholdMetricId);
    this.band = bandEntry === undefined ? undefined : readBand(bandEntry);
    const judged = entries.find(({ id, returnData }) => returnData && id !== thresholdMetricId) ?? entries.find(({ id }) => id === this.band?.of);
    if (judged === undefined) throw new MetricMathError('result', 'No entry of the alarm returns data. Set ReturnData of one.');
    this.#judged = judged.id;
    this.#math = ordered(entries.filter((entry) => entry !== bandEntry && entry.expression !== undefined).map(parsed));
    this.asksForTime = this.#math.some(({ expression }) => usesTime(expression));
    this.#metrics = entries.flatMap(({ id, metric }) => {
      return metric === undefined ? [] : [{ id, statistic: metric.statistic, series: store.watch(metric, watcher) }];
    });
    this.series = unique(this.#metrics.map(({ series }) => series));
    // An expression that is not played fails here, and not in the middle of a drill.
    this.samples([{ start: 0, end: model.periodSeconds * 1000 }], 0);
  }

  /** The values that the alarm judges, one for each window. */
  public samples(windows: readonly PeriodWindow[], now: Instant): Samples {
    return this.#evaluate(this.#judged, windows, now);
  }

  /** The values that the band is about, one for each window. */
  public bandSamples(windows: readonly PeriodWindow[], now: Instant): Samples {
    return this.#evaluate(this.band?.of ?? this.#judged, windows, now);
  }

  /** How many raw points of the judged metric lie in the windows. */
  public sampleCount(windows: readonly PeriodWindow[], now: Instant): number {
    let count = 0;
    for (const { series } of this.#metrics) {
      series.forEach(windows[0]!.start, windows.at(-1)!.end, now, () => {
        count += 1;
      });
    }
    return count;
  }

  /** The statistic of the judged metric, for an alarm without metric math. */
  public get statistic(): string | undefined {
    return this.#metrics.find(({ id }) => id === this.#judged)?.statistic;
  }

  #evaluate(id: string, windows: readonly PeriodWindow[], now: Instant): Samples {
    const only = this.#metrics.length === 1 ? this.#metrics[0] : undefined;
    if (only?.id === id) return samplesOf(only, windows, now);
    const metrics = Object.fromEntries(this.#metrics.map((entry) => [entry.id, samplesOf(entry, windows, now)]));
    const judged = own(metrics, id);
    if (judged !== undefined) return judged;
    // Without a prototype, because a template may give an entry any name.
    const expressions = Object.create(null) as Record<string, MathValue>;
    const instants = windows.map(({ start }) => start);
    for (const entry of this.#math) {
      expressions[entry.id] = evaluateMetricMath(entry.expression, { instants, periodSeconds: this.model.periodSeconds, metrics, expressions });
      if (entry.id === id) break;
    }
    return singleSeries(expressions[id]!, id);
  }
}

/** A metric's statistic in each window. */
function samplesOf({ series, statistic: name }: MetricEntry, windows: readonly PeriodWindow[], now: Instant): Samples {
  const values: (number[] | undefined)[] = windows.map(() => undefined);
  series.forEach(windows[0]!.start, windows.at(-1)!.end, now, (at, value) => {
    const index = indexOf(windows, at);
    if (index >= 0) (values[index] ??= []).push(value);
  });
  return values.map((list) => (list === undefined ? undefined : statistic(name, list)));
}

/** The window that contains an instant, or -1. Windows are in order, but not necessarily equally long or without gaps. */
function indexOf(windows: readonly PeriodWindow[], instant: Instant): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (windows[middle]!.end <= instant) low = middle + 1;
    else high = middle;
  }
  return low < windows.length && windows[low]!.start <= instant ? low : -1;
}

function parsed({ id, expression }: AlarmMetricEntry): MathEntry {
  return { id, expression: parseMetricMath(expression!) };
}

/** Expressions in an order in which each one comes after the expressions that it uses. */
function ordered(entries: readonly MathEntry[]): MathEntry[] {
  const done: MathEntry[] = [];
  const visit = (entry: MathEntry, path: readonly MathEntry[]): void => {
    if (done.includes(entry)) return;
    if (path.includes(entry)) {
      throw new MetricMathError('unknownId', `Expressions use each other in a circle: ${[...path, entry].map(({ id }) => id).join(' -> ')}.`);
    }
    const used = idsOf(entry.expression);
    entries.filter(({ id }) => used.includes(id)).forEach((other) => visit(other, [...path, entry]));
    done.push(entry);
  };
  entries.forEach((entry) => visit(entry, []));
  return done;
}

function readBand({ id, expression }: AlarmMetricEntry): BandEntry {
  const parsedBand = parseMetricMath(expression ?? '');
  const [of, width] = parsedBand.kind === 'call' && parsedBand.name === 'ANOMALY_DETECTION_BAND' ? parsedBand.args : [];
  if (of?.kind !== 'id' || (width !== undefined && width.kind !== 'number')) {
    throw new MetricMathError('argument', `The threshold "${id}" of an anomaly alarm must be ANOMALY_DETECTION_BAND(id, width), got "${expression}".`);
  }
  return { of: of.id, width: width === undefined ? 2 : width.value };
}

function usesTime(expression: MetricMathExpression): boolean {
  switch (expression.kind) {
    case 'call':
      return Object.hasOwn(TIME_FUNCTIONS, expression.name) || expression.args.some(usesTime);
    case 'array':
      return expression.items.some(usesTime);
    case 'negation':
      return usesTime(expression.operand);
    case 'binary':
      return usesTime(expression.left) || usesTime(expression.right);
    default:
      return false;
  }
}
