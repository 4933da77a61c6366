import { CloudWatchClient, GetMetricDataCommand, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import type { MetricBatch, MetricRead } from '../../../../core/evidence/metric-plan';
import { readMetrics } from '../../../../lambda/shared/metrics-in-cloudwatch';
import { endless, FAILURES, hanging, OVER, soonOver } from '../failing-calls';

const client = new CloudWatchClient({ region: 'eu-west-1' });
const cloudWatch = mockClient(client);
const FROM = Date.parse('2026-03-10T00:00:00Z');
const TWO = new Date('2026-03-10T02:00:00Z');
const THREE = new Date('2026-03-10T03:00:00Z');

beforeEach(() => cloudWatch.reset());

function read(key: string, functionName = 'Orders'): MetricRead {
  return { key, namespace: 'AWS/Lambda', dimensions: { FunctionName: functionName }, row: { metric: 'Invocations', statistic: 'Sum' }, from: FROM };
}

function batch(...reads: MetricRead[]): MetricBatch {
  return { from: FROM, to: FROM + 86_400_000, periodSeconds: 60, reads };
}

function result(id: string, more: MetricDataResult = {}): MetricDataResult {
  return { Id: id, StatusCode: 'Complete', Timestamps: [TWO], Values: [1], ...more };
}

test('A batch becomes one call, with an id for each metric.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [result('m0'), result('m1', { Timestamps: [], Values: [] })] });
  const answers = await readMetrics(client, batch(read('0.0.Invocations.Sum'), read('1.0.Invocations.Sum', 'Invoices')), endless());
  expect(answers.problems).toEqual(new Map());
  expect(answers.points).toEqual(new Map([['0.0.Invocations.Sum', [{ at: TWO.getTime(), value: 1 }]], ['1.0.Invocations.Sum', []]]));
  const query = (id: string, name: string): object => ({
    Id: id,
    ReturnData: true,
    MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions: [{ Name: 'FunctionName', Value: name }] }, Period: 60, Stat: 'Sum' },
  });
  expect(cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input)).toEqual([{
    StartTime: new Date(FROM),
    EndTime: new Date(FROM + 86_400_000),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [query('m0', 'Orders'), query('m1', 'Invoices')],
    NextToken: undefined,
  }]);
});

test('Pages are put together, and a later page completes partial data.', async () => {
  cloudWatch.on(GetMetricDataCommand)
    .resolvesOnce({ MetricDataResults: [result('m0', { StatusCode: 'PartialData' })], NextToken: 'more' })
    .resolvesOnce({ MetricDataResults: [result('m0', { Timestamps: [THREE], Values: [2] })] });
  const { points, problems } = await readMetrics(client, batch(read('a')), endless());
  expect(problems).toEqual(new Map());
  expect(points.get('a')).toEqual([{ at: TWO.getTime(), value: 1 }, { at: THREE.getTime(), value: 2 }]);
  expect(cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input.NextToken)).toEqual([undefined, 'more']);
});

test('Points are in ascending order, whatever the order of the answer.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [result('m0', { Timestamps: [THREE, TWO], Values: [2, 1] })] });
  expect((await readMetrics(client, batch(read('a')), endless())).points.get('a')).toEqual([{ at: TWO.getTime(), value: 1 }, { at: THREE.getTime(), value: 2 }]);
});

test.each([
  ['PartialData', undefined, 'metrics not readable: status PartialData'],
  ['InternalError', undefined, 'metrics not readable: status InternalError'],
  ['Forbidden', [{ Code: 'Forbidden', Value: 'not in this account' }], 'metrics not readable: status Forbidden (Forbidden: not in this account)'],
  [undefined, undefined, 'metrics not readable: status none'],
] as const)('A metric that stays %s has that problem, and the other metrics of its batch have their points.', async (status, saying, problem) => {
  cloudWatch.on(GetMetricDataCommand).resolves({
    MetricDataResults: [result('m0', { StatusCode: status, Messages: saying === undefined ? undefined : [...saying] }), result('m1')],
  });
  const { points, problems } = await readMetrics(client, batch(read('a'), read('b')), endless());
  expect(problems).toEqual(new Map([['a', problem]]));
  expect([...points.keys()]).toEqual(['b']);
});

test.each(['InternalError', 'Forbidden'] as const)('A later page does not make up for %s.', async (status) => {
  cloudWatch.on(GetMetricDataCommand)
    .resolvesOnce({ MetricDataResults: [result('m0', { StatusCode: status })], NextToken: 'more' })
    .resolvesOnce({ MetricDataResults: [result('m0')] });
  expect((await readMetrics(client, batch(read('a')), endless())).problems).toEqual(new Map([['a', `metrics not readable: status ${status}`]]));
});

test('An error on a later page makes complete data incomplete.', async () => {
  cloudWatch.on(GetMetricDataCommand)
    .resolvesOnce({ MetricDataResults: [result('m0')], NextToken: 'more' })
    .resolvesOnce({ MetricDataResults: [result('m0', { StatusCode: 'InternalError' })] });
  expect((await readMetrics(client, batch(read('a')), endless())).problems).toEqual(new Map([['a', 'metrics not readable: status InternalError']]));
});

test('A metric that is not in the answer has a problem with the general reason of the answer.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({
    MetricDataResults: [result('m0')], Messages: [{ Code: 'MaxMetricsExceeded', Value: 'Maximum number of allowed metrics exceeded' }],
  });
  expect((await readMetrics(client, batch(read('a'), read('b')), endless())).problems)
    .toEqual(new Map([['b', 'metrics not readable: status none (MaxMetricsExceeded: Maximum number of allowed metrics exceeded)']]));
});

test('An answer without results is a problem for every metric, never an empty record.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({});
  const { points, problems } = await readMetrics(client, batch(read('a'), read('b')), endless());
  expect(points.size).toBe(0);
  expect([...problems.keys()]).toEqual(['a', 'b']);
});

test.each([
  ['times than values', { Timestamps: [TWO, THREE], Values: [1] }],
  ['values than times', { Timestamps: [TWO], Values: [1, 2] }],
  ['values than numbers', { Timestamps: [TWO], Values: [NaN] }],
  ['times than dates', { Timestamps: [new Date(NaN)], Values: [1] }],
])('A metric with more %s is malformed.', async (_case, points) => {
  cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [result('m0', points)] });
  expect((await readMetrics(client, batch(read('a')), endless())).problems)
    .toEqual(new Map([['a', 'metrics not readable: points without a time or a value']]));
});

test('A result for an unknown id is ignored.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [result('m0'), result('m7'), {}] });
  expect((await readMetrics(client, batch(read('a')), endless())).points.size).toBe(1);
});

test('A dimension that CloudWatch would refuse is not read, so that the other metrics are.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [result('m0')] });
  const { points, problems } = await readMetrics(client, batch(read('a', 'Aufträge'), read('b')), endless());
  expect(problems).toEqual(new Map([['a', 'metrics not readable: the dimension FunctionName must be 1 to 1024 printable ASCII characters and not blank, got "Aufträge"']]));
  expect([...points.keys()]).toEqual(['b']);
  expect(cloudWatch.commandCalls(GetMetricDataCommand)[0].args[0].input.MetricDataQueries).toHaveLength(1);
});

test('A batch with only such dimensions makes no call.', async () => {
  expect((await readMetrics(client, batch(read('a', ' ')), endless())).problems.size).toBe(1);
  expect(cloudWatch.calls()).toEqual([]);
});

test.each(FAILURES)('When the call %s, the batch fails with that error.', async (_what, error) => {
  cloudWatch.on(GetMetricDataCommand).rejects(error);
  await expect(readMetrics(client, batch(read('a')), endless())).rejects.toBe(error);
});

test('When a later page fails, no partial record is returned.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolvesOnce({ MetricDataResults: [result('m0')], NextToken: 'more' }).rejects(FAILURES[1][1]);
  await expect(readMetrics(client, batch(read('a')), endless())).rejects.toBe(FAILURES[1][1]);
});

test('A call that hangs fails when its time is over.', async () => {
  cloudWatch.on(GetMetricDataCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(readMetrics(client, batch(read('a')), signal)).rejects.toBe(OVER);
  expect(cloudWatch.commandCalls(GetMetricDataCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});

test('A listing that never ends is an error.', async () => {
  cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [result('m0')], NextToken: 'again' });
  await expect(readMetrics(client, batch(read('a')), endless())).rejects.toThrow('GetMetricData did not end within 120 pages');
});
