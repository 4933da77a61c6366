import { HOUR, MINUTE, SECOND } from '../../../core/time';
import type { Condition } from '../../../drill/simulation/conditions';
import { FailedInvocation, FunctionHost } from '../../../drill/simulation/runs/function-host';
import { Behaviour, type RunPlan } from '../../../drill/simulation/runs/run-plan';
import { functionOf, lambdaMetric } from '../accounts';
import { at, Bench, START, timeOf } from './bench';

const METRICS = ['Invocations', 'Errors', 'Duration', 'Throttles', 'AsyncEventsReceived', 'AsyncEventsDropped'].map((name) => lambdaMetric('Sync', name));
const [INVOCATIONS, ERRORS, DURATION, THROTTLES, , DROPPED] = METRICS as [typeof METRICS[0], typeof METRICS[0], typeof METRICS[0], typeof METRICS[0], typeof METRICS[0], typeof METRICS[0]];

const UNDELIVERED = lambdaMetric('Sync', 'DestinationDeliveryFailures');

/** A function whose runs take a minute, invoked at 02:00 by an event. */
async function invoked({ change, settings = {}, model = {}, until = at('12:00') }: {
  readonly change?: (plan: RunPlan) => RunPlan; readonly settings?: Bench['settings'] | object; readonly model?: Parameters<typeof functionOf>[1]; readonly until?: number;
} = {}): Promise<Bench> {
  const conditions: Condition[] = change === undefined ? [] : [{ from: START, to: Infinity, run: change }];
  const bench = new Bench({ conditions, settings }).keep(...METRICS);
  const host = new FunctionHost(bench, functionOf('Sync', model), Behaviour.steady(MINUTE), { logsRuns: true });
  bench.queue.at(at('02:00'), () => host.invoke(at('02:00'), at('02:00')));
  return bench.until(until);
}

describe('a Lambda function', () => {
  test('Its points have the time of the start of the run.', async () => {
    const bench = await invoked();
    expect(bench.points(INVOCATIONS)).toEqual(['02:00:00 1']);
    expect(bench.points(DURATION)).toEqual(['02:00:00 60000']);
  });

  test('Its points become visible after the run has ended and the publication delay is over.', async () => {
    const bench = await invoked({ settings: { publicationSeconds: { from: 90, to: 90 } } });
    expect(bench.firstSeen(INVOCATIONS)).toBe(at('02:01') + 90 * SECOND);
    expect(bench.points(INVOCATIONS, at('02:02:29'))).toEqual([]);
  });

  test('A successful run is an error count of 0, not a missing one.', async () => {
    expect((await invoked()).points(ERRORS)).toEqual(['02:00:00 0']);
  });

  test('An idle function has no points at all.', async () => {
    const bench = await invoked({ until: at('01:59') });
    expect(METRICS.flatMap((metric) => bench.points(metric))).toEqual([]);
  });

  test('A failed asynchronous invocation is retried after one and after two minutes, and then dropped.', async () => {
    const bench = await invoked({ change: (plan) => ({ ...plan, outcome: 'failed' }) });
    expect(bench.points(ERRORS)).toEqual(['02:00:00 1', '02:02:00 1', '02:05:00 1']);
    expect(bench.points(DROPPED)).toEqual(['02:06:00 1']);
    expect(bench.runs.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([[1, 'failed'], [2, 'failed'], [3, 'failed']]);
  });

  test('A successful retry drops nothing.', async () => {
    const bench = await invoked({ change: (plan) => (plan.attempt === 1 ? { ...plan, outcome: 'failed' } : plan) });
    expect(bench.points(ERRORS)).toEqual(['02:00:00 1', '02:02:00 0']);
    expect(bench.points(DROPPED)).toEqual([]);
  });

  test('A function without retries is not retried.', async () => {
    const bench = await invoked({ change: (plan) => ({ ...plan, outcome: 'failed' }), model: { asyncRetries: 0 } });
    expect(bench.points(INVOCATIONS)).toEqual(['02:00:00 1']);
    expect(bench.points(DROPPED)).toEqual(['02:01:00 1']);
  });

  test('Its timeout ends a longer run, as an error of exactly that duration.', async () => {
    const bench = await invoked({ change: (plan) => ({ ...plan, durationMillis: Infinity }), model: { timeoutSeconds: 300, asyncRetries: 0 } });
    expect(bench.points(ERRORS)).toEqual(['02:00:00 1']);
    expect(bench.points(DURATION)).toEqual(['02:00:00 300000']);
    expect(bench.runs[0]?.outcome).toBe('timedOut');
  });

  test('A throttled attempt is not an invocation; it is retried less and less often until there is capacity.', async () => {
    const bench = await invoked({ change: (plan) => ({ ...plan, throttled: plan.start < at('02:00:10') }) });
    expect(bench.points(THROTTLES)).toEqual(['02:00:00 1', '02:00:01 1', '02:00:03 1', '02:00:07 1']);
    expect(bench.points(INVOCATIONS)).toEqual(['02:00:15 1']);
  });

  test('An event that is throttled for six hours is dropped.', async () => {
    const bench = await invoked({ change: (plan) => ({ ...plan, throttled: true }) });
    const [dropped] = [...bench.store.find(DROPPED)!.singlesFrom(START)];
    expect(bench.points(INVOCATIONS)).toEqual([]);
    expect(dropped!.at).toBeGreaterThan(at('02:00') + 6 * HOUR - 6 * MINUTE);
    expect(dropped!.at).toBeLessThanOrEqual(at('02:00') + 6 * HOUR);
  });

  test('A function that keeps events for only a minute drops them sooner.', async () => {
    const bench = await invoked({ change: (plan) => ({ ...plan, throttled: true }), model: { asyncMaxEventAgeSeconds: 60 } });
    const [dropped] = [...bench.store.find(DROPPED)!.singlesFrom(START)];
    expect(dropped!.at).toBeLessThanOrEqual(at('02:01'));
  });

  test('A reserved concurrency of 0 throttles everything.', async () => {
    expect((await invoked({ model: { reservedConcurrency: 0, asyncMaxEventAgeSeconds: 60 } })).points(INVOCATIONS)).toEqual([]);
  });

  test('Its usual duration varies by a tenth, in the same way in every drill.', () => {
    const durations = (seed: string): number[] => {
      const behaviour = Behaviour.jittering(MINUTE, 'Sync', seed);
      return Array.from({ length: 50 }, () => behaviour.nextDuration());
    };
    expect(durations('a')).toEqual(durations('a'));
    expect(durations('a')).not.toEqual(durations('b'));
    expect(Math.min(...durations('a'))).toBeGreaterThanOrEqual(0.9 * MINUTE);
    expect(Math.max(...durations('a'))).toBeLessThanOrEqual(1.1 * MINUTE);
    expect(new Set(durations('a')).size).toBeGreaterThan(40);
  });

  test('Metrics that come ten minutes late are the same metrics, later.', async () => {
    const bench = new Bench({ conditions: [{ from: START, to: Infinity, point: () => ({ delaySeconds: 600 }) }], settings: { publicationSeconds: { from: 60, to: 60 } } }).keep(INVOCATIONS);
    await new FunctionHost(bench, functionOf('Sync'), Behaviour.steady(MINUTE), { logsRuns: true }).invoke(START);
    await bench.until(at('01:00'));
    expect(bench.points(INVOCATIONS)).toEqual(['00:00:00 1']);
    expect(bench.firstSeen(INVOCATIONS)).toBe(at('00:12'));
  });
});

describe('a function of the library', () => {
  interface Played { readonly bench: Bench; readonly failed: FailedInvocation[]; readonly bodies: string[] }

  /** Invoked at 02:00, it fails this many times first. */
  async function played({ failures = Infinity, change, refusal, model = {} }: {
    readonly failures?: number; readonly change?: (plan: RunPlan) => RunPlan; readonly refusal?: string; readonly model?: Parameters<typeof functionOf>[1];
  } = {}): Promise<Played> {
    const bench = new Bench({ conditions: change === undefined ? [] : [{ from: START, to: Infinity, run: change }] }).keep(...METRICS, UNDELIVERED);
    const host = new FunctionHost(bench, functionOf('Sync', model), Behaviour.steady(SECOND));
    const failed: FailedInvocation[] = [];
    const bodies: string[] = [];
    host.body = async (now, payload) => {
      bodies.push(`${timeOf(now)} ${payload}`);
      if (bodies.length <= failures) throw new RangeError('out of order');
    };
    host.onFailure = (record) => {
      failed.push(record);
      return refusal;
    };
    bench.queue.at(at('02:00'), () => host.invoke(at('02:00'), undefined, '{"n":1}'));
    return { bench: await bench.until(at('12:00')), failed, bodies };
  }

  test('An error that it throws fails the invocation, which is retried with the same event.', async () => {
    const { bench, bodies, failed } = await played({ failures: 1 });
    expect(bodies).toEqual(['02:00:00 {"n":1}', '02:01:01 {"n":1}']);
    expect(bench.points(ERRORS)).toEqual(['02:00:00 1', '02:01:01 0']);
    expect(failed).toEqual([]);
  });

  test('An event that fails for good goes to the destination with its error, and counts as dropped all the same.', async () => {
    const { bench, failed } = await played({ model: { asyncRetries: 1 } });
    expect(failed).toEqual([{ functionArn: functionOf('Sync').arn, payload: '{"n":1}', condition: 'RetriesExhausted', attempts: 2, error: { errorType: 'RangeError', errorMessage: 'out of order' } }]);
    expect(bench.points(DROPPED)).toEqual(['02:01:02 1']);
    expect(bench.points(UNDELIVERED)).toEqual([]);
  });

  test('A destination that refuses the record is counted.', async () => {
    const { bench } = await played({ refusal: 'not allowed', model: { asyncRetries: 0 } });
    expect(bench.points(UNDELIVERED)).toEqual(['02:00:01 1']);
  });

  test('A run that takes too long is ended, and its destination shows that.', async () => {
    const { failed, bodies } = await played({ change: (plan) => ({ ...plan, durationMillis: Infinity }), model: { asyncRetries: 0, timeoutSeconds: 30 } });
    expect(bodies).toEqual([]);
    expect(failed).toMatchObject([{ error: { errorType: 'Sandbox.Timedout', errorMessage: 'Error: Task timed out after 30.00 seconds' } }]);
  });

  test('An event that is throttled until it is too old goes to the destination with that reason.', async () => {
    const { failed } = await played({ change: (plan) => ({ ...plan, throttled: true }), model: { asyncMaxEventAgeSeconds: 60 } });
    expect(failed).toMatchObject([{ condition: 'EventAgeExceeded' }]);
  });
});
