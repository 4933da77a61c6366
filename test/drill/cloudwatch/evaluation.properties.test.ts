import fc from 'fast-check';
import type { AlarmState, TreatMissingData } from '../../../core/alarm-configuration';
import { type AlarmPoint, evaluateAlarm, evaluateAlarmState } from '../../../drill/cloudwatch/evaluation';
import { defaultEvaluationRange } from '../../../drill/cloudwatch/evaluation-range';
import { GUESSES, THRESHOLD } from './notation';

const GOOD = 0;
const BAD = 9;

interface Alarm {
  readonly n: number;
  readonly m: number;
  readonly range: number;
  readonly treatment: TreatMissingData;
  readonly previous: AlarmState;
}

const treatments = fc.constantFrom<TreatMissingData>('missing', 'ignore', 'breaching', 'notBreaching');
const states = fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA');

const alarms: fc.Arbitrary<Alarm> = fc
  .record({ n: fc.integer({ min: 1, max: 6 }), extra: fc.integer({ min: 0, max: 4 }), treatment: treatments, previous: states })
  .chain(({ n, extra, treatment, previous }) =>
    fc.integer({ min: 1, max: n }).map((m) => ({ n, m, range: n + extra, treatment, previous })),
  );

const evaluations = alarms.chain((alarm) =>
  fc
    .array(fc.constantFrom<AlarmPoint>(GOOD, BAD, undefined), { minLength: alarm.range, maxLength: alarm.range })
    .map((points) => ({ alarm, points })),
);

function evaluate(alarm: Alarm, points: readonly AlarmPoint[], previousState = alarm.previous): AlarmState {
  return evaluateAlarmState({
    comparisonOperator: 'GreaterThanThreshold',
    threshold: THRESHOLD,
    evaluationPeriods: alarm.n,
    datapointsToAlarm: alarm.m,
    treatMissingData: alarm.treatment,
    points,
    previousState,
  });
}

/** The range after `silent` periods without data that follow points of one value. */
function fallingSilent(alarm: Alarm, value: number, silent: number): AlarmPoint[] {
  return Array.from({ length: alarm.range }, (_, index) => (index < alarm.range - silent ? value : undefined));
}

const count = (points: readonly AlarmPoint[], value: AlarmPoint): number => points.filter((point) => point === value).length;

describe('any alarm over any points', () => {
  it('never raises under notBreaching before M real points breach', () => {
    fc.assert(
      fc.property(evaluations, ({ alarm, points }) => {
        const state = evaluate({ ...alarm, treatment: 'notBreaching' }, points);
        if (state === 'ALARM') expect(count(points, BAD)).toBeGreaterThanOrEqual(alarm.m);
      }),
    );
  });

  it('does not turn from OK to ALARM when a breaching point is replaced by a good one', () => {
    fc.assert(
      fc.property(evaluations, fc.nat(), ({ alarm, points }, place) => {
        const better = points.map((point, index) => (index === place % points.length && point === BAD ? GOOD : point));
        if (evaluate(alarm, points) === 'OK') expect(evaluate(alarm, better)).not.toBe('ALARM');
      }),
    );
  });

  it('does not turn from ALARM to OK when a good point is replaced by a breaching one, unless ignore keeps an older state', () => {
    fc.assert(
      fc.property(evaluations, fc.nat(), ({ alarm, points }, place) => {
        const worse = points.map((point, index) => (index === place % points.length && point === GOOD ? BAD : point));
        fc.pre(alarm.treatment !== 'ignore');
        if (evaluate(alarm, points) === 'ALARM') expect(evaluate(alarm, worse)).toBe('ALARM');
      }),
    );
  });

  it('does not depend on the treatment or the previous state once N real points are in the range', () => {
    fc.assert(
      fc.property(evaluations, treatments, states, ({ alarm, points }, treatment, previous) => {
        fc.pre(points.length - count(points, undefined) >= alarm.n);
        expect(evaluate({ ...alarm, treatment }, points, previous)).toBe(evaluate(alarm, points));
      }),
    );
  });

  it('does not look at points older than the newest N when none is missing', () => {
    fc.assert(
      fc.property(evaluations, ({ alarm, points }) => {
        fc.pre(count(points, undefined) === 0);
        expect(evaluate(alarm, points)).toBe(evaluate({ ...alarm, range: alarm.n }, points.slice(-alarm.n)));
      }),
    );
  });

  it('is between the verdicts under notBreaching and breaching whenever it is OK or ALARM without keeping a state', () => {
    fc.assert(
      fc.property(evaluations, ({ alarm, points }) => {
        const asMissing = evaluate({ ...alarm, treatment: 'missing' }, points);
        if (evaluate({ ...alarm, treatment: 'notBreaching' }, points) === 'ALARM') expect(asMissing).toBe('ALARM');
        if (asMissing === 'ALARM') expect(evaluate({ ...alarm, treatment: 'breaching' }, points)).toBe('ALARM');
      }),
    );
  });

  it('has INSUFFICIENT_DATA, except as a kept state, only under missing and with fewer than M points, none of them good', () => {
    fc.assert(
      fc.property(evaluations, ({ alarm, points }) => {
        if (evaluate(alarm, points, 'OK') !== 'INSUFFICIENT_DATA') return;
        expect(alarm.treatment).toBe('missing');
        expect(count(points, GOOD)).toBe(0);
        expect(count(points, BAD)).toBeLessThan(alarm.m);
      }),
    );
  });

  it('gives the same state with and without a reason, and a reason that ends in a full stop', () => {
    fc.assert(
      fc.property(evaluations, fc.boolean(), ({ alarm, points }, setsM) => {
        const result = evaluateAlarm({
          comparisonOperator: 'GreaterThanThreshold',
          threshold: THRESHOLD,
          evaluationPeriods: alarm.n,
          ...(setsM || alarm.m !== alarm.n ? { datapointsToAlarm: alarm.m } : {}),
          treatMissingData: alarm.treatment,
          points,
          previousState: alarm.previous,
        });
        expect(result.state).toBe(evaluate(alarm, points));
        expect(result.reason).toMatch(/^[^:]+: .*\.$/);
        expect(result.reason).not.toMatch(/undefined|NaN/);
      }),
    );
  });
});

describe('quiet', () => {
  it('alarms under breaching after exactly range - N + M silent periods', () => {
    fc.assert(
      fc.property(alarms, (drawn) => {
        const alarm: Alarm = { ...drawn, treatment: 'breaching' };
        // Real points are used until they leave the range.
        const after = alarm.range - alarm.n + alarm.m;
        for (let silent = 0; silent <= alarm.range; silent++) {
          expect(evaluate(alarm, fallingSilent(alarm, GOOD, silent))).toBe(silent >= after ? 'ALARM' : 'OK');
        }
      }),
    );
  });

  it('ends an alarm under notBreaching after exactly range - M + 1 silent periods', () => {
    fc.assert(
      fc.property(alarms, (drawn) => {
        const alarm: Alarm = { ...drawn, treatment: 'notBreaching' };
        const after = alarm.range - alarm.m + 1;
        for (let silent = 0; silent <= alarm.range; silent++) {
          expect(evaluate(alarm, fallingSilent(alarm, BAD, silent))).toBe(silent >= after ? 'OK' : 'ALARM');
        }
      }),
    );
  });

  it('under missing stays in ALARM until the last breaching point leaves the range', () => {
    fc.assert(
      fc.property(alarms, (drawn) => {
        const alarm: Alarm = { ...drawn, treatment: 'missing' };
        for (let silent = 0; silent < alarm.range; silent++) {
          expect(evaluate(alarm, fallingSilent(alarm, BAD, silent))).toBe('ALARM');
        }
        expect(evaluate(alarm, fallingSilent(alarm, BAD, alarm.range))).toBe('INSUFFICIENT_DATA');
      }),
    );
  });
});

describe('the guessed evaluation range', () => {
  it('is 5 for N = 3 under every guess, as in the guide', () => {
    expect(GUESSES.map((guess) => defaultEvaluationRange(3, guess))).toEqual([5, 5]);
  });

  it('is the same under every guess up to N = 8 and wider under plusThird from N = 9', () => {
    for (let n = 1; n <= 8; n++) expect(defaultEvaluationRange(n, 'plusThird')).toBe(defaultEvaluationRange(n));
    expect(defaultEvaluationRange(9)).toBe(11);
    expect(defaultEvaluationRange(9, 'plusThird')).toBe(12);
    expect(defaultEvaluationRange(30, 'plusThird')).toBe(40);
  });
});
