import { distinguished, findPipelines, resourcesNamed } from '../../template/find-pipelines';
import type { Account, CheckerModel, ParameterModel } from '../../template/model';
import { AccountParts } from '../../template/restrict-account';
import { notifierOf } from '../../template/watchers';
import {
  accountOf, alarmOf, compositeOf, functionOf, lambdaMetric, machineMetric, machineOf, queueOf, ruleOf, scheduleOf,
} from './accounts';

const ORDERS = machineOf('OrdersMachine', { functionArns: [functionOf('Extract').arn] });
const PUBLISH = functionOf('Publish');
const SYNC = functionOf('Sync');
const CHECKER = functionOf('Checker');
const checkerOf = (functionName: string, observatory = 'Observatory'): CheckerModel => ({
  stack: 'App', logicalId: functionName, observatory, contractsPath: `/observed-pipeline/${observatory}`, tableName: 'ledger', functionName,
});
const TOLERANCES = { startWithinSeconds: 900, maxDurationSeconds: 600, publicationDelaySeconds: 120, minSuccessfulRuns: 1, optional: false, retryWithinSeconds: 0 };

const machineStage = { ...TOLERANCES, name: 'load', source: { kind: 'stateMachine', stateMachineArn: ORDERS.arn, type: 'STANDARD' } };
const functionStage = (name: string, functionName: string): object => ({ ...TOLERANCES, name, source: { kind: 'lambdaFunction', functionName } });

function contractOf(pipeline: string, stages: readonly object[], expectation: object = {}): ParameterModel {
  return {
    stack: 'App', logicalId: `${pipeline}Contract`, name: `/observed-pipeline/Observatory/${pipeline}`,
    value: JSON.stringify({
      version: 1, pipeline, stages,
      expectation: 'maxSilenceSeconds' in expectation
        ? { failuresToAlarm: 1, successesToRecover: 1, ...expectation }
        : { schedule: 'cron(0 2 * * ? *)', timeZone: 'UTC', startEarlyBySeconds: 60, flexibleWindowSeconds: 0, failuresToAlarm: 1, successesToRecover: 1, ...expectation },
    }),
  };
}

/** An observatory with two pipelines of this library, and a function that only a rule starts. */
function account(parts: Partial<Account> = {}): Account {
  return accountOf({
    functions: [CHECKER, PUBLISH, SYNC, functionOf('Extract'), functionOf('Report')], stateMachines: [ORDERS],
    schedules: [
      scheduleOf('rate(5 minutes)', CHECKER.arn, { name: 'tick', group: 'default' }), scheduleOf('cron(0 2 * * ? *)', ORDERS.arn, { name: 'orders', group: 'orders' }),
      scheduleOf('cron(10 * * * ? *)', `${SYNC.arn}:live`, { name: 'sync', group: 'shared', deadLetterArn: queueOf('SyncDead').arn }), ruleOf('rate(1 day)', functionOf('Report').arn),
    ],
    queues: [queueOf('SyncDead')],
    checkers: [checkerOf('Checker')],
    parameters: [contractOf('Orders', [machineStage, functionStage('publish', 'Publish')]), contractOf('Sync', [functionStage('sync', 'Sync')])],
    ...parts,
  });
}

const named = (found: ReturnType<typeof findPipelines>, name: string) => found.pipelines.find((pipeline) => pipeline.name === name)!;

describe('the pipelines of an account', () => {
  test('They begin with those of this library, found by their contracts; other scheduled functions follow, without the checker.', () => {
    expect(findPipelines(account()).pipelines.map(({ name }) => name)).toEqual(['Orders', 'Sync', 'Report']);
  });

  test('Their schedules are those that start the first stage, directly or by an alias.', () => {
    const found = findPipelines(account());
    expect(named(found, 'Orders').schedules.map(({ name }) => name)).toEqual(['orders']);
    expect(named(found, 'Sync').schedules.map(({ name }) => name)).toEqual(['sync']);
  });

  describe('If several schedules start the first stage,', () => {
    const [two, three] = ['2', '3'].map((hour) => scheduleOf(`cron(0 ${hour} * * ? *)`, SYNC.arn, { name: `at${hour}`, group: 'sync' }));
    const profileOf = (trigger: object): ParameterModel => ({
      stack: 'App', logicalId: 'SyncProfile', name: '/observed-pipeline/Observatory/profiles/Sync',
      value: JSON.stringify({ version: 1, pipeline: 'Sync', severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false, trigger }),
    });
    const notifiers: Account['notifiers'] = [{
      stack: 'App', logicalId: 'Notifier', observatory: 'Observatory', functionName: 'Notifier', contractsPath: '/observed-pipeline/Observatory',
      profilesPath: '/observed-pipeline/Observatory/profiles', tableName: 't', criticalTopicArn: 'arn:c', warningTopicArn: 'arn:w',
    }];
    const sync = (schedules: Account['schedules'], expectation: object, ...profiles: ParameterModel[]) => named(findPipelines(account({
      schedules, notifiers, parameters: [contractOf('Sync', [functionStage('sync', 'Sync')], expectation), ...profiles],
    })), 'Sync');

    test('the pipeline has the one that the profile names, whatever the times of the others.', () => {
      const { schedules, stages: [{ foreignTriggers }] } = sync([two!, three!], {}, profileOf({ kind: 'schedule', name: 'at3', group: 'sync' }));
      expect([schedules.map(({ name }) => name), foreignTriggers?.map(({ name }) => name)]).toEqual([['at3'], ['at2']]);
    });

    test('the pipeline has those that fire as the contract expects, where no profile names one.', () => {
      expect(sync([two!, three!], { schedule: 'cron(0 3 * * ? *)' }).schedules).toEqual([three]);
      expect(sync([two!, { ...three!, timeZone: 'Europe/Berlin' }], { schedule: 'cron(0 3 * * ? *)', timeZone: 'Europe/Berlin' }).schedules).toEqual([{ ...three!, timeZone: 'Europe/Berlin' }]);
    });

    test('the pipeline has all of them, where nothing tells which.', () => {
      expect(sync([two!, three!], { schedule: 'cron(0 4 * * ? *)' }).schedules).toEqual([two, three]);
      expect(sync([two!, three!], { maxSilenceSeconds: 7200 }).schedules).toEqual([two, three]);
    });

    test('one that the profile names but that starts something else is noted, and the drill assumes runs as expected.', () => {
      const elsewhere = scheduleOf('cron(0 2 * * ? *)', PUBLISH.arn, { name: 'elsewhere', group: 'sync' });
      const { notPlayed, pipelines } = findPipelines(account({
        schedules: [elsewhere], notifiers, parameters: [contractOf('Sync', [functionStage('sync', 'Sync')]), profileOf({ kind: 'schedule', name: 'elsewhere', group: 'sync' })],
      }));
      expect(notPlayed.map(({ what }) => what)).toEqual(['it starts no stage of Sync directly; the drill assumes that runs of Sync start when its expectation says']);
      expect(pipelines[0]!.externalTrigger).toBe(true);
    });

    test('a rule is found by its name too.', () => {
      const rule = ruleOf('cron(0 5 * * ? *)', SYNC.arn, { name: 'nightly' });
      expect(sync([two!, rule], {}, profileOf({ kind: 'rule', name: 'nightly' })).schedules).toEqual([rule]);
    });
  });

  test('A later stage without a trigger follows the stage before it.', () => {
    expect(named(findPipelines(account()), 'Orders').links).toEqual([{ afterArn: ORDERS.arn, startArn: PUBLISH.arn }]);
  });

  test('A later stage that is a step of an earlier one, or has a schedule of its own, does not follow it.', () => {
    const step = account({ parameters: [contractOf('Orders', [machineStage, functionStage('extract', 'Extract')])] });
    expect(named(findPipelines(step), 'Orders').links).toEqual([]);
    const scheduled = account({ parameters: [contractOf('Orders', [machineStage, functionStage('sync', 'Sync')])] });
    expect(named(findPipelines(scheduled), 'Orders').links).toEqual([]);
  });

  test('A pipeline with a trigger outside the templates starts as its contract expects.', () => {
    const found = findPipelines(account({ schedules: [] }));
    expect(named(found, 'Orders')).toMatchObject({ externalTrigger: true, schedules: [{ expression: 'cron(0 2 * * ? *)', timeZone: 'UTC', targetArns: [ORDERS.arn] }] });
  });

  test('A pipeline with a maximum silence starts twice as often as it must.', () => {
    const found = findPipelines(account({ schedules: [], parameters: [contractOf('Sync', [functionStage('sync', 'Sync')], { maxSilenceSeconds: 7200 })] }));
    expect(named(found, 'Sync').schedules[0].expression).toBe('rate(60 minutes)');
  });

  test('Optional stages are not part of the expectation.', () => {
    const found = findPipelines(account({ parameters: [contractOf('Orders', [machineStage, { ...functionStage('publish', 'Publish'), optional: true }])] }));
    expect(named(found, 'Orders').stages.map(({ name }) => name)).toEqual(['load']);
  });

  test('A contract with a stage elsewhere is not played, and is listed.', () => {
    const { notPlayed, pipelines } = findPipelines(account({ parameters: [contractOf('Elsewhere', [functionStage('load', 'NotHere')])] }));
    expect(notPlayed.map(({ what }) => what)).toEqual(['pipeline Elsewhere is not played: its stage load is not in the templates']);
    expect(pipelines.map(({ name }) => name)).toEqual(['OrdersMachine', 'Sync', 'Report']);
  });

  test('A contract that cannot be read, or that expects no stage to run, breaks its pipeline.', () => {
    const optional = contractOf('OnDemand', [{ ...machineStage, optional: true }]);
    const { unreadable } = findPipelines(account({ parameters: [{ ...contractOf('Broken', []), value: 'no JSON' }, optional] }));
    expect(unreadable.map(({ name, broken: { reason } }) => [name, reason])).toEqual([
      ['Broken', 'The contract /observed-pipeline/Observatory/Broken cannot be read: contract: $ is not JSON: "no JSON".'],
      ['OnDemand', 'The contract /observed-pipeline/Observatory/OnDemand cannot be read: contract: stages must name at least one stage that is not optional.'],
    ]);
  });

  test('Pipelines with the same name get a number.', () => {
    const second = checkerOf('Checker', 'Second');
    const parameter = { ...contractOf('Sync', [functionStage('sync', 'Sync')]), name: '/observed-pipeline/Second/Sync' };
    const found = findPipelines(account({ checkers: [checkerOf('Checker'), second], parameters: [contractOf('Sync', [functionStage('sync', 'Sync')]), parameter] }));
    expect(found.pipelines.map(({ name }) => name)).toEqual(['Sync', 'Sync (2)', 'OrdersMachine', 'Report']);
  });
});

describe('A name that you give', () => {
  const load = functionOf('prod-load', { logicalId: 'Load8A2B', path: 'Data/Import/Load/Resource' });
  const other = functionOf('test-load', { logicalId: 'Load9C3D', path: 'Test/Import/Load/Resource' });
  const plain = accountOf({ functions: [load, other, CHECKER], stateMachines: [ORDERS], checkers: [checkerOf('Checker')] });

  test.each(['prod-load', load.arn, 'Load8A2B', 'Data/Import/Load'])('%s means one function.', (name) => {
    expect(resourcesNamed(plain, name)).toEqual([load]);
  });

  test('may be the end of several construct paths, and then means all of them.', () => {
    expect(resourcesNamed(plain, 'Import/Load')).toEqual([load, other]);
  });

  test('may mean a state machine, but not a checker, and must not be a part of a word.', () => {
    expect([resourcesNamed(plain, 'OrdersMachine'), resourcesNamed(plain, 'Checker'), resourcesNamed(plain, 'oad')]).toEqual([[ORDERS], [], []]);
  });
});

describe('Names of several pipelines', () => {
  test('get what differs in all of them, or a number.', () => {
    const named = [{ name: 'Sync', stack: 'Prod' }, { name: 'Load', stack: 'Prod' }, { name: 'Sync', stack: 'Test' }];
    expect(distinguished(named, ({ stack }) => stack).map(({ name }) => name)).toEqual(['Sync (Prod)', 'Load', 'Sync (Test)']);
    expect(distinguished(named, () => 'eu-west-1').map(({ name }) => name)).toEqual(['Sync', 'Load', 'Sync (2)']);
  });
});

describe('the part of an account that one pipeline needs', () => {
  const alarms = [
    alarmOf('OrdersFailed', machineMetric(ORDERS, 'ExecutionsFailed')), alarmOf('SyncFailed', lambdaMetric('Sync', 'Errors')), alarmOf('ExtractFailed', lambdaMetric('Extract', 'Errors')),
    alarmOf('CheckerFailing', lambdaMetric('Checker', 'Errors')), alarmOf('Elsewhere', { namespace: 'AWS/SNS', metricName: 'NumberOfNotificationsFailed', dimensions: { TopicName: 't' } }),
    alarmOf('OrdersAlive', { namespace: 'ObservedPipeline', metricName: 'ProofOfLife', dimensions: { Observatory: 'Observatory', Pipeline: 'Orders' } }),
    alarmOf('Heartbeat', { namespace: 'ObservedPipeline', metricName: 'CheckerHeartbeat', dimensions: { Observatory: 'Observatory' } }),
    alarmOf('OtherHeartbeat', { namespace: 'ObservedPipeline', metricName: 'CheckerHeartbeat', dimensions: { Observatory: 'Other' } }),
    alarmOf('SyncDead', { namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: 'SyncDead' } }),
  ];

  function partOf(name: string, more: Partial<Account> = {}): ReturnType<AccountParts['of']> {
    const whole = account({ alarms, ...more });
    const { pipelines } = findPipelines(whole);
    return new AccountParts(whole, pipelines).of(pipelines.find((pipeline) => pipeline.name === name)!);
  }

  test('It has its own alarms, those of its observatory, and those about no pipeline.', () => {
    expect(partOf('Orders').account.alarms.map(({ name }) => name)).toEqual(['OrdersFailed', 'ExtractFailed', 'CheckerFailing', 'Elsewhere', 'OrdersAlive', 'Heartbeat']);
    expect(partOf('Sync').account.alarms.map(({ name }) => name)).toEqual(['SyncFailed', 'CheckerFailing', 'Elsewhere', 'Heartbeat', 'SyncDead']);
    expect(partOf('Report').account.alarms.map(({ name }) => name)).toEqual(['Elsewhere']);
  });

  test('It has its functions, machines, schedules and contract, and the checker with its schedule.', () => {
    const { account: part, pipelines } = partOf('Orders');
    expect(pipelines.map(({ name }) => name)).toEqual(['Orders']);
    expect(part.functions.map(({ name }) => name)).toEqual(['Checker', 'Publish', 'Extract']);
    expect(part.stateMachines.map(({ name }) => name)).toEqual(['OrdersMachine']);
    expect(part.schedules.map(({ name }) => name)).toEqual(['tick', 'orders']);
    expect(part.parameters.map(({ name }) => name)).toEqual(['/observed-pipeline/Observatory/Orders']);
  });

  test('It has all pipelines that one of its alarms looks at, with everything that belongs to them.', () => {
    const { account: part, pipelines } = partOf('Orders', { compositeAlarms: [compositeOf('Any', 'ALARM(OrdersFailed) OR ALARM(SyncFailed)')] });
    expect(pipelines.map(({ name }) => name)).toEqual(['Orders', 'Sync']);
    expect(part.alarms.map(({ name }) => name)).toEqual(expect.arrayContaining(['OrdersFailed', 'SyncFailed', 'SyncDead']));
    expect(part.compositeAlarms.map(({ name }) => name)).toEqual(['Any']);
  });
});

describe('Pipelines', () => {
  const together = (parts: Partial<Account>, name = 'Orders'): string[] => {
    const whole = account(parts);
    const { pipelines } = findPipelines(whole);
    return new AccountParts(whole, pipelines).of(pipelines.find((one) => one.name === name)!).pipelines.map((one) => one.name);
  };

  test('are played together if they share a stage, even if no alarm looks at it.', () => {
    const publish = functionStage('publish', 'Publish');
    expect(together({ parameters: [contractOf('Orders', [machineStage, publish]), contractOf('Sync', [functionStage('sync', 'Sync'), publish])] })).toEqual(['Orders', 'Sync']);
  });

  test('are played together if the stage of one is a step of another\'s machine.', () => {
    expect(together({ parameters: [contractOf('Orders', [machineStage]), contractOf('Extracts', [functionStage('extract', 'Extract')])] })).toEqual(['Orders', 'Extracts']);
  });

  test('are played separately if their machines call the same function, which is a stage of neither.', () => {
    const other = machineOf('Other', { functionArns: ORDERS.functionArns });
    const otherStage = { ...machineStage, source: { kind: 'stateMachine', stateMachineArn: other.arn, type: 'STANDARD' } };
    expect(together({ stateMachines: [ORDERS, other], parameters: [contractOf('Orders', [machineStage]), contractOf('Others', [otherStage])] })).toEqual(['Orders']);
  });

  test('are played together if one trigger starts both.', () => {
    const both = ruleOf('cron(0 2 * * ? *)', ORDERS.arn, { targetArns: [ORDERS.arn, SYNC.arn] });
    expect(together({ schedules: [both] })).toEqual(['Orders', 'Sync']);
  });
});

describe('The notifier of an observatory', () => {
  const NOTIFIER = functionOf('Notifier', {
    environment: {
      OBSERVATORY: 'Observatory', CONTRACTS_PATH: '/observed-pipeline/Observatory', PROFILES_PATH: '/observed-pipeline/Observatory/profiles', TABLE_NAME: 't',
      CRITICAL_TOPIC_ARN: 'arn:c', WARNING_TOPIC_ARN: 'arn:w',
    },
  });
  const profileOf = (pipeline: string, more: object = {}): ParameterModel => ({
    stack: 'App', logicalId: `${pipeline}Profile`, name: `/observed-pipeline/Observatory/profiles/${pipeline}`,
    value: JSON.stringify({ version: 1, pipeline, severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false, ...more }),
  });
  const withNotifier = (...profiles: ParameterModel[]): Account => {
    const plain = account();
    return {
      ...plain, functions: [...plain.functions, NOTIFIER], notifiers: [notifierOf(NOTIFIER)!], parameters: [...plain.parameters, ...profiles],
      schedules: [...plain.schedules, scheduleOf('rate(1 minute)', NOTIFIER.arn, { name: 'minutely', group: 'default' })],
      alarms: [alarmOf('NotifierSilent', lambdaMetric('Notifier', 'Invocations'))],
    };
  };

  test('is not a pipeline, and its profiles are not contracts.', () => {
    const { pipelines, notPlayed } = findPipelines(withNotifier(profileOf('Orders'), profileOf('Sync')));
    expect(pipelines.map(({ name }) => name)).toEqual(['Orders', 'Sync', 'Report']);
    expect(notPlayed).toEqual([]);
  });

  test('belongs to each pipeline together with the pipeline\'s profile; a profile that cannot be read is left to the notifier.', () => {
    const found = findPipelines(withNotifier(profileOf('Orders'), { ...profileOf('Sync'), value: '{' }));
    expect(named(found, 'Orders').observed).toMatchObject({ notifiers: [{ functionName: 'Notifier' }], profile: { profile: { pipeline: 'Orders' } } });
    expect(named(found, 'Sync').observed?.profile).toBeUndefined();
    expect(findPipelines(account()).pipelines[0]!.observed?.notifiers).toEqual([]);
  });

  test('is played with each pipeline of its observatory, with its schedule, its alarms and the pipeline\'s profile.', () => {
    const whole = withNotifier(profileOf('Orders'), profileOf('Sync'));
    const { pipelines } = findPipelines(whole);
    const part = new AccountParts(whole, pipelines).of(pipelines.find(({ name }) => name === 'Sync')!).account;
    expect(part.functions.map(({ name }) => name)).toContain('Notifier');
    expect(part.schedules.map(({ name }) => name)).toContain('minutely');
    expect(part.alarms.map(({ name }) => name)).toEqual(['NotifierSilent']);
    expect(part.parameters.map(({ logicalId }) => logicalId)).toEqual(['SyncContract', 'SyncProfile']);
    const report = new AccountParts(whole, pipelines).of(pipelines.find(({ name }) => name === 'Report')!).account;
    expect([report.notifiers, report.alarms]).toEqual([[], []]);
  });

  test('adds the upstream pipelines of a pipeline, but not those downstream.', () => {
    const whole = withNotifier(profileOf('Orders'), profileOf('Sync', { upstreamPipelines: ['Orders'] }));
    const { pipelines } = findPipelines(whole);
    const parts = new AccountParts(whole, pipelines);
    const together = (name: string): string[] => parts.of(pipelines.find((one) => one.name === name)!).pipelines.map((one) => one.name);
    expect([together('Sync'), together('Orders')]).toEqual([['Orders', 'Sync'], ['Orders']]);
  });
});
