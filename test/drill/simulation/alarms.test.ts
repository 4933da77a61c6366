import fc from 'fast-check';
import { HOUR, Instant, MINUTE } from '../../../core/time';
import { AlarmCenter } from '../../../drill/simulation/alarms/alarm-center';
import type { Condition } from '../../../drill/simulation/conditions';
import { Stream } from '../../../drill/simulation/series';
import type { SimulationSettings } from '../../../drill';
import type { AlarmModel, MetricIdentity } from '../../../template/model';
import { alarmOf, compositeOf } from '../accounts';
import { at, Bench, START, timeOf } from './bench';

const M1: MetricIdentity = { namespace: 'Test', metricName: 'm1', dimensions: {} };
const M2: MetricIdentity = { namespace: 'Test', metricName: 'm2', dimensions: {} };

interface Point { readonly at: Instant; readonly value: number; readonly delay?: number; readonly metric?: MetricIdentity }

/** Alarms over given points, with the actions that they take. */
class Playground {
  public readonly bench: Bench;
  public readonly actions: string[] = [];
  readonly #center: AlarmCenter;

  public constructor(parts: Pick<Bench['account'], 'alarms'> & Partial<Bench['account']>, points: readonly Point[] = [], settings: Partial<SimulationSettings> = {}, conditions: readonly Condition[] = []) {
    this.bench = new Bench({ account: parts, settings, conditions });
    this.#center = new AlarmCenter(this.bench, ({ model }, { at: instant, actedAt, to }) => this.actions.push(`${timeOf(actedAt ?? instant)} ${model.name} ${to}`));
    for (const { at: instant, value, delay = MINUTE, metric = M1 } of points) {
      this.bench.queue.at(instant, () => this.bench.store.find(metric)?.add({ at: instant, value, visibleAt: instant + delay }));
    }
  }

  public async until(instant: Instant): Promise<this> {
    await this.bench.until(instant);
    return this;
  }

  public get unplayed(): AlarmCenter['unplayed'] {
    return this.#center.unplayed;
  }

  /** Changes of state, as `02:01:00 ALARM`. */
  public history(name = 'alarm'): string[] {
    return this.#center.alarms.find(({ model }) => model.name === name)!.history.map(({ at: instant, to }) => `${timeOf(instant)} ${to}`);
  }

  public stateOf(name = 'alarm'): string {
    return this.#center.alarms.find(({ model }) => model.name === name)!.state;
  }

  public reasons(name = 'alarm'): string[] {
    return this.#center.alarms.find(({ model }) => model.name === name)!.history.map(({ reason }) => reason);
  }
}

const every = (minutes: number, from: Instant, to: Instant, value: number): Point[] =>
  Array.from({ length: Math.floor((to - from) / (minutes * MINUTE)) }, (_, index) => ({ at: from + index * minutes * MINUTE, value }));

describe('a metric alarm', () => {
  test('It is evaluated every minute, and uses a point at the first evaluation after its publication.', async () => {
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1)] }, [{ at: at('02:00:30'), value: 1, delay: 90_000 }]).until(at('03:00'));
    expect(playground.history()).toEqual(['00:00:00 OK', '02:02:00 ALARM', '02:16:00 OK']);
  });

  test('A single bad point keeps a 1 of 1 alarm in ALARM for the whole evaluation range, here three periods.', async () => {
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1)] }, [{ at: at('02:00'), value: 1 }]).until(at('03:00'));
    expect(playground.history()).toEqual(['00:00:00 OK', '02:01:00 ALARM', '02:16:00 OK']);
  });

  test('The width of the range is a setting, because AWS does not document it.', async () => {
    const points = [{ at: at('02:00'), value: 1 }];
    const alarms = [alarmOf('alarm', M1, { evaluationPeriods: 9, datapointsToAlarm: 1 })];
    expect((await new Playground({ alarms }, points, { evaluationRange: 'plusTwo' }).until(at('05:00'))).history().at(-1)).toBe('02:56:00 OK');
    expect((await new Playground({ alarms }, points, { evaluationRange: 'plusThird' }).until(at('05:00'))).history().at(-1)).toBe('03:01:00 OK');
  });

  test('Actions are taken only on changes of the state.', async () => {
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1)] }, every(5, at('02:00'), at('04:00'), 1)).until(at('06:00'));
    expect(playground.actions).toEqual(['00:00:00 alarm OK', '02:01:00 alarm ALARM', '04:11:00 alarm OK']);
  });

  test('Its reason has CloudWatch\'s wording.', async () => {
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1)] }, [{ at: at('02:00'), value: 3 }]).until(at('02:05'));
    expect(playground.reasons().at(-1)).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [3.0 (01/06/26 01:56:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).',
    );
  });

  test('It begins with insufficient data, and stays so without data when missing data is treated as missing.', async () => {
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1, { treatMissingData: 'missing' })] }).until(at('02:00'));
    expect(playground.history()).toEqual([]);
    expect(playground.stateOf()).toBe('INSUFFICIENT_DATA');
  });

  test('An alarm on a steady stream goes off when the stream ends, after as many periods as its range is wide.', async () => {
    const alarm = alarmOf('alarm', M1, {
      statistic: 'SampleCount', comparisonOperator: 'LessThanThreshold', evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'breaching',
    });
    const playground = new Playground({ alarms: [alarm] });
    const series = playground.bench.store.find(M1)!;
    const stream = new Stream(START, 5 * MINUTE, 1, MINUTE);
    playground.bench.queue.at(START, () => series.open(stream));
    playground.bench.queue.at(at('06:00', 2), () => series.closeBefore(stream, at('06:00', 2)));
    await playground.until(at('12:00', 2));
    // Five periods of five minutes after the last point, which came at 05:55.
    expect(playground.history().slice(-1)).toEqual(['06:21:00 ALARM']);
  });

  test('Metric math counts a metric without points as 0.', async () => {
    const alarm = {
      ...alarmOf('alarm', M1),
      entries: [
        { id: 'e', returnData: true, expression: 'm1+m2' },
        { id: 'm1', returnData: false, metric: { ...M1, statistic: 'Sum', periodSeconds: 300 } },
        { id: 'm2', returnData: false, metric: { ...M2, statistic: 'Sum', periodSeconds: 300 } },
      ],
    };
    const playground = await new Playground({ alarms: [alarm] }, [{ at: at('02:00'), value: 1, metric: M2 }]).until(at('03:00'));
    expect(playground.history()).toEqual(['00:00:00 OK', '02:01:00 ALARM', '02:16:00 OK']);
  });

  test('An expression that uses the time is evaluated although no point comes.', async () => {
    const alarm = { ...alarmOf('alarm', M1), entries: [
      { id: 'e', returnData: true, expression: 'IF(HOUR(m1) == 3, 1, 0)' },
      { id: 'm1', returnData: false, metric: { ...M1, statistic: 'Sum', periodSeconds: 300 } },
    ] };
    const playground = await new Playground({ alarms: [alarm] }).until(at('05:00'));
    expect(playground.history()).toEqual(['00:00:00 OK', '03:05:00 ALARM', '04:05:00 OK']);
  });

  test('An alarm that looks back more than a day is evaluated only at the full hour.', async () => {
    const alarm = alarmOf('alarm', M1, { periodSeconds: 86_400, evaluationPeriods: 2, datapointsToAlarm: 1 });
    const playground = await new Playground({ alarms: [alarm] }, [{ at: at('10:02'), value: 1 }]).until(at('12:00'));
    expect(playground.history()).toEqual(['00:00:00 OK', '11:00:00 ALARM']);
  });

  test('A wall clock alarm looks at whole days of its zone.', async () => {
    const alarm = alarmOf('alarm', M1, {
      periodSeconds: 86_400, comparisonOperator: 'LessThanThreshold', treatMissingData: 'breaching', wallClock: { timeZone: 'Europe/Berlin' },
    });
    const runs = [0, 1, 3].map((day) => ({ at: at('02:00', day), value: 1 }));
    const playground = await new Playground({ alarms: [alarm] }, runs).until(at('23:59', 4));
    // Midnight in Berlin is 22:00 in UTC. The third day has no run, and the fourth day shows it when it begins.
    expect(playground.history()).toEqual(['00:00:00 ALARM', '22:00:00 OK', '22:00:00 ALARM', '22:00:00 OK', '22:00:00 ALARM']);
  });

  test('A sliding alarm on a day goes off only when the last run has left its range, days later.', async () => {
    const alarm = alarmOf('alarm', M1, { periodSeconds: 86_400, comparisonOperator: 'LessThanThreshold', treatMissingData: 'breaching' });
    const playground = await new Playground({ alarms: [alarm] }, [0, 1, 2].map((day) => ({ at: at('02:00', day), value: 1 }))).until(at('12:00', 6));
    expect(playground.history()).toEqual(['00:00:00 ALARM', '02:01:00 OK', '02:01:00 ALARM']);
    expect(playground.reasons().at(-1)).toContain('no datapoints were received for 1 period');
  });

  test('It stays silent during its warm-up, which ends when its window is full.', async () => {
    const alarm = alarmOf('alarm', M1, { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'breaching', comparisonOperator: 'LessThanThreshold', warmUp: { minutes: 60, onlyAfter: false } });
    const playground = await new Playground({ alarms: [alarm] }, every(5, at('00:20'), at('02:00'), 1)).until(at('01:30'));
    expect(playground.history()).toEqual(['00:35:00 OK']);
  });

  test('After a warm-up without data, missing data counts.', async () => {
    const alarm = alarmOf('alarm', M1, { treatMissingData: 'breaching', comparisonOperator: 'LessThanThreshold', warmUp: { minutes: 60, onlyAfter: false } });
    expect((await new Playground({ alarms: [alarm] }).until(at('01:30'))).history()).toEqual(['01:00:00 ALARM']);
  });

  test('A percentile of too few samples keeps the state when the alarm is configured so.', async () => {
    const points = [{ at: at('02:00'), value: 9 }];
    const alarm = (evaluateLowSampleCount: 'evaluate' | 'ignore'): AlarmModel => alarmOf('alarm', M1, { statistic: 'p99', evaluateLowSampleCount });
    expect((await new Playground({ alarms: [alarm('evaluate')] }, points).until(at('03:00'))).history()).toContain('02:01:00 ALARM');
    expect((await new Playground({ alarms: [alarm('ignore')] }, points).until(at('03:00'))).history()).toEqual([]);
  });

  test('An unsupported function is listed, and affects no other alarm.', async () => {
    const broken = { ...alarmOf('broken', M1), entries: [{ id: 'e', returnData: true, expression: 'SEARCH(\'{Test}\')' }] };
    const playground = await new Playground({ alarms: [broken, alarmOf('alarm', M1)] }, [{ at: at('02:00'), value: 1 }]).until(at('02:10'));
    expect(playground.unplayed).toEqual([{ name: 'broken', why: 'The metric math function SEARCH is not simulated. Give its result as a metric instead.' }]);
    expect(playground.stateOf()).toBe('ALARM');
  });
});

describe('an anomaly alarm', () => {
  const alarm: AlarmModel = {
    ...alarmOf('alarm', M1, { comparisonOperator: 'GreaterThanUpperThreshold', thresholdMetricId: 'band', threshold: undefined }),
    entries: [
      { id: 'band', returnData: true, expression: 'ANOMALY_DETECTION_BAND(slow, 3)' },
      { id: 'slow', returnData: true, expression: 'IF(raw < 10, 10, raw)' },
      { id: 'raw', returnData: false, metric: { ...M1, statistic: 'Maximum', periodSeconds: 300 } },
    ],
  };
  const hourly = (from: Instant, count: number, value: (index: number) => number): Point[] =>
    Array.from({ length: count }, (_, index) => ({ at: from + index * HOUR, value: value(index) }));

  test('It has no band before three hours of data, so nothing breaches.', async () => {
    const playground = await new Playground({ alarms: [alarm] }, hourly(at('00:10'), 3, () => 1000)).until(at('02:59'));
    expect(playground.history()).toEqual(['00:00:00 OK']);
  });

  test('It goes off for a value far above what it has learned, and not for usual noise.', async () => {
    const points = [...hourly(at('00:10'), 100, (index) => 20 + (index % 5)), { at: at('05:00', 4), value: 60 }];
    const playground = await new Playground({ alarms: [alarm] }, points).until(at('06:00', 4));
    expect(playground.history()).toEqual(['00:00:00 OK', '05:01:00 ALARM', '05:16:00 OK']);
  });

  test('Below a floor it treats all runs alike.', async () => {
    const points = hourly(at('00:10'), 100, (index) => (index === 99 ? 9 : 1));
    expect((await new Playground({ alarms: [alarm] }, points).until(at('06:00', 4))).history()).toEqual(['00:00:00 OK']);
  });

  test('It forgets what is older than two weeks.', async () => {
    const points = [...hourly(at('00:10'), 24 * 15, () => 20), ...hourly(at('00:10', 15), 24 * 15, () => 100), { at: at('00:40', 30), value: 110 }];
    const playground = await new Playground({ alarms: [alarm] }, points).until(at('01:00', 30));
    expect(playground.history().length).toBeGreaterThan(1);
    expect(playground.stateOf()).toBe('OK');
  });
});

describe('composite alarms', () => {
  const children = [alarmOf('a', M1), alarmOf('b', M2)];
  const down = (name: string): readonly Point[] => [{ at: at('02:00'), value: 1, metric: name === 'a' ? M1 : M2 }];

  test('A composite alarm follows its children at once.', async () => {
    const composite = compositeOf('alarm', 'ALARM(a) OR ALARM(b)');
    const playground = await new Playground({ alarms: children, compositeAlarms: [composite] }, down('b')).until(at('03:00'));
    expect(playground.history()).toEqual(['00:00:00 OK', '02:01:00 ALARM', '02:16:00 OK']);
  });

  test('A composite alarm may follow composite alarms, and may name ARNs.', async () => {
    const inner = compositeOf('inner', `ALARM(${children[0]!.arn})`);
    const playground = await new Playground({ alarms: children, compositeAlarms: [compositeOf('alarm', 'ALARM("inner")'), inner] }, down('a')).until(at('02:05'));
    expect(playground.stateOf()).toBe('ALARM');
  });

  test('Its actions wait for the suppressor, and are not taken while that is in ALARM.', async () => {
    const composite = compositeOf('alarm', 'ALARM(a)', { suppressor: { alarm: 'b', waitSeconds: 120, extensionSeconds: 120 } });
    const quiet = await new Playground({ alarms: children, compositeAlarms: [composite] }, [...down('a'), ...down('b')]).until(at('02:10'));
    expect(quiet.actions.filter((action) => action.includes('alarm ALARM'))).toEqual([]);
    const unmuted = await new Playground({ alarms: children, compositeAlarms: [composite] }, down('a')).until(at('02:10'));
    expect(unmuted.actions).toContain('02:03:00 alarm ALARM');
  });

  test('Suppressed actions follow when the suppressor and its extension have ended.', async () => {
    const composite = compositeOf('alarm', 'ALARM(a)', { suppressor: { alarm: 'b', waitSeconds: 60, extensionSeconds: 60 } });
    const points = [...every(5, at('02:00'), at('04:00'), 1), ...down('b')];
    const playground = await new Playground({ alarms: children, compositeAlarms: [composite] }, points).until(at('03:00'));
    expect(playground.actions).toContain('02:17:00 alarm ALARM');
  });

  test('A rule that names a missing alarm is listed.', async () => {
    const playground = await new Playground({ alarms: children, compositeAlarms: [compositeOf('alarm', 'ALARM(missing)')] }).until(at('01:00'));
    expect(playground.unplayed).toEqual([{ name: 'alarm', why: 'The alarm rule refers to "missing", but there is no such alarm. Create it first or correct its name.' }]);
  });
});

describe('mute rules', () => {
  const rule = {
    stack: 'App', logicalId: 'Mute', name: 'mute', expression: 'cron(0 2 * * *)', durationSeconds: 3600, timeZone: 'UTC', alarmNames: ['alarm'],
  };

  test('Actions are muted in the window, and run at its end if the alarm is still in that state.', async () => {
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1)], muteRules: [rule] }, every(5, at('02:10'), at('04:00'), 1)).until(at('03:30'));
    expect(playground.history()).toContain('02:11:00 ALARM');
    expect(playground.actions).toEqual(['00:00:00 alarm OK', '03:00:00 alarm ALARM']);
  });

  test('A condition mutes as a rule does.', async () => {
    const muted: Condition = { from: at('02:00'), to: at('03:00'), mutes: (name) => name === 'alarm' };
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1)] }, every(5, at('02:10'), at('04:00'), 1), {}, [muted]).until(at('03:30'));
    expect(playground.actions).toEqual(['00:00:00 alarm OK', '03:00:00 alarm ALARM']);
  });

  test('Nobody is notified of what has ended before the window does.', async () => {
    const playground = await new Playground({ alarms: [alarmOf('alarm', M1)], muteRules: [rule] }, [{ at: at('02:10'), value: 1 }]).until(at('03:30'));
    expect(playground.actions).toEqual(['00:00:00 alarm OK', '03:00:00 alarm OK']);
  });
});

describe('skipped evaluations', () => {
  const point = fc.record({ minutes: fc.integer({ min: 0, max: 600 }), seconds: fc.integer({ min: 0, max: 59 }), value: fc.constantFrom(0, 0, 1, 2), delay: fc.integer({ min: 0, max: 900 }), second: fc.boolean() });
  const settings = fc.record({
    periodSeconds: fc.constantFrom(60, 300, 360, 900, 3600), evaluationPeriods: fc.integer({ min: 1, max: 4 }), datapointsToAlarm: fc.integer({ min: 1, max: 4 }),
    treatMissingData: fc.constantFrom('missing', 'ignore', 'breaching', 'notBreaching'), less: fc.boolean(), math: fc.boolean(),
    statistic: fc.constantFrom('Sum', 'Minimum', 'SampleCount', 'Average'), wallClock: fc.boolean(), warmUp: fc.boolean(),
  });
  const stream = fc.option(fc.record({ from: fc.integer({ min: 0, max: 300 }), minutes: fc.integer({ min: 5, max: 600 }), interval: fc.constantFrom(1, 5, 10), value: fc.constantFrom(0, 1), delay: fc.integer({ min: 1, max: 240 }) }), { nil: undefined });

  type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

  function modelOf(given: Settings): AlarmModel {
    const { periodSeconds, evaluationPeriods, statistic, treatMissingData } = given;
    const base = alarmOf('alarm', M1, {
      periodSeconds, evaluationPeriods, statistic, treatMissingData, datapointsToAlarm: Math.min(evaluationPeriods, given.datapointsToAlarm),
      comparisonOperator: given.less ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      ...(given.wallClock && [60, 300, 3600].includes(periodSeconds) ? { wallClock: { timeZone: 'Asia/Kolkata' } } : {}),
      ...(given.warmUp ? { warmUp: { minutes: 45, onlyAfter: false } } : {}),
    });
    if (!given.math) return base;
    return { ...base, entries: [
      { id: 'e', returnData: true, expression: 'm1 + FILL(m2, 0)' },
      { id: 'm1', returnData: false, metric: { ...M1, statistic, periodSeconds } }, { id: 'm2', returnData: false, metric: { ...M2, statistic, periodSeconds } },
    ] };
  }

  test('An alarm that is evaluated only when something can have changed has the same states at the same times as one that is evaluated every minute.', async () => {
    let changes = 0;
    await fc.assert(fc.asyncProperty(settings, fc.array(point, { maxLength: 12 }), stream, async (given, points, flow) => {
      const histories = await Promise.all([true, false].map(async (skipEvaluations) => {
        const playground = new Playground({ alarms: [modelOf(given)] }, points.map(({ minutes, seconds, value, delay, second }) => ({
          at: START + minutes * MINUTE + seconds * 1000, value, delay: delay * 1000, metric: second ? M2 : M1,
        })), { skipEvaluations });
        if (flow !== undefined) {
          const begin = START + flow.from * MINUTE + 7000;
          const steady = new Stream(begin, flow.interval * MINUTE, flow.value, flow.delay * 1000);
          playground.bench.queue.at(begin - 1, () => playground.bench.store.find(M1)?.open(steady));
          playground.bench.queue.at(begin + flow.minutes * MINUTE, () => playground.bench.store.find(M1)?.closeBefore(steady, begin + flow.minutes * MINUTE));
        }
        return (await playground.until(at('20:00'))).history();
      }));
      changes += histories[0]!.length;
      expect(histories[0]).toEqual(histories[1]);
    }), { numRuns: 80 });
    expect(changes).toBeGreaterThan(100);
  });
});
