import { CloudWatchClient, DescribeAlarmsCommand, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { raisedAlarms, readAlarms } from '../../../../lambda/notifier/adapters/alarms-in-cloudwatch';
import { endless, FAILURES, hanging, OVER, soonOver } from '../../shared/failing-calls';

const CHANGED = new Date('2026-03-10T06:20:30Z');
const LOOKED_ANEW = new Date('2026-03-10T07:00:00Z');
const client = new CloudWatchClient({ region: 'eu-west-1' });
const cloudWatch = mockClient(client);

beforeEach(() => cloudWatch.reset());

function alarm(name: string, more: Partial<MetricAlarm> = {}): MetricAlarm {
  return { AlarmName: name, StateValue: 'ALARM', StateTransitionedTimestamp: CHANGED, StateUpdatedTimestamp: LOOKED_ANEW, ...more };
}

async function read(...alarms: MetricAlarm[]): Promise<unknown> {
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: alarms });
  return [...await readAlarms(client, ['a', 'b'], endless())];
}

test('Alarms are read by name, each with its state and the time of its last change of state.', async () => {
  expect(await read(alarm('a'), alarm('b', { StateValue: 'OK' }))).toEqual([
    ['a', { state: 'ALARM', since: CHANGED.getTime() }], ['b', { state: 'OK', since: CHANGED.getTime() }],
  ]);
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input)).toEqual([
    { AlarmNames: ['a', 'b'], AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken: undefined },
  ]);
});

test('An alarm that does not exist is left out.', async () => {
  expect(await read(alarm('b'))).toEqual([['b', { state: 'ALARM', since: CHANGED.getTime() }]]);
});

test('Without the time of the last change of state, the time of the last update counts.', async () => {
  expect(await read(alarm('a', { StateTransitionedTimestamp: undefined }))).toEqual([['a', { state: 'ALARM', since: LOOKED_ANEW.getTime() }]]);
});

test('A call takes a hundred different names, and all pages of its answer are read.', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `a${index}`);
  cloudWatch.on(DescribeAlarmsCommand)
    .resolvesOnce({ MetricAlarms: [alarm('a0')], NextToken: 'more' }).resolvesOnce({ MetricAlarms: [alarm('a1')], NextToken: '' }).resolvesOnce({ MetricAlarms: [alarm('a100')] });
  expect([...(await readAlarms(client, [...names, ...names], endless())).keys()]).toEqual(['a0', 'a1', 'a100']);
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => [args[0].input.AlarmNames?.length, args[0].input.NextToken])).toEqual([
    [100, undefined], [100, 'more'], [1, undefined],
  ]);
});

test('Without names, no call is made, because it would describe all alarms of the account.', async () => {
  expect((await readAlarms(client, [], endless())).size).toBe(0);
  expect(cloudWatch.calls()).toEqual([]);
});

test.each([
  [{ StateValue: undefined }, 'alarm a has an unknown format: state none, changed 2026-03-10T06:20:30.000Z'],
  [{ StateTransitionedTimestamp: undefined, StateUpdatedTimestamp: undefined }, 'alarm a has an unknown format: state ALARM, changed never'],
  [{ AlarmName: undefined }, 'alarm without a name has an unknown format: state ALARM, changed 2026-03-10T06:20:30.000Z'],
])('An alarm in an unknown format (%j) is an error.', async (more, problem) => {
  await expect(read(alarm('a', more))).rejects.toThrow(new Error(problem));
});

test('An answer without a list is an error.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).resolves({});
  await expect(readAlarms(client, ['a'], endless())).rejects.toThrow(new Error('DescribeAlarms answered without a list of metric alarms'));
});

test('A listing that never ends is an error.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [], NextToken: 'again' });
  await expect(readAlarms(client, ['a'], endless())).rejects.toThrow(new Error('DescribeAlarms did not end within 100 pages'));
});

test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
  cloudWatch.on(DescribeAlarmsCommand).rejects(error);
  await expect(readAlarms(client, ['a'], endless())).rejects.toBe(error);
});

test('A call that hangs fails when its time is over.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(readAlarms(client, ['a'], signal)).rejects.toBe(OVER);
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});

describe('raised alarms', () => {
  const INTAKE = 'arn:aws:sns:eu-west-1:111122223333:Intake';
  const raised = (name: string, more: Partial<MetricAlarm> = {}): MetricAlarm => alarm(name, {
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`, AlarmActions: [INTAKE], ActionsEnabled: true, AlarmDescription: 'What it means.', StateReason: 'Threshold Crossed', ...more,
  });
  const up = async (...alarms: MetricAlarm[]): Promise<unknown> => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: alarms });
    return raisedAlarms(client, INTAKE, endless());
  };

  test('Raised alarms are read by state, and look like the messages that they sent.', async () => {
    expect(await up(raised('a'))).toEqual([{
      alarmName: 'a', alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a', state: 'ALARM', at: CHANGED.getTime(), reason: 'Threshold Crossed',
      description: 'What it means.', accountId: '111122223333', region: 'eu-west-1', afterMute: false,
    }]);
    expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input)).toEqual([
      { StateValue: 'ALARM', AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken: undefined },
    ]);
  });

  test('Raised alarms are those that notify the topic, on all pages.', async () => {
    cloudWatch.on(DescribeAlarmsCommand)
      .resolvesOnce({ MetricAlarms: [raised('a', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:Other'] }), raised('b')], NextToken: 'more' })
      .resolvesOnce({ MetricAlarms: [raised('c', { AlarmActions: undefined }), raised('d', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:Other', INTAKE] })] });
    expect((await raisedAlarms(client, INTAKE, endless())).map(({ alarmName }) => alarmName)).toEqual(['b', 'd']);
  });

  test('An alarm with disabled actions does not count as raised.', async () => {
    expect(await up(raised('a', { ActionsEnabled: false }))).toEqual([]);
  });

  test('A raised alarm may have neither a description nor a reason.', async () => {
    expect(await up(raised('a', { AlarmDescription: undefined, StateReason: undefined }))).toEqual([expect.not.objectContaining({ description: expect.anything() })]);
  });

  test.each([undefined, 'a'])('A raised alarm with the ARN %j is an error.', async (AlarmArn) => {
    await expect(up(raised('a', { AlarmArn }))).rejects.toThrow(new Error(`alarm a has an unknown ARN format: ${AlarmArn ?? 'none'}`));
  });

  test.each(FAILURES)('When the call for raised alarms %s, it fails with that error.', async (_how, error) => {
    cloudWatch.on(DescribeAlarmsCommand).rejects(error);
    await expect(raisedAlarms(client, INTAKE, endless())).rejects.toBe(error);
  });
});

test('A name that no alarm can have is not asked for, because CloudWatch would refuse the whole call.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm('a')] });
  await readAlarms(client, ['', 'a', 'x'.repeat(255), 'x'.repeat(256), 'b\u0000'], endless());
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input.AlarmNames)).toEqual([['a', 'x'.repeat(255)]]);
});

describe('the breach of a raised alarm', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Intake';
  const breachOfRaised = async (more: Partial<MetricAlarm>): Promise<unknown> => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm('a', { AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a', AlarmActions: [TOPIC], ...more })] });
    return (await raisedAlarms(client, TOPIC, endless())).map(({ breach }) => breach);
  };

  test('A raised alarm has the time of its newest breaching point.', async () => {
    const StateReasonData = JSON.stringify({ period: 60, evaluatedDatapoints: [{ timestamp: '2026-03-10T06:15:00.000+0000', value: 1 }, { timestamp: '2026-03-10T06:16:00.000+0000', value: 0 }] });
    expect(await breachOfRaised({ StateReasonData, Period: 60, ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 1 }))
      .toEqual([{ from: Date.parse('2026-03-10T06:15:00Z'), to: Date.parse('2026-03-10T06:16:00Z') }]);
  });

  test('A raised alarm on an expression has the period of the metrics in the expression.', async () => {
    const Metrics = [{ Id: 'bad', Expression: 'a + b' }, { Id: 'a', MetricStat: { Metric: {}, Period: 300, Stat: 'Sum' } }, { Id: 'b', Period: 60, Expression: '1' }];
    expect(await breachOfRaised({ Metrics, EvaluationPeriods: 2 })).toEqual([{ from: CHANGED.getTime() - 600_000, to: CHANGED.getTime() }]);
  });

  test('A raised alarm without reason data has no breach.', async () => {
    expect(await breachOfRaised({})).toEqual([undefined]);
  });
});
