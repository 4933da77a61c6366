import { MetricMathError, parseMetricMath } from '../../../core/metric-math/expression';
import type { MathValue } from '../../../core/metric-math/value';
import { MONDAY, samplesOf, series, valueOf } from './grid';

const scalar = (value: number | undefined): MathValue => ({ kind: 'scalar', value });

describe('functions of each point', () => {
  it.each<[string, string]>([
    ['ABS(m1)', '1.5 - 0 1.5'],
    ['CEIL(m1)', '-1 - 0 2'],
    ['FLOOR(m1)', '-2 - 0 1'],
    ['FLOOR(LOG10(m1 * 1000))', '- - - 3'],
    ['LOG(m1 / m1)', '0 - - 0'],
  ])('%s over -1.5 - 0 1.5 is %s', (expression, expected) => {
    // -0 and 0 are the same value to CloudWatch.
    expect(samplesOf(expression, { m1: series('-1.5 - 0 1.5') }).map((sample) => (sample === 0 ? 0 : sample))).toEqual(series(expected));
  });

  it('go through arrays', () => {
    expect(samplesOf('MIN(ABS([m1, m2]))', { m1: series('-3 1'), m2: series('2 -5') })).toEqual([2, 1]);
  });
});

describe('functions that reduce', () => {
  it.each<[string, number]>([
    ['SUM(m1)', 6],
    ['MIN(m1)', 2],
    ['MAX(m1)', 4],
    ['AVG(m1)', 1.5],
    ['STDDEV(m1)', 1],
    ['DATAPOINT_COUNT(m1)', 2],
    ['SUM(m1) / DATAPOINT_COUNT(m1)', 3],
  ])('%s over 2 - 4 - is the number %d', (expression, expected) => {
    expect(valueOf(expression, { m1: series('2 - 4 -') })).toEqual(scalar(expected));
  });

  it.each<[string, string]>([
    ['SUM([m1, m2])', '3 1 6 -'],
    ['MIN([m1, m2])', '1 1 6 -'],
    ['MAX([m1, m2])', '2 1 6 -'],
    ['AVG([m1, m2])', '1.5 0.5 3 -'],
    ['DATAPOINT_COUNT([m1, m2])', '2 1 1 -'],
    ['STDDEV([m1, m2])', '0.5 0 0 -'],
    ['SUM(METRICS())', '3 1 6 -'],
  ])('%s over 1 1 - - and 2 - 6 - is the series %s', (expression, expected) => {
    expect(samplesOf(expression, { m1: series('1 1 - -'), m2: series('2 - 6 -') })).toEqual(series(expected));
  });

  it('have no value over an empty series, but for a sum of 0 and a count of 0', () => {
    const empty = { m1: series('- -') };
    expect(['MIN(m1)', 'MAX(m1)', 'STDDEV(m1)'].map((expression) => valueOf(expression, empty))).toEqual([scalar(undefined), scalar(undefined), scalar(undefined)]);
    expect(['SUM(m1)', 'AVG(m1)', 'DATAPOINT_COUNT(m1)'].map((expression) => valueOf(expression, empty))).toEqual([scalar(0), scalar(0), scalar(0)]);
  });

  it('METRIC_COUNT counts the series of an array', () => {
    expect(valueOf('METRIC_COUNT(METRICS())', { m1: [1], m2: [2] })).toEqual(scalar(2));
  });

  it('take no single number', () => {
    expect(() => valueOf('SUM(5)', { m1: [1] })).toThrow(
      new MetricMathError('argument', 'SUM takes a time series or an array of time series, got a single number.', 'SUM'),
    );
  });
});

describe('METRICS', () => {
  const metrics = { errors_4xx: [1], errors_5xx: [2], requests: [10] };

  it.each<[string, number]>([
    ['SUM(METRICS())', 13],
    ['SUM(METRICS("errors"))', 3],
    ['SUM([METRICS("4xx"), METRICS("5xx")])', 3],
    ['SUM(METRICS("errors")) / SUM(METRICS("requests")) * 100', 30],
  ])('%s', (expression, expected) => {
    expect(samplesOf(expression, metrics)).toEqual([expected]);
  });

  it('leaves out the results of other expressions', () => {
    const expressions = { e1: { kind: 'series', samples: [100] } } as const;
    expect(samplesOf('SUM(METRICS()) + e1', metrics, { expressions })).toEqual([113]);
  });
});

describe('FILL', () => {
  it.each<[string, string]>([
    ['FILL(m1, 7)', '7 1 7 7 4 7'],
    ['FILL(m1, MIN(m1))', '1 1 1 1 4 1'],
    ['FILL(m1, m2)', '- 1 9 - 4 -'],
    ['FILL(m1, REPEAT)', '- 1 1 1 4 4'],
    ['FILL(m1, LINEAR)', '- 1 2 3 4 -'],
    ['SUM(FILL([m1, m2], 0))', '0 1 9 0 4 0'],
  ])('%s over - 1 - - 4 - and - - 9 - - - is %s', (expression, expected) => {
    expect(samplesOf(expression, { m1: series('- 1 - - 4 -'), m2: series('- - 9 - - -') })).toEqual(series(expected));
  });

  it.each<[string, string]>([
    ['FILL(m1, MEDIAN)', 'FILL fills with a number, a time series, REPEAT or LINEAR, got MEDIAN.'],
    ['FILL(m1, [m1])', 'FILL fills with a number, a time series, REPEAT or LINEAR, got an array of time series.'],
    ['FILL(m1)', 'FILL takes 2 arguments, got 1.'],
    ['FILL(1, 2)', 'FILL takes a time series or an array of time series, got a single number.'],
  ])('refuses %s', (expression, message) => {
    expect(() => valueOf(expression, { m1: [1] })).toThrow(new MetricMathError('argument', message, 'FILL'));
  });
});

describe('functions of change', () => {
  it.each<[string, string]>([
    ['DIFF(m1)', '- - 20 -30 -'],
    ['DIFF_TIME(m1)', '- - 600 300 -'],
    ['RATE(m1) * 300', '- - 10 -30 -'],
    ['RUNNING_SUM(m1)', '10 - 40 40 -'],
  ])('%s over 10 - 30 0 - at 5 minutes is %s', (expression, expected) => {
    expect(samplesOf(expression, { m1: series('10 - 30 0 -') })).toEqual(series(expected));
  });
});

describe('functions of time', () => {
  const HOURLY = { periodSeconds: 3_600 };

  it.each<[string, number[]]>([
    ['MINUTE(m1)', [0, 0]],
    ['HOUR(m1)', [0, 1]],
    ['DAY(m1)', [1, 1]],
    ['DATE(m1)', [2, 2]],
    ['MONTH(m1)', [3, 3]],
    ['YEAR(m1)', [2026, 2026]],
    ['EPOCH(m1)', [MONDAY / 1000, MONDAY / 1000 + 3600]],
    ['TIME_SERIES(5)', [5, 5]],
    ['TIME_SERIES(MAX(m1))', [8, 8]],
  ])('%s has a value in every period, in UTC', (expression, expected) => {
    expect(samplesOf(expression, { m1: series('- 8') }, HOURLY)).toEqual(expected);
  });

  it('call Sunday 7', () => {
    expect(samplesOf('DAY(m1)', { m1: series('- -') }, { instants: [MONDAY - 86_400_000, MONDAY] })).toEqual([7, 1]);
  });

  it('TIME_SERIES of a number without a value has no points', () => {
    expect(samplesOf('TIME_SERIES(1 / 0)', { m1: series('1 2') })).toEqual(series('- -'));
  });

  it('TIME_SERIES takes a number only', () => {
    expect(() => valueOf('TIME_SERIES(m1)', { m1: [1] })).toThrow(
      new MetricMathError('argument', 'TIME_SERIES takes a single number, got a time series.', 'TIME_SERIES'),
    );
  });

  it('EPOCH takes a time series only', () => {
    expect(() => valueOf('EPOCH(1)', { m1: [1] })).toThrow(new MetricMathError('argument', 'EPOCH takes a time series, got a single number.', 'EPOCH'));
  });
});

describe('IF', () => {
  const guide = { metric1: series('1 1 0 0 -'), metric2: series('30 - 0 0 30'), metric3: series('0 0 20 - 20') };

  it.each<[string, string]>([
    ['IF(metric1, metric2, metric3)', '30 0 20 0 -'],
    ['IF(metric1, 5, metric3)', '5 5 20 - -'],
    ['IF(metric1, metric2, 5)', '30 0 5 5 -'],
  ])('%s is what the table of the guide says', (expression, expected) => {
    expect(samplesOf(expression, guide)).toEqual(series(expected));
  });

  it.each<[string, string]>([
    ['IF(metric1, metric2)', '30 0 - - -'],
    ['IF(metric1, 1, 2)', '1 1 2 2 -'],
    ['IF(metric1, 7)', '7 7 - - -'],
    ['IF(1, metric2, metric3)', '30 - 0 0 30'],
    ['IF(0, metric2, metric3)', '0 0 20 - 20'],
    ['IF(0, metric2)', '- - - - -'],
    ['IF(1 / 0, metric2)', '- - - - -'],
    ['IF(-metric1, 1, 2)', '1 1 2 2 -'],
    ['IF(metric2 < 20, metric2)', '- - 0 0 -'],
  ])('%s is %s, as its sentences say', (expression, expected) => {
    expect(samplesOf(expression, guide)).toEqual(series(expected));
  });

  it('gives 0 where a condition on the calendar holds but the metric has no point', () => {
    expect(samplesOf('IF(DAY(m1) < 6, m1)', { m1: series('5 -') })).toEqual([5, 0]);
  });

  it('takes no array', () => {
    expect(() => valueOf('IF(m1, [m1])', { m1: [1] })).toThrow(
      new MetricMathError('argument', 'IF takes numbers and time series, got an array of time series.', 'IF'),
    );
  });
});

describe('functions of arrays', () => {
  const metrics = { m1: series('1 1'), m2: series('- -'), m3: series('5 5'), m4: series('3 3') };
  const seriesIn = (expression: string): unknown => {
    const value = valueOf(expression, metrics);
    return value.kind === 'array' ? value.series.map(([first]) => first) : value;
  };

  it.each<[string, unknown[]]>([
    ['SORT(METRICS(), MAX, DESC)', [5, 3, 1, undefined]],
    ['SORT(METRICS(), MAX, ASC)', [1, 3, 5, undefined]],
    ['SORT(METRICS(), AVG, DESC, 2)', [5, 3]],
    ['SLICE(METRICS(), 2)', [5, 3]],
    ['SLICE(METRICS(), 0, 1)', [1]],
    ['REMOVE_EMPTY(METRICS())', [1, 5, 3]],
  ])('%s', (expression, expected) => {
    expect(seriesIn(expression)).toEqual(expected);
  });

  it('FIRST and LAST pick one, or an empty series from nothing', () => {
    expect(samplesOf('FIRST(METRICS())', metrics)).toEqual([1, 1]);
    expect(samplesOf('LAST(METRICS())', metrics)).toEqual([3, 3]);
    expect(samplesOf('FIRST(METRICS("none"))', metrics)).toEqual(series('- -'));
  });

  it.each<[string, string, string]>([
    ['SORT', 'SORT(METRICS(), MEDIAN, ASC)', 'SORT takes one of AVG, MIN, MAX, SUM here.'],
    ['SORT', 'SORT(METRICS(), MAX, UP)', 'SORT takes one of ASC, DESC here.'],
    ['FIRST', 'FIRST(m1)', 'FIRST takes an array of time series, got a time series.'],
    ['SLICE', 'SLICE(METRICS(), m1)', 'SLICE takes a number, got a time series.'],
    ['SLICE', 'SLICE(METRICS(), 1 / 0)', 'SLICE takes a number, got one that has no value.'],
    ['METRICS', 'METRICS(m1)', 'METRICS takes a text in quotes that ids must contain.'],
  ])('%s refuses %s', (name, expression, message) => {
    expect(() => valueOf(expression, metrics)).toThrow(new MetricMathError('argument', message, name));
  });
});

describe('functions of a metric', () => {
  it('PERIOD is that of the metric', () => {
    expect(samplesOf('m1 / PERIOD(m1)', { m1: series('600 -') })).toEqual(series('2 -'));
  });

  it('PERIOD takes no expression', () => {
    expect(() => valueOf('PERIOD(m1 + 1)', { m1: [1] })).toThrow(
      new MetricMathError('argument', 'PERIOD takes the id of a metric, not the result of an expression.', 'PERIOD'),
    );
  });

  const anomalyBand = (metricId: string, width: number): { lower: number; upper: number }[] => [
    { lower: metricId.length - width, upper: metricId.length + width },
  ];

  it('ANOMALY_DETECTION_BAND asks for the band of the metric, by default two deviations wide', () => {
    const band = { kind: 'array', isBand: true };
    expect(valueOf('ANOMALY_DETECTION_BAND(m1)', { m1: [1] }, { anomalyBand })).toEqual({ ...band, series: [[0], [4]] });
    expect(valueOf('ANOMALY_DETECTION_BAND(m1, 5)', { m1: [1] }, { anomalyBand })).toEqual({ ...band, series: [[-3], [7]] });
  });

  it('ANOMALY_DETECTION_BAND has its upper edge last', () => {
    expect(samplesOf('LAST(ANOMALY_DETECTION_BAND(m1))', { m1: [1] }, { anomalyBand })).toEqual([4]);
  });

  it('ANOMALY_DETECTION_BAND says so when no band is given', () => {
    expect(() => valueOf('ANOMALY_DETECTION_BAND(m1)', { m1: [1] })).toThrow(
      new MetricMathError(
        'argument',
        'ANOMALY_DETECTION_BAND needs a source of bands, and the input gives none as "anomalyBand".',
        'ANOMALY_DETECTION_BAND',
      ),
    );
  });
});

describe('what is not understood', () => {
  it.each<[string, MetricMathError]>([
    ['MEDIAN(m1)', new MetricMathError('unknownFunction', 'CloudWatch has no metric math function MEDIAN. Correct its name.', 'MEDIAN')],
    [
      `SEARCH('{AWS/Lambda} Errors', 'Sum')`,
      new MetricMathError('unsupportedFunction', 'The metric math function SEARCH is not simulated. Give its result as a metric instead.', 'SEARCH'),
    ],
    ['m2 + 1', new MetricMathError('unknownId', 'The expression uses "m2", which is not among the metrics and expressions: m1.')],
    ['constructor', new MetricMathError('unknownId', 'The expression uses "constructor", which is not among the metrics and expressions: m1.')],
    ['REPEAT', new MetricMathError('argument', 'REPEAT is no value here. Call it as REPEAT(...) if it is a function.')],
    ['"text" + 1', new MetricMathError('argument', 'The text "text" is no value. Only functions such as METRICS take texts.')],
    ['[1, m1]', new MetricMathError('argument', 'An array holds time series, but one of its items is a single number.')],
    ['ABS(m1, m1)', new MetricMathError('argument', 'ABS takes 1 argument, got 2.', 'ABS')],
    ['ABS(1)', new MetricMathError('argument', 'ABS takes a time series or an array of time series, got a single number.', 'ABS')],
  ])('%s is a typed error', (expression, expected) => {
    const evaluate = (): unknown => valueOf(expression, { m1: [1] });
    expect(evaluate).toThrow(expected);
    expect(evaluate).toThrow(expect.objectContaining({ problem: expected.problem, functionName: expected.functionName }));
  });

  it('is a metric whose samples do not fit the periods', () => {
    expect(() => valueOf('m2', { m1: [1, 2], m2: [1] })).toThrow(
      new MetricMathError('argument', 'The metric "m2" has 1 samples for 2 periods. Give one per period, undefined where there is none.'),
    );
  });

  it('is found when the expression is evaluated, not when it is read', () => {
    expect(() => parseMetricMath('MEDIAN(m1)')).not.toThrow();
  });
});
