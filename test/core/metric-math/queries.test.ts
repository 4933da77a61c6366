import fc from 'fast-check';
import { evaluateMetricMath } from '../../../core/metric-math/evaluate';
import { MetricMathError, parseMetricMath } from '../../../core/metric-math/expression';
import { evaluateMetricQueries, MAX_ALARM_METRICS, type MetricQuery } from '../../../core/metric-math/queries';
import { bandOf, type MathValue, singleSeries } from '../../../core/metric-math/value';
import { evaluateAlarmState } from '../../../drill/cloudwatch/evaluation';
import { inputOf, MONDAY, series } from './grid';

const GRID = { instants: [MONDAY, MONDAY + 300_000], periodSeconds: 300 };

const resultOf = (queries: readonly MetricQuery[], id: string): MathValue | undefined => evaluateMetricQueries(queries, GRID).get(id);

describe('the metrics and expressions of an alarm', () => {
  it('may use each other in any order', () => {
    const queries: MetricQuery[] = [
      { id: 'rate', expression: 'percent / 100' },
      { id: 'percent', expression: 'errors / requests * 100' },
      { id: 'errors', samples: [1, 2] },
      { id: 'requests', samples: [10, 10] },
    ];
    expect(resultOf(queries, 'rate')).toEqual({ kind: 'series', samples: [0.1, 0.2] });
    expect(resultOf(queries, 'errors')).toEqual({ kind: 'series', samples: [1, 2] });
    expect([...evaluateMetricQueries(queries, GRID).keys()]).toEqual(['rate', 'percent', 'errors', 'requests']);
  });

  it('count only metrics among METRICS()', () => {
    const queries: MetricQuery[] = [
      { id: 'm1', samples: [1, 2] },
      { id: 'e1', expression: 'm1 * 100' },
      { id: 'e2', expression: 'SUM(METRICS()) + 0 * e1' },
    ];
    expect(resultOf(queries, 'e2')).toEqual({ kind: 'series', samples: [1, 2] });
  });

  it.each<[string, MetricQuery[], string]>([
    ['a circle', [{ id: 'e1', expression: 'e2' }, { id: 'e2', expression: 'e1 + 1' }], 'Expressions use each other in a circle: e1 -> e2 -> e1.'],
    ['an id given twice', [{ id: 'm1', samples: [1, 2] }, { id: 'm1', expression: '1' }], 'The id "m1" is used by two entries. Give each its own.'],
    ['an id in capitals', [{ id: 'M1', samples: [1, 2] }], '"M1" is no id. Ids begin with a lower-case letter and hold letters, digits and underscores.'],
    ['an id that is not there', [{ id: 'e1', expression: 'm9' }], 'The expression uses "m9", which is not among the metrics and expressions: there are none.'],
    [
      'a single number as a result',
      [{ id: 'm1', samples: [1, 2] }, { id: 'e1', expression: 'AVG(m1)' }],
      'The expression "e1" gives a single number. Use it inside a larger expression, such as TIME_SERIES(...).',
    ],
  ])('must not have %s', (_case, queries, message) => {
    expect(() => evaluateMetricQueries(queries, GRID)).toThrow(message);
    expect(() => evaluateMetricQueries(queries, GRID)).toThrow(MetricMathError);
  });

  it('are ten at most', () => {
    expect(MAX_ALARM_METRICS).toBe(10);
  });
});

describe('the result an alarm looks at', () => {
  it('is one time series', () => {
    expect(singleSeries({ kind: 'series', samples: [1] }, 'e1')).toEqual([1]);
    expect(singleSeries({ kind: 'array', series: [[1]] }, 'e1')).toEqual([1]);
  });

  it.each<[MathValue, string]>([
    [{ kind: 'scalar', value: 1 }, 'An alarm needs exactly one time series, but e1 gives a single number. Use it inside a larger expression, such as TIME_SERIES(e1).'],
    [{ kind: 'array', series: [[1], [2]] }, 'An alarm needs exactly one time series, but e1 gives an array of time series. Combine them, for example with SUM or MAX.'],
  ])('is not %j', (value, message) => {
    expect(() => singleSeries(value, 'e1')).toThrow(new MetricMathError('result', message));
  });

  it('feeds an anomaly detection alarm with its band', () => {
    const anomalyBand = (): ({ lower: number; upper: number } | undefined)[] => [undefined, { lower: 1, upper: 3 }];
    const values = evaluateMetricQueries(
      [
        { id: 'm1', samples: [9, 9] },
        { id: 'band', expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
      ],
      { ...GRID, anomalyBand },
    );
    const bands = bandOf(values.get('band') as MathValue, 'band');
    expect(bands).toEqual([undefined, { lower: 1, upper: 3 }]);
    const points = singleSeries(values.get('m1') as MathValue, 'm1');
    const alarm = { comparisonOperator: 'GreaterThanUpperThreshold', bands, points, previousState: 'OK' } as const;
    expect(evaluateAlarmState({ ...alarm, evaluationPeriods: 1 })).toBe('ALARM');
    expect(evaluateAlarmState({ ...alarm, evaluationPeriods: 2, treatMissingData: 'notBreaching' })).toBe('OK');
  });

  it('may be an expression with a band of its own', () => {
    const asked: string[] = [];
    const anomalyBand = (id: string): { lower: number; upper: number }[] => {
      asked.push(id);
      return [{ lower: 1, upper: 3 }, { lower: 1, upper: 3 }];
    };
    const values = evaluateMetricQueries(
      [
        { id: 'band', expression: 'ANOMALY_DETECTION_BAND(e1, 2)' },
        { id: 'e1', expression: 'IF(m1 < 5, 5, m1)' },
        { id: 'm1', samples: [1, 9] },
      ],
      { ...GRID, anomalyBand },
    );
    expect(asked).toEqual(['e1']);
    expect(bandOf(values.get('band') as MathValue, 'band')).toEqual([{ lower: 1, upper: 3 }, { lower: 1, upper: 3 }]);
  });

  it('is no band unless it comes from ANOMALY_DETECTION_BAND', () => {
    expect(() => bandOf({ kind: 'array', series: [[1], [2]] }, 'e1')).toThrow(
      new MetricMathError('result', 'An anomaly detection alarm needs a band, but e1 gives an array of time series. Use ANOMALY_DETECTION_BAND(id, width).'),
    );
  });
});

describe('a daily check with FILL(m1, 0)', () => {
  it('alarms after the first silent period, where the bare metric waits for the whole evaluation range', () => {
    const samples = series('1 1 -');
    const filled = singleSeries(evaluateMetricMath(parseMetricMath('FILL(m1, 0)'), inputOf({ m1: samples })), 'e1');
    const alarm = { comparisonOperator: 'LessThanThreshold', threshold: 1, evaluationPeriods: 1, treatMissingData: 'breaching', previousState: 'OK' } as const;
    expect(evaluateAlarmState({ ...alarm, points: samples })).toBe('OK');
    expect(evaluateAlarmState({ ...alarm, points: filled })).toBe('ALARM');
  });
});

describe('any expression that can be read', () => {
  const pieces = fc.constantFrom('m1', 'm2', '2', 'SUM(m1)', '[m1, m2]', 'METRICS()', 'FILL(m1, 0)', 'IF(m1 > 1, m2)', 'RATE(m2)', '"x"', 'REPEAT', 'DAY(m1)', 'SLICE(METRICS(), 1)');
  const operators = fc.constantFrom('+', '-', '*', '/', '^', '>', '==', 'AND', '||');

  it('is evaluated, or refused with a metric math error, and never gives a number that is not finite', () => {
    const metrics = { m1: series('1 - 3'), m2: series('- - 0') };
    fc.assert(
      fc.property(pieces, fc.array(fc.tuple(operators, pieces), { maxLength: 5 }), (first, rest) => {
        const text = first + rest.map(([operator, piece]) => ` ${operator} ${piece}`).join('');
        try {
          const value = evaluateMetricMath(parseMetricMath(text), inputOf(metrics));
          const samples = value.kind === 'scalar' ? [value.value] : value.kind === 'series' ? value.samples : value.series.flat();
          samples.forEach((sample) => expect(sample === undefined || Number.isFinite(sample)).toBe(true));
        } catch (error) {
          expect(error).toBeInstanceOf(MetricMathError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
