import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { MetricBatch } from '../../../../core/evidence/metric-plan';
import { HOUR } from '../../../../core/time';
import { listExecutions, scheduledTime } from '../../../../lambda/shared/executions-in-step-functions';
import { readMetrics } from '../../../../lambda/shared/metrics-in-cloudwatch';
import { endless } from '../failing-calls';

const cloudWatch = mockClient(CloudWatchClient);
const stepFunctions = mockClient(SFNClient);
const NOW = Date.parse('2026-03-10T06:00:00Z');
const KEYS = ['a', 'b', 'c'];
const BATCH: MetricBatch = {
  from: NOW - HOUR, to: NOW, periodSeconds: 60,
  reads: KEYS.map((key) => ({ key, namespace: 'AWS/Lambda', dimensions: { FunctionName: key }, row: { metric: 'Errors', statistic: 'Sum' }, from: NOW - HOUR })),
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const date = fc.oneof(fc.date(), fc.constant(new Date(NaN)));

/** Arbitrary pages, including pages that CloudWatch would never send. */
const page = fc.record({
  MetricDataResults: maybe(fc.array(fc.record({
    Id: maybe(fc.constantFrom('m0', 'm1', 'm2', 'm3', '')), StatusCode: maybe(fc.constantFrom('Complete', 'PartialData', 'InternalError', 'Forbidden', 'New')),
    Timestamps: maybe(fc.array(date, { maxLength: 3 })), Values: maybe(fc.array(fc.double(), { maxLength: 3 })), Messages: maybe(fc.array(fc.record({ Code: maybe(fc.string()), Value: maybe(fc.string()) }), { maxLength: 2 })),
  }), { maxLength: 5 })),
  Messages: maybe(fc.array(fc.record({ Code: maybe(fc.string()) }), { maxLength: 2 })),
});

test('Whatever CloudWatch answers, each metric has either valid points in order, or a problem.', async () => {
  await fc.assert(fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 3 }), async (pages) => {
    cloudWatch.reset();
    pages.forEach((one, index) => cloudWatch.on(GetMetricDataCommand, { NextToken: index === 0 ? undefined : `${index}` }).resolves({
      ...one, NextToken: index + 1 < pages.length ? `${index + 1}` : undefined,
    } as never));
    const { points, problems } = await readMetrics(new CloudWatchClient({}), BATCH, endless());
    for (const key of KEYS) {
      expect(points.has(key)).toBe(!problems.has(key));
      const list = points.get(key) ?? [];
      expect(list.every(({ at, value }) => Number.isFinite(at) && Number.isFinite(value))).toBe(true);
      expect(list.map(({ at }) => at)).toEqual(list.map(({ at }) => at).sort((a, b) => a - b));
    }
  }), { numRuns: 200 });
});

test('Whatever Step Functions lists, every run starts within the record, or the call fails.', async () => {
  const item = fc.record({
    executionArn: maybe(fc.string()), name: maybe(fc.string()), status: maybe(fc.constantFrom('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE', 'RESTING')),
    startDate: maybe(date), stopDate: maybe(date),
  });
  await fc.assert(fc.asyncProperty(maybe(fc.array(item, { maxLength: 6 })), async (executions) => {
    stepFunctions.reset();
    stepFunctions.on(ListExecutionsCommand).resolves({ executions } as never);
    const from = NOW - 24 * HOUR;
    const record = await listExecutions(new SFNClient({}), { stateMachineArn: 'arn' }, { from, now: NOW }, endless()).catch(() => undefined);
    if (record === undefined) return;
    expect(record.from).toBe(from);
    expect(record.runs.every(({ start, outcome }) => start >= from && outcome !== undefined)).toBe(true);
  }), { numRuns: 200 });
});

test('The scheduled time of any input is an instant or undefined.', () => {
  const value = fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map((one) => one.toISOString()), fc.jsonValue(), fc.constantFrom('2026-02-30T00:00Z', '2026-03-10T25:00Z', '2026-03-10T02:00+99:99'));
  const input = fc.oneof(fc.string(), fc.json(), value.map((one) => JSON.stringify({ time: one })));
  fc.assert(fc.property(maybe(input), fc.constantFrom('time', '__proto__', 'constructor', ''), (text, field) => {
    const instant = scheduledTime(text, field);
    expect(instant === undefined || Number.isFinite(instant)).toBe(true);
  }), { numRuns: 300 });
});
