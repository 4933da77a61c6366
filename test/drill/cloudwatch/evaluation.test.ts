import {
  AlarmConfigurationError, type AlarmState, type AnomalyBand, defaultTreatMissingData, parseComparisonOperator,
  type StaticComparisonOperator, type TreatMissingData,
} from '../../../core/alarm-configuration';
import { type AlarmEvaluationInput, evaluateAlarm, evaluateAlarmState } from '../../../drill/cloudwatch/evaluation';
import { pointsOf, THRESHOLD } from './notation';

/** Keeps the state from before. */
const RETAIN = 'Retain current state';

type Expected = AlarmState | typeof RETAIN;

interface Settings {
  readonly n?: number;
  readonly m?: number;
  readonly treatment?: TreatMissingData;
  readonly previous?: AlarmState;
}

function input(notation: string, { n = 3, m, treatment, previous = 'OK' }: Settings = {}): AlarmEvaluationInput {
  return {
    comparisonOperator: 'GreaterThanThreshold',
    threshold: THRESHOLD,
    evaluationPeriods: n,
    points: pointsOf(notation),
    previousState: previous,
    ...(m === undefined ? {} : { datapointsToAlarm: m }),
    ...(treatment === undefined ? {} : { treatMissingData: treatment }),
  };
}

function expectState(notation: string, settings: Settings, expected: Expected): void {
  for (const previous of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
    const state = evaluateAlarmState(input(notation, { ...settings, previous }));
    expect({ previous, state }).toEqual({ previous, state: expected === RETAIN ? previous : expected });
  }
}

const TREATMENTS: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

describe('the table of the CloudWatch guide for 3 out of 3 with an evaluation range of 5', () => {
  it.each<[string, ...Expected[]]>([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', RETAIN, 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', RETAIN, 'ALARM', 'OK'],
    // From the older edition of the guide; today's edition says of `missing` only that it does not go to ALARM.
    ['- - - - X', 'INSUFFICIENT_DATA', RETAIN, 'ALARM', 'OK'],
  ])('%s gives missing %s, ignore %s, breaching %s, notBreaching %s', (notation, ...expected) => {
    TREATMENTS.forEach((treatment, index) => expectState(notation, { n: 3, m: 3, treatment }, expected[index] as Expected));
  });

  it('puts the second row into ALARM one silent period later when missing data breaches', () => {
    expectState('- - - - -', { n: 3, m: 3, treatment: 'breaching' }, 'ALARM');
  });
});

describe('the table of the CloudWatch guide for 2 out of 3 with an evaluation range of 5', () => {
  it.each<[string, ...Expected[]]>([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', RETAIN, 'ALARM', 'OK'],
    // From the older edition of the guide, as above.
    ['- - - - X', 'INSUFFICIENT_DATA', RETAIN, 'ALARM', 'OK'],
  ])('%s gives missing %s, ignore %s, breaching %s, notBreaching %s', (notation, ...expected) => {
    TREATMENTS.forEach((treatment, index) => expectState(notation, { n: 3, m: 2, treatment }, expected[index] as Expected));
  });
});

describe('premature alarms under the default treatment', () => {
  it.each<[string, number, AlarmState]>([
    ['- - - - X', 3, 'INSUFFICIENT_DATA'],
    ['- - - X -', 3, 'INSUFFICIENT_DATA'],
    ['- - X - -', 3, 'ALARM'],
    ['- X - - -', 3, 'ALARM'],
    ['X - - - -', 3, 'ALARM'],
    ['- - X X -', 3, 'ALARM'],
    ['- - - X X', 3, 'INSUFFICIENT_DATA'],
    ['- - - - X', 2, 'INSUFFICIENT_DATA'],
    ['- - - X -', 2, 'ALARM'],
    ['- - - - X', 1, 'ALARM'],
    ['- - X - 0', 3, 'OK'],
    ['- - - X 0', 3, 'OK'],
  ])('%s with M = %i is %s', (notation, m, expected) => {
    expectState(notation, { n: 3, m, treatment: 'missing' }, expected);
  });

  it('retains the state under ignore while every real point breaches and there are fewer than M', () => {
    expectState('- - - - X', { n: 3, m: 3, treatment: 'ignore' }, RETAIN);
    expectState('X - - - X', { n: 3, m: 3, treatment: 'ignore' }, RETAIN);
  });

  it('alarms under ignore and notBreaching once M real points breach, whatever is missing', () => {
    expectState('- - X X -', { n: 3, m: 2, treatment: 'ignore' }, 'ALARM');
    expectState('- - X X -', { n: 3, m: 2, treatment: 'notBreaching' }, 'ALARM');
  });
});

describe('the choice of points', () => {
  it('looks at the newest N points only when none is missing', () => {
    expectState('X X 0 0 0', { n: 3, m: 1, treatment: 'breaching' }, 'OK');
  });

  it('reaches back for real points before it uses the treatment', () => {
    expectState('X 0 - - 0', { n: 3, m: 1, treatment: 'notBreaching' }, 'ALARM');
  });

  it('uses no fill and no older point once N real points are found', () => {
    expectState('X - 0 - 0', { n: 2, m: 1, treatment: 'breaching' }, 'OK');
  });

  it('fills up to N periods, however many of the range are missing', () => {
    expectState('0 - - - -', { n: 3, m: 3, treatment: 'breaching' }, 'OK');
    expectState('0 - - - -', { n: 3, m: 2, treatment: 'breaching' }, 'ALARM');
  });

  it('treats missing data as missing and needs all N points to breach when nothing is set', () => {
    expect(evaluateAlarmState(input('- - -', { n: 3 }))).toBe('INSUFFICIENT_DATA');
    expect(evaluateAlarmState(input('X X 0', { n: 3 }))).toBe('OK');
    expect(evaluateAlarmState(input('X X X', { n: 3 }))).toBe('ALARM');
  });

  it('ignores missing data by default for DynamoDB only', () => {
    expect(defaultTreatMissingData('AWS/DynamoDB')).toBe('ignore');
    expect(defaultTreatMissingData('AWS/Lambda')).toBe('missing');
    expect(defaultTreatMissingData()).toBe('missing');
  });
});

describe('the comparison operators', () => {
  it.each<[StaticComparisonOperator, boolean, boolean, boolean]>([
    ['GreaterThanThreshold', false, false, true],
    ['GreaterThanOrEqualToThreshold', false, true, true],
    ['LessThanThreshold', true, false, false],
    ['LessThanOrEqualToThreshold', true, true, false],
  ])('%s breaches below, at, above the threshold: %s, %s, %s', (comparisonOperator, ...breaches) => {
    const states = [4, 5, 6].map((point) =>
      evaluateAlarmState({ comparisonOperator, threshold: 5, evaluationPeriods: 1, points: [point], previousState: 'OK' }),
    );
    expect(states).toEqual(breaches.map((breach) => (breach ? 'ALARM' : 'OK')));
  });

  const band: AnomalyBand = { lower: 10, upper: 20 };

  it.each([
    ['LessThanLowerOrGreaterThanUpperThreshold', true, false, false, true],
    ['LessThanLowerThreshold', true, false, false, false],
    ['GreaterThanUpperThreshold', false, false, false, true],
  ] as const)('%s breaches below, at the edges of and above the band: %s, %s, %s, %s', (comparisonOperator, ...breaches) => {
    const states = [9, 10, 20, 21].map((point) =>
      evaluateAlarmState({ comparisonOperator, bands: [band], evaluationPeriods: 1, points: [point], previousState: 'OK' }),
    );
    expect(states).toEqual(breaches.map((breach) => (breach ? 'ALARM' : 'OK')));
  });

  it('judges each point by the band of its own period', () => {
    const bands = [band, { lower: 100, upper: 200 }];
    const evaluate = (points: number[]): AlarmState =>
      evaluateAlarmState({ comparisonOperator: 'GreaterThanUpperThreshold', bands, evaluationPeriods: 2, datapointsToAlarm: 1, points, previousState: 'OK' });
    expect(evaluate([15, 150])).toBe('OK');
    expect(evaluate([150, 15])).toBe('ALARM');
  });

  it('counts a point without a band as missing', () => {
    const state = evaluateAlarmState({
      comparisonOperator: 'GreaterThanUpperThreshold',
      bands: [undefined],
      evaluationPeriods: 1,
      points: [99],
      previousState: 'OK',
    });
    expect(state).toBe('INSUFFICIENT_DATA');
  });

  it('reads an operator from a template, and lists the known ones for any other', () => {
    expect(parseComparisonOperator('LessThanThreshold')).toBe('LessThanThreshold');
    expect(parseComparisonOperator('LessThanLowerThreshold')).toBe('LessThanLowerThreshold');
    expect(() => parseComparisonOperator('>=')).toThrow(
      new AlarmConfigurationError(
        '">=" is no comparison operator of a CloudWatch alarm. Use one of: GreaterThanThreshold, GreaterThanOrEqualToThreshold, ' +
          'LessThanThreshold, LessThanOrEqualToThreshold, LessThanLowerOrGreaterThanUpperThreshold, LessThanLowerThreshold, GreaterThanUpperThreshold.',
      ),
    );
  });
});

describe('the reason', () => {
  it.each<[string, string, Settings, string]>([
    ['an alarm without M', '0 0 X', { n: 1 }, 'Threshold Crossed: 1 datapoint [9.0] was greater than the threshold (5.0).'],
    ['several breaching points, newest first', 'X X', { n: 2 }, 'Threshold Crossed: 2 datapoints [9.0, 9.0] were greater than the threshold (5.0).'],
    ['a recovery without M', 'X 0', { n: 1 }, 'Threshold Crossed: 1 datapoint [0.0] was not greater than the threshold (5.0).'],
    ['M of N', '0 X X', { n: 3, m: 2 }, 'Threshold Crossed: 2 out of the last 3 datapoints [9.0, 9.0] were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).'],
    ['a recovery of M of N', '0 X 0', { n: 3, m: 2 }, 'Threshold Crossed: 2 out of the last 3 datapoints [0.0, 0.0] were not greater than the threshold (5.0) (minimum 2 datapoints for ALARM -> OK transition).'],
    ['breaching points and fills', '- - X', { n: 3, m: 1, treatment: 'notBreaching' }, 'Threshold Crossed: 1 out of the last 3 datapoints [9.0] was greater than the threshold (5.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).'],
    ['one breaching fill', '- X', { n: 2, treatment: 'breaching' }, 'Threshold Crossed: 1 datapoint [9.0] was greater than the threshold (5.0) and 1 missing datapoint was treated as [Breaching].'],
    ['nothing but breaching fills', '- -', { n: 2, treatment: 'breaching' }, 'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].'],
    ['nothing but a good fill', '-', { n: 1, treatment: 'notBreaching' }, 'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].'],
    ['fills that outvote a good point', '- - 0', { n: 3, m: 2, treatment: 'breaching' }, 'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].'],
    ['no data', '- - -', { n: 1 }, 'Insufficient Data: 1 datapoint was unknown.'],
    ['no data in several periods', '- - -', { n: 3 }, 'Insufficient Data: 3 datapoints were unknown.'],
    ['a kept state', '- - -', { n: 3, treatment: 'ignore' }, 'State Retained: 3 datapoints were missing and missing data is ignored.'],
    ['a premature alarm', '- - X - -', { n: 3 }, 'Threshold Crossed: 1 datapoint [9.0] was greater than the threshold (5.0) and no newer datapoint shows a recovery; 2 datapoints were missing.'],
    ['a breach too young to alarm', '- - - - X', { n: 3 }, 'Insufficient Data: 1 datapoint [9.0] was greater than the threshold (5.0) and 2 datapoints were missing.'],
  ])('has CloudWatch\'s wording for %s, or our own where CloudWatch publishes none', (_case, notation, settings, reason) => {
    expect(evaluateAlarm(input(notation, settings)).reason).toBe(reason);
  });

  it('shows when each period began, in UTC as dd/mm/yy', () => {
    const result = evaluateAlarm({ ...input('X 0', { n: 2, m: 1 }), periodStarts: [Date.UTC(2026, 7, 19, 5, 44), Date.UTC(2026, 7, 19, 5, 47)] });
    expect(result).toEqual({
      state: 'ALARM',
      reason:
        'Threshold Crossed: 1 out of the last 2 datapoints [9.0 (19/08/26 05:44:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
    });
  });

  it('names the edges of the band for each point, newest first', () => {
    const bands = [
      { lower: 1, upper: 2 },
      { lower: 3.5, upper: 4 },
    ];
    const evaluate = (points: number[], previousState: AlarmState): string =>
      evaluateAlarm({
        comparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
        bands,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        points,
        previousState,
      }).reason;
    expect(evaluate([0, 5], 'OK')).toBe(
      'Thresholds Crossed: 2 out of the last 2 datapoints [5.0, 0.0] were less than the lower thresholds [3.5, 1.0] or greater than the upper thresholds [4.0, 2.0] (minimum 2 datapoints for OK -> ALARM transition).',
    );
    expect(evaluate([0, 4], 'ALARM')).toBe(
      'Thresholds Crossed: 1 out of the last 2 datapoints [4.0] was not less than the lower thresholds [3.5] or not greater than the upper thresholds [4.0] (minimum 1 datapoint for ALARM -> OK transition).',
    );
  });
});

describe('settings that do not fit together', () => {
  it.each<[string, Partial<AlarmEvaluationInput>, string]>([
    ['N below 1', { evaluationPeriods: 0 }, 'EvaluationPeriods must be a whole number of at least 1, got 0.'],
    ['M above N', { datapointsToAlarm: 4 }, 'DatapointsToAlarm must be a whole number from 1 to EvaluationPeriods (3), got 4.'],
    ['M below 1', { datapointsToAlarm: 0 }, 'DatapointsToAlarm must be a whole number from 1 to EvaluationPeriods (3), got 0.'],
    [
      'a range shorter than N',
      { points: [1, 2] },
      'The evaluation range must hold at least EvaluationPeriods (3) points, got 2. Give periods without data as undefined.',
    ],
    ['NaN', { points: [1, Number.NaN, 2] }, 'A point of the evaluation range is NaN. Give a period without data as undefined.'],
  ])('%s is refused', (_case, change, message) => {
    expect(() => evaluateAlarm({ ...input('0 0 0'), ...change } as AlarmEvaluationInput)).toThrow(new AlarmConfigurationError(message));
  });

  it('asks for one band per point', () => {
    expect(() =>
      evaluateAlarm({ comparisonOperator: 'LessThanLowerThreshold', bands: [], evaluationPeriods: 1, points: [1], previousState: 'OK' }),
    ).toThrow(new AlarmConfigurationError('LessThanLowerThreshold needs one band per point: got 0 bands for 1 points.'));
  });
});
