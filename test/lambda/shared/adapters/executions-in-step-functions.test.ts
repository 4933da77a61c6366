import { DescribeExecutionCommand, ExecutionListItem, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { listExecutions } from '../../../../lambda/shared/executions-in-step-functions';
import type { ExecutionRecord } from '../../../../lambda/shared/ports';
import { endless, FAILURES, hanging, named, OVER, soonOver } from '../failing-calls';

const client = new SFNClient({ region: 'eu-west-1' });
const stepFunctions = mockClient(client);
const ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Load';
const NOW = at('12:00');
const FROM = at('00:00');

beforeEach(() => stepFunctions.reset());

function at(time: string, day = '2026-03-10'): number {
  return Date.parse(`${day}T${time}:00Z`);
}

function execution(name: string, status: string, start: number, stop?: number, more: Partial<ExecutionListItem> = {}): ExecutionListItem {
  return {
    executionArn: `${ARN}:${name}`, stateMachineArn: ARN, name, status: status as ExecutionListItem['status'],
    startDate: new Date(start), stopDate: stop === undefined ? undefined : new Date(stop), ...more,
  };
}

function list(more: { scheduledTimeField?: string; from?: number; signal?: AbortSignal } = {}): Promise<ExecutionRecord> {
  const { scheduledTimeField, from = FROM, signal = endless() } = more;
  return listExecutions(client, { stateMachineArn: ARN, scheduledTimeField }, { from, now: NOW }, signal);
}

describe('the list', () => {
  test('A machine without executions has a complete and empty record.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [] });
    expect(await list()).toEqual({ runs: [], from: FROM });
    expect(stepFunctions.commandCalls(ListExecutionsCommand).map(({ args }) => args[0].input)).toEqual([{ stateMachineArn: ARN, maxResults: 1000, nextToken: undefined }]);
  });

  test.each([
    ['RUNNING', 'running'], ['PENDING_REDRIVE', 'running'], ['SUCCEEDED', 'succeeded'], ['FAILED', 'failed'], ['TIMED_OUT', 'timedOut'], ['ABORTED', 'aborted'],
  ])('The status %s has the outcome %s.', async (status, outcome) => {
    const end = outcome === 'running' ? undefined : at('02:30');
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [execution('a', status, at('02:00'), end)] });
    expect((await list()).runs).toEqual([{ start: at('02:00'), end, outcome }]);
  });

  test('A redriven execution that succeeded counts from its first start, by its newest outcome.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [execution('a', 'SUCCEEDED', at('02:00'), at('09:00'), { redriveCount: 1, redriveDate: new Date(at('08:30')) })] });
    expect((await list()).runs).toEqual([{ start: at('02:00'), end: at('09:00'), outcome: 'succeeded' }]);
  });

  test('A redriven execution that runs again has not ended, whatever end it still shows.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [execution('a', 'RUNNING', at('02:00'), at('02:05'), { redriveCount: 1, redriveDate: new Date(at('08:30')) })] });
    expect((await list()).runs).toEqual([{ start: at('02:00'), end: undefined, outcome: 'running' }]);
  });

  test('A closed execution without an end still counts as a run.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [execution('a', 'FAILED', at('02:00'))] });
    expect((await list()).runs).toEqual([{ start: at('02:00'), end: undefined, outcome: 'failed' }]);
  });

  test('Executions that started before the record begins are left out.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [execution('a', 'RUNNING', at('22:00', '2026-03-09'))] });
    expect((await list()).runs).toEqual([]);
  });

  test.each([
    ['a status that is not known', { status: 'PAUSED' as never }, `execution ${ARN}:a has an unknown format: status PAUSED, start 2026-03-10T02:00:00.000Z`],
    ['no status', { status: undefined }, `execution ${ARN}:a has an unknown format: status none, start 2026-03-10T02:00:00.000Z`],
    ['no start', { startDate: undefined }, `execution ${ARN}:a has an unknown format: status SUCCEEDED, start none`],
    ['no ARN', { executionArn: undefined }, 'execution a has an unknown format: status SUCCEEDED, start 2026-03-10T02:00:00.000Z'],
  ])('An execution with %s makes the record unreadable.', async (_case, more, message) => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [execution('a', 'SUCCEEDED', at('02:00'), at('02:30'), more)] });
    await expect(list()).rejects.toThrow(message);
  });

  test('An answer without a list is an error, because it must not confirm a failure.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({});
    await expect(list()).rejects.toThrow('ListExecutions answered without a list of executions');
  });

  test('An express machine is named as such, with the remedy.', async () => {
    stepFunctions.on(ListExecutionsCommand).rejects(named('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine'));
    await expect(list()).rejects.toThrow(`${ARN} is an express machine, whose executions cannot be listed, but its contract says STANDARD: deploy the stack of this pipeline again`);
  });

  test.each(FAILURES)('When a page %s, the record fails with that error, even after a good page.', async (_what, error) => {
    stepFunctions.on(ListExecutionsCommand).resolvesOnce({ executions: [execution('a', 'SUCCEEDED', at('02:00'), at('02:30'))], nextToken: 'more' }).rejects(error);
    await expect(list()).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    stepFunctions.on(ListExecutionsCommand).callsFake(hanging);
    const signal = soonOver();
    await expect(list({ signal })).rejects.toBe(OVER);
    expect(stepFunctions.commandCalls(ListExecutionsCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
  });
});

describe('the pages', () => {
  test('Paging stops once a closed execution ended before the record begins.', async () => {
    stepFunctions.on(ListExecutionsCommand)
      .resolvesOnce({ executions: [execution('a', 'SUCCEEDED', at('02:00'), at('02:30'))], nextToken: '2' })
      .resolvesOnce({ executions: [execution('b', 'SUCCEEDED', at('02:00', '2026-03-09'), at('02:30', '2026-03-09'))], nextToken: '3' });
    expect(await list()).toEqual({ runs: [{ start: at('02:00'), end: at('02:30'), outcome: 'succeeded' }], from: FROM });
    expect(stepFunctions.commandCalls(ListExecutionsCommand).map(({ args }) => args[0].input.nextToken)).toEqual([undefined, '2']);
  });

  test('An old execution that is still open does not stop the paging.', async () => {
    stepFunctions.on(ListExecutionsCommand)
      .resolvesOnce({ executions: [execution('stuck', 'RUNNING', at('02:00', '2026-02-01'))], nextToken: '2' })
      .resolvesOnce({ executions: [execution('a', 'SUCCEEDED', at('02:00'), at('02:30'))], nextToken: '' });
    expect((await list()).runs).toHaveLength(1);
  });

  test('A long execution that started before the record begins and ended within it does not stop the paging.', async () => {
    stepFunctions.on(ListExecutionsCommand)
      .resolvesOnce({ executions: [execution('long', 'SUCCEEDED', at('02:00', '2026-03-09'), at('04:00'))], nextToken: '2' })
      .resolvesOnce({ executions: [execution('a', 'SUCCEEDED', at('02:00'), at('02:30'))] });
    expect((await list()).runs).toHaveLength(1);
  });

  test('When the pages do not end, the record begins after the oldest end that was listed.', async () => {
    let minute = 0;
    stepFunctions.on(ListExecutionsCommand).callsFake(async () => {
      minute += 1;
      return { executions: [execution(`e${minute}`, 'SUCCEEDED', NOW - minute * 60_000 - 30_000, NOW - minute * 60_000)], nextToken: 'again' };
    });
    const record = await list();
    expect(stepFunctions.commandCalls(ListExecutionsCommand)).toHaveLength(10);
    expect(record.from).toBe(NOW - 10 * 60_000 + 1);
    expect(record.runs.map(({ end }) => end)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((ago) => NOW - ago * 60_000));
  });

  test('When only open executions are listed, the record is unreadable.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [execution('a', 'RUNNING', at('02:00'))], nextToken: 'again' });
    await expect(list()).rejects.toThrow(`${ARN} has more than 10 open executions, so the ended executions behind them were not listed`);
  });

  test('The record begins at most 90 days ago, because closed executions are not kept longer.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [] });
    expect(await list({ from: NOW - 200 * 86_400_000 })).toEqual({ runs: [], from: NOW - 90 * 86_400_000 });
  });
});

describe('runs that contain their slot', () => {
  const ran = (name: string, start = at('04:00')): ExecutionListItem => execution(name, 'SUCCEEDED', start, start + 600_000);

  test('The slot is read from the input of the execution.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [ran('a')] });
    stepFunctions.on(DescribeExecutionCommand, { executionArn: `${ARN}:a` }).resolves({ input: '{"time":"2026-03-10T02:00:00Z"}' });
    expect((await list({ scheduledTimeField: 'time' })).runs).toEqual([{ start: at('04:00'), end: at('04:10'), outcome: 'succeeded', slot: at('02:00') }]);
  });

  test('Executions of a machine whose runs contain no slot are not described.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [ran('a')] });
    await list();
    expect(stepFunctions.commandCalls(DescribeExecutionCommand)).toEqual([]);
  });

  test.each([undefined, '{}', 'no JSON', '{"time":"yesterday"}', '{"time":1773108000}', '[]', 'null'])('An execution with the input %j has no slot and is placed by its start.', async (input) => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [ran('a')] });
    stepFunctions.on(DescribeExecutionCommand).resolves({ input });
    expect((await list({ scheduledTimeField: 'time' })).runs).toEqual([{ start: at('04:00'), end: at('04:10'), outcome: 'succeeded', slot: undefined }]);
  });

  test('Only the newest 25 executions are described, 4 at once, and the record begins after the newest other one.', async () => {
    const executions = Array.from({ length: 40 }, (_, index) => ran(`e${index}`, NOW - (index + 1) * 600_000));
    stepFunctions.on(ListExecutionsCommand).resolves({ executions });
    let atOnce = 0;
    let most = 0;
    stepFunctions.on(DescribeExecutionCommand).callsFake(async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      return { input: '{}' };
    });
    const record = await list({ scheduledTimeField: 'time' });
    expect(stepFunctions.commandCalls(DescribeExecutionCommand)).toHaveLength(25);
    expect(most).toBe(4);
    expect(record.runs).toHaveLength(25);
    expect(record.from).toBe(NOW - 26 * 600_000 + 1);
  });

  test('Executions before the record begins are not described.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [ran('a', at('02:00', '2026-03-09'))] });
    await list({ scheduledTimeField: 'time' });
    expect(stepFunctions.commandCalls(DescribeExecutionCommand)).toEqual([]);
  });

  test.each(FAILURES)('When a description %s, the record fails, and no further description is read.', async (_what, error) => {
    const executions = Array.from({ length: 20 }, (_, index) => ran(`e${index}`, NOW - (index + 1) * 600_000));
    stepFunctions.on(ListExecutionsCommand).resolves({ executions });
    stepFunctions.on(DescribeExecutionCommand).rejects(error);
    await expect(list({ scheduledTimeField: 'time' })).rejects.toBe(error);
    expect(stepFunctions.commandCalls(DescribeExecutionCommand)).toHaveLength(4);
  });

  test('A description that hangs fails when its time is over.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [ran('a')] });
    stepFunctions.on(DescribeExecutionCommand).callsFake(hanging);
    await expect(list({ scheduledTimeField: 'time', signal: soonOver() })).rejects.toBe(OVER);
  });
});
