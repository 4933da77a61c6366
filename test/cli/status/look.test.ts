import { look } from '../../../cli/status/look';
import { isWell, ObservatoryStatus, PipelineStatus } from '../../../cli/status/status';
import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import {
  alarm, awsError, contract, CRITICAL, FakeAccount, HOUR, INTAKE, MACHINE, MARK, NOTIFIED, NOW, portsOf, profile, WARNING,
} from './fake-account';

async function observatory(account: FakeAccount): Promise<ObservatoryStatus> {
  const [found] = await look(portsOf(account), undefined, NOW);
  return found!;
}

async function pipeline(account: FakeAccount): Promise<PipelineStatus> {
  const { pipelines } = await observatory({ parameters: [contract('Nightly')], ...account });
  return pipelines[0]!;
}

const NOTHING_RAN: FakeAccount = { metrics: {} };
const DENIED = awsError('AccessDeniedException', 'not authorized to perform: something');

/** A record with an incident that has been open since this morning. */
function open(more: object = {}): IncidentRecord {
  return {
    ...emptyRecord('Nightly'),
    incident: {
      id: 'Nightly 1', openedAt: NOW - 4 * HOUR, since: NOW - 5 * HOUR, severity: 'critical', notifiedSeverities: ['critical'], question: 'ALIVE', answers: ['ALIVE'], failures: 2, failedAt: [],
      lastNotificationAt: NOW - HOUR, reminders: 0, thread: [], droppedLines: 0, ...more,
    },
  } as IncidentRecord;
}

describe('a pipeline', () => {
  test('is alive when the run that was due succeeded', async () => {
    expect(await pipeline({})).toMatchObject({ pipeline: 'Nightly', alive: 'alive', lastSuccess: Date.UTC(2026, 10, 25, 7, 5), nextDue: Date.UTC(2026, 10, 26, 7) });
  });

  test('is not alive when nothing ran, whatever the checker does', async () => {
    expect(await pipeline(NOTHING_RAN)).toMatchObject({ alive: 'notAlive', because: 'Load did not start' });
  });

  test('that is a standard machine is confirmed as failed by its executions', async () => {
    const source = { kind: 'stateMachine', stateMachineArn: MACHINE, type: 'STANDARD' };
    const runs = [{ start: Date.UTC(2026, 10, 25, 7), end: Date.UTC(2026, 10, 25, 7, 5), outcome: 'failed' as const }];
    expect(await pipeline({ ...NOTHING_RAN, parameters: [contract('Nightly', { source })], runs })).toMatchObject({ alive: 'notAlive', because: 'Load failed' });
  });

  test('waits for its first run', async () => {
    expect(await pipeline({ parameters: [contract('Nightly', { lastChanged: NOW - HOUR })] })).toMatchObject({ alive: 'waiting', because: 'no run was due yet' });
  });

  test('is unknown when its evidence may not be read', async () => {
    expect(await pipeline({ metrics: DENIED })).toMatchObject({
      alive: 'unknown', because: 'metrics not readable: AccessDeniedException: not authorized to perform: something',
    });
  });

  test('is unknown when its contract cannot be read', async () => {
    expect(await pipeline({ parameters: [{ ...contract('Nightly'), text: '{}' }] })).toMatchObject({ pipeline: 'Nightly', alive: 'unknown', because: 'contract: version is missing' });
  });

  test('without an expectation shows the owner\'s reason', async () => {
    expect(await pipeline({ parameters: [profile('Events', { nothingExpected: 'volume unknown' })] })).toMatchObject({ pipeline: 'Events', alive: 'nothingExpected', because: 'volume unknown' });
  });

  test('without a contract is unknown', async () => {
    expect(await pipeline({ parameters: [profile('Nightly')] })).toMatchObject({ pipeline: 'Nightly', alive: 'unknown', because: 'its contract is missing' });
  });

  test('has the owner from its profile', async () => {
    expect(await pipeline({ parameters: [contract('Nightly'), profile('Nightly', { owner: 'data-platform' })] })).toMatchObject({ owner: 'data-platform' });
  });
});

describe('an open incident', () => {
  test('comes from the table, which knows when someone was notified', async () => {
    expect((await pipeline({ ...NOTIFIED, ...NOTHING_RAN, records: [open()] })).incident)
      .toEqual({ since: NOW - 5 * HOUR, from: 'table', question: 'ALIVE', failures: 2, lastNotificationAt: NOW - HOUR });
  });

  test('counts later failures that the table may not have yet', async () => {
    expect((await pipeline({ ...NOTIFIED, ...NOTHING_RAN, records: [open({ since: Date.UTC(2026, 10, 20, 7) })] })).incident).toMatchObject({ from: 'table', failures: 6 });
  });

  test('is judged by status where alarms go directly to people', async () => {
    expect((await pipeline(NOTHING_RAN)).incident).toMatchObject({ from: 'evidence' });
  });

  test('is judged by status where the table does not have it yet', async () => {
    expect((await pipeline({ ...NOTIFIED, ...NOTHING_RAN, records: [emptyRecord('Nightly')] })).incident).toMatchObject({ from: 'evidence' });
  });

  test('is judged by status where the table may not be read, which is reported', async () => {
    const { pipelines, problems } = await observatory({ parameters: [contract('Nightly')], ...NOTIFIED, ...NOTHING_RAN, records: DENIED });
    expect(pipelines[0]!.incident).toMatchObject({ from: 'evidence' });
    expect(problems).toEqual(['the incident table cannot be read, so status judged open incidents itself: AccessDeniedException: not authorized to perform: something']);
  });

  test('does not exist when all is well', async () => {
    expect((await pipeline(NOTIFIED)).incident).toBeUndefined();
  });
});

describe('a pipeline with an open incident', () => {
  test.each([['SLOW', true], ['FAILED', false], ['ALIVE', false]] as const)('with %s as the most severe question: well is %s', async (question, well) => {
    expect(isWell(await pipeline({ ...NOTIFIED, records: [open({ question })] }))).toBe(well);
  });
});

describe('the list of people who are notified', () => {
  test('has the subscribers of the topic that the notifier publishes to', async () => {
    expect((await pipeline(NOTIFIED)).notifies).toEqual([{ topic: 'CRITICAL', topicArn: CRITICAL, confirmed: ['email data@example.com'], pending: [] }]);
  });

  test('has the subscribers of the other topic when the alarm is a warning', async () => {
    const alarms = [alarm('CheckerHeartbeat', [INTAKE]), alarm('ProofOfLife', [INTAKE], { pipeline: 'Nightly', description: MARK('warning') })];
    expect((await pipeline({ ...NOTIFIED, alarms })).notifies).toMatchObject([{ topic: 'WARNING', topicArn: WARNING, confirmed: ['email later@example.com'] }]);
  });

  test('has the subscribers of the alarm\'s own topic where there is no notifier', async () => {
    const alarms = [alarm('CheckerHeartbeat', [CRITICAL]), alarm('UnreachableTopics', [CRITICAL, WARNING]), alarm('ProofOfLife', [CRITICAL], { pipeline: 'Nightly', description: MARK('critical') })];
    expect((await pipeline({ ...NOTIFIED, alarms })).notifies).toMatchObject([{ topic: 'CRITICAL', topicArn: CRITICAL }]);
  });

  test('has the subscribers of a topic of the pipeline\'s own too', async () => {
    const own = 'arn:aws:sns:us-east-1:111122223333:crm';
    const subscribers = { ...NOTIFIED.subscribers as object, [own]: [{ protocol: 'https', endpoint: 'https://hooks.example.com/secret', confirmed: true }] };
    const parameters = [contract('Nightly'), profile('Nightly', { topics: [{ severity: 'critical', topicArn: own }, { severity: 'warning', topicArn: 'arn:aws:sns:us-east-1:111122223333:later' }] })];
    expect((await pipeline({ ...NOTIFIED, parameters, subscribers })).notifies).toMatchObject([{ topic: 'CRITICAL' }, { topic: 'crm', confirmed: ['https hooks.example.com'] }]);
  });

  test('is separate from those who have not confirmed', async () => {
    const subscribers = { ...NOTIFIED.subscribers as object, [CRITICAL]: [{ protocol: 'email', endpoint: 'new@example.com', confirmed: false }] };
    expect((await pipeline({ ...NOTIFIED, subscribers })).notifies).toMatchObject([{ confirmed: [], pending: ['email new@example.com'] }]);
  });

  test('does not come from a function of another observatory, or from any other function', async () => {
    const account = { parameters: [contract('Nightly')], ...NOTIFIED, variables: { ...NOTIFIED.variables as object, OBSERVATORY: 'Other' } };
    expect((await observatory(account)).pipelines[0]!.notifies).toMatchObject([{ topic: 'intake', confirmed: ['lambda receiver'] }]);
  });

  test('is empty without an alarm on the proof of life', async () => {
    expect((await pipeline({ ...NOTIFIED, alarms: [alarm('CheckerHeartbeat', [INTAKE])] })).notifies).toEqual([]);
  });

  test('is unknown where alarms may not be read', async () => {
    const { pipelines, problems } = await observatory({ parameters: [contract('Nightly')], ...NOTIFIED, alarms: DENIED });
    expect(pipelines[0]!.notifies).toBeUndefined();
    expect(problems).toEqual(['it is unknown who is notified, because the alarms cannot be read: AccessDeniedException: not authorized to perform: something']);
  });

  test('is unknown where subscribers may not be read', async () => {
    const { pipelines, problems } = await observatory({ parameters: [contract('Nightly')], ...NOTIFIED, subscribers: DENIED });
    expect(pipelines[0]!.notifies).toBeUndefined();
    expect(problems).toEqual([
      'the notifier was not found: AccessDeniedException: not authorized to perform: something',
      'it is unknown who is notified about Nightly: AccessDeniedException: not authorized to perform: something',
    ]);
  });
});

describe('an observatory', () => {
  test('with another name is another one, with pipelines of its own', async () => {
    const found = await look(portsOf({ parameters: [contract('Nightly'), contract('Hourly', { observatory: 'Crm' }), contract('Nightly', { observatory: 'Crm' })] }), undefined, NOW);
    expect(found.map((one) => [one.observatory, one.pipelines.map((status) => status.pipeline)])).toEqual([['App', ['Nightly']], ['Crm', ['Hourly', 'Nightly']]]);
  });

  test('is the only one in the result when you name it', async () => {
    const found = await look(portsOf({ parameters: [contract('Nightly'), contract('Hourly', { observatory: 'Crm' })] }), 'Crm', NOW);
    expect(found.map((one) => one.observatory)).toEqual(['Crm']);
  });

  test('shows that its checker is silent, because then nobody is notified', async () => {
    const alarms = [alarm('CheckerHeartbeat', [CRITICAL], { state: 'ALARM', name: 'CheckerSilent' })];
    expect(await observatory({ parameters: [contract('Nightly')], alarms })).toMatchObject({
      checkerSilent: 'ALARM', problems: ['the checker is silent: nobody is notified of a missing run (CheckerSilent is in ALARM)'],
    });
  });

  test('shows a profile that cannot be read', async () => {
    const { problems } = await observatory({ parameters: [contract('Nightly'), { ...profile('Nightly'), text: '{' }] });
    expect(problems).toEqual([expect.stringMatching(/^the profile \/observed-pipeline\/App\/profiles\/Nightly cannot be read: .*is not JSON/)]);
  });

  test('does not exist where nothing is deployed', async () => {
    expect(await look(portsOf({}), undefined, NOW)).toEqual([]);
  });

  test('cannot be read without its contracts', async () => {
    await expect(look(portsOf({ parameters: DENIED }), undefined, NOW)).rejects.toThrow('not authorized to perform: something');
  });
});
