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

test('Alarms are asked for by name, and an alarm is its state and when it changed to that.', async () => {
  expect(await read(alarm('a'), alarm('b', { StateValue: 'OK' }))).toEqual([
    ['a', { state: 'ALARM', since: CHANGED.getTime() }], ['b', { state: 'OK', since: CHANGED.getTime() }],
  ]);
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input)).toEqual([
    { AlarmNames: ['a', 'b'], AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken: undefined },
  ]);
});

test('One that does not exist is not there.', async () => {
  expect(await read(alarm('b'))).toEqual([['b', { state: 'ALARM', since: CHANGED.getTime() }]]);
});

test('Where CloudWatch does not tell when the state changed, it is when it was last written.', async () => {
  expect(await read(alarm('a', { StateTransitionedTimestamp: undefined }))).toEqual([['a', { state: 'ALARM', since: LOOKED_ANEW.getTime() }]]);
});

test('A call takes a hundred names, none twice, and its answer all its pages.', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `a${index}`);
  cloudWatch.on(DescribeAlarmsCommand)
    .resolvesOnce({ MetricAlarms: [alarm('a0')], NextToken: 'more' }).resolvesOnce({ MetricAlarms: [alarm('a1')], NextToken: '' }).resolvesOnce({ MetricAlarms: [alarm('a100')] });
  expect([...(await readAlarms(client, [...names, ...names], endless())).keys()]).toEqual(['a0', 'a1', 'a100']);
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => [args[0].input.AlarmNames?.length, args[0].input.NextToken])).toEqual([
    [100, undefined], [100, 'more'], [1, undefined],
  ]);
});

test('No names make no call, which would describe all alarms of the account.', async () => {
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

test('An answer without a list is a failure.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).resolves({});
  await expect(readAlarms(client, ['a'], endless())).rejects.toThrow(new Error('DescribeAlarms answered without a list of metric alarms'));
});

test('A listing that never ends is given up.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [], NextToken: 'again' });
  await expect(readAlarms(client, ['a'], endless())).rejects.toThrow(new Error('DescribeAlarms did not end within 100 pages'));
});

test.each(FAILURES)('A call that %s is a failure.', async (_how, error) => {
  cloudWatch.on(DescribeAlarmsCommand).rejects(error);
  await expect(readAlarms(client, ['a'], endless())).rejects.toBe(error);
});

test('A call that hangs is given up when the time is over.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(readAlarms(client, ['a'], signal)).rejects.toBe(OVER);
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});

describe('alarms that are up', () => {
  const INTAKE = 'arn:aws:sns:eu-west-1:111122223333:Intake';
  const raised = (name: string, more: Partial<MetricAlarm> = {}): MetricAlarm => alarm(name, {
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`, AlarmActions: [INTAKE], ActionsEnabled: true, AlarmDescription: 'What it means.', StateReason: 'Threshold Crossed', ...more,
  });
  const up = async (...alarms: MetricAlarm[]): Promise<unknown> => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: alarms });
    return raisedAlarms(client, INTAKE, endless());
  };

  test('are asked for by state, and are as the messages that they sent', async () => {
    expect(await up(raised('a'))).toEqual([{
      alarmName: 'a', alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a', state: 'ALARM', at: CHANGED.getTime(), reason: 'Threshold Crossed',
      description: 'What it means.', accountId: '111122223333', region: 'eu-west-1', afterMute: false,
    }]);
    expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input)).toEqual([
      { StateValue: 'ALARM', AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken: undefined },
    ]);
  });

  test('are those that tell the topic, on all pages', async () => {
    cloudWatch.on(DescribeAlarmsCommand)
      .resolvesOnce({ MetricAlarms: [raised('a', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:Other'] }), raised('b')], NextToken: 'more' })
      .resolvesOnce({ MetricAlarms: [raised('c', { AlarmActions: undefined }), raised('d', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:Other', INTAKE] })] });
    expect((await raisedAlarms(client, INTAKE, endless())).map(({ alarmName }) => alarmName)).toEqual(['b', 'd']);
  });

  test('are not those whose actions somebody has switched off', async () => {
    expect(await up(raised('a', { ActionsEnabled: false }))).toEqual([]);
  });

  test('may have neither a description nor a reason', async () => {
    expect(await up(raised('a', { AlarmDescription: undefined, StateReason: undefined }))).toEqual([expect.not.objectContaining({ description: expect.anything() })]);
  });

  test.each([undefined, 'a'])('with the ARN %j are a failure', async (AlarmArn) => {
    await expect(up(raised('a', { AlarmArn }))).rejects.toThrow(new Error(`alarm a has an unknown ARN format: ${AlarmArn ?? 'none'}`));
  });

  test.each(FAILURES)('are not known where the call %s', async (_how, error) => {
    cloudWatch.on(DescribeAlarmsCommand).rejects(error);
    await expect(raisedAlarms(client, INTAKE, endless())).rejects.toBe(error);
  });
});

test('A name that no alarm can have is not asked for, since CloudWatch would refuse the call with all others in it.', async () => {
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm('a')] });
  await readAlarms(client, ['', 'a', 'x'.repeat(255), 'x'.repeat(256), 'b\u0000'], endless());
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input.AlarmNames)).toEqual([['a', 'x'.repeat(255)]]);
});

describe('An alarm that is up', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Intake';
  const breachOfRaised = async (more: Partial<MetricAlarm>): Promise<unknown> => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [alarm('a', { AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a', AlarmActions: [TOPIC], ...more })] });
    return (await raisedAlarms(client, TOPIC, endless())).map(({ breach }) => breach);
  };

  test('says where its newest breaching point lies.', async () => {
    const StateReasonData = JSON.stringify({ period: 60, evaluatedDatapoints: [{ timestamp: '2026-03-10T06:15:00.000+0000', value: 1 }, { timestamp: '2026-03-10T06:16:00.000+0000', value: 0 }] });
    expect(await breachOfRaised({ StateReasonData, Period: 60, ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: 1 }))
      .toEqual([{ from: Date.parse('2026-03-10T06:15:00Z'), to: Date.parse('2026-03-10T06:16:00Z') }]);
  });

  test('has its period in what its expression is made of.', async () => {
    const Metrics = [{ Id: 'bad', Expression: 'a + b' }, { Id: 'a', MetricStat: { Metric: {}, Period: 300, Stat: 'Sum' } }, { Id: 'b', Period: 60, Expression: '1' }];
    expect(await breachOfRaised({ Metrics, EvaluationPeriods: 2 })).toEqual([{ from: CHANGED.getTime() - 600_000, to: CHANGED.getTime() }]);
  });

  test('says nothing of it where nothing is known.', async () => {
    expect(await breachOfRaised({})).toEqual([undefined]);
  });
});
