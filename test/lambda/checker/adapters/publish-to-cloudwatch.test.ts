import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { publish } from '../../../../lambda/checker/aws-ports';
import type { Datum } from '../../../../lambda/checker/ports';
import { endless, FAILURES, hanging, OVER, soonOver } from '../../shared/failing-calls';

const client = new CloudWatchClient({ region: 'eu-west-1' });
const cloudWatch = mockClient(client);
const NOW = Date.parse('2026-03-10T06:00:30Z');

beforeEach(() => cloudWatch.reset());

function data(count: number): Datum[] {
  return Array.from({ length: count }, (_, index) => ({ metric: 'ProofOfLife', pipeline: `p${index}`, value: 1 }));
}

test('A value is published with the observatory, with its pipeline if it has one, and with the time of the tick.', async () => {
  cloudWatch.on(PutMetricDataCommand).resolves({});
  await publish({ client, observatory: 'Prod' }, [{ metric: 'ProofOfLife', pipeline: 'Orders', value: 0 }, { metric: 'CheckerHeartbeat', value: 1 }], NOW, endless());
  expect(cloudWatch.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input)).toEqual([{
    Namespace: 'ObservedPipeline',
    MetricData: [
      { MetricName: 'ProofOfLife', Value: 0, Timestamp: new Date(NOW), Dimensions: [{ Name: 'Observatory', Value: 'Prod' }, { Name: 'Pipeline', Value: 'Orders' }] },
      { MetricName: 'CheckerHeartbeat', Value: 1, Timestamp: new Date(NOW), Dimensions: [{ Name: 'Observatory', Value: 'Prod' }] },
    ],
  }]);
});

test('A call takes at most 1,000 values.', async () => {
  cloudWatch.on(PutMetricDataCommand).resolves({});
  await publish({ client, observatory: 'Prod' }, data(2001), NOW, endless());
  expect(cloudWatch.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input.MetricData?.length)).toEqual([1000, 1000, 1]);
});

test('Without values, no call is made.', async () => {
  await publish({ client, observatory: 'Prod' }, [], NOW, endless());
  expect(cloudWatch.calls()).toEqual([]);
});

test.each(FAILURES)('When one call %s, publishing fails with that error after all other calls were made.', async (_what, error) => {
  cloudWatch.on(PutMetricDataCommand).rejectsOnce(error).resolves({});
  await expect(publish({ client, observatory: 'Prod' }, data(2001), NOW, endless())).rejects.toBe(error);
  expect(cloudWatch.calls()).toHaveLength(3);
});

test('A call that hangs fails when its time is over.', async () => {
  cloudWatch.on(PutMetricDataCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(publish({ client, observatory: 'Prod' }, data(1), NOW, signal)).rejects.toBe(OVER);
  expect(cloudWatch.commandCalls(PutMetricDataCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});
