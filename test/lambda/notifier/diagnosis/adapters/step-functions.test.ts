import {
  DescribeExecutionCommand, DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand, GetExecutionHistoryCommand,
  HistoryEvent, ListExecutionsCommand, SFNClient,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import {
  executedMachine, executionFailure, executionHistory, executions, machine,
} from '../../../../../lambda/notifier/diagnosis/step-functions-calls';
import { endless, FAILURES, hanging, named, OVER, soonOver } from '../../../shared/failing-calls';

const client = new SFNClient({ region: 'eu-west-1' });
const stepFunctions = mockClient(client);
const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Load';
const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:Load:a';
const BEGUN = new Date('2026-03-10T02:00:00Z');
const ENDED = new Date('2026-03-10T02:41:00Z');

beforeEach(() => stepFunctions.reset());

const CALLS = [
  ['executions', ListExecutionsCommand, 'StateMachineDoesNotExist', (signal: AbortSignal) => executions(client, MACHINE, 25, signal)],
  ['executionFailure', DescribeExecutionCommand, 'ExecutionDoesNotExist', (signal: AbortSignal) => executionFailure(client, EXECUTION, signal)],
  ['executionHistory', GetExecutionHistoryCommand, 'ExecutionDoesNotExist', (signal: AbortSignal) => executionHistory(client, EXECUTION, signal)],
  ['machine', DescribeStateMachineCommand, 'StateMachineDoesNotExist', (signal: AbortSignal) => machine(client, MACHINE, signal)],
  ['executedMachine', DescribeStateMachineForExecutionCommand, 'ExecutionDoesNotExist', (signal: AbortSignal) => executedMachine(client, EXECUTION, signal)],
] as const;

describe.each(CALLS)('%s', (_name, command, missing, call) => {
  test.each(FAILURES)('When the call %s, it fails with that error.', async (_what, error) => {
    stepFunctions.on(command as typeof ListExecutionsCommand).rejects(error);
    await expect(call(endless())).rejects.toBe(error);
  });

  test('A resource that does not exist has no answer.', async () => {
    stepFunctions.on(command as typeof ListExecutionsCommand).rejects(named(missing, 'no such thing'));
    expect(await call(endless())).toBeUndefined();
  });

  test('A call that hangs fails when its time is over, and the request is aborted.', async () => {
    stepFunctions.on(command as typeof ListExecutionsCommand).callsFake(hanging);
    const signal = soonOver();
    await expect(call(signal)).rejects.toBe(OVER);
    expect(stepFunctions.calls()[0]?.args.at(1)).toEqual({ abortSignal: signal });
  });
});

describe('the list of executions', () => {
  test('One page of the wanted length is read.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({
      executions: [
        { executionArn: EXECUTION, stateMachineArn: MACHINE, name: 'a', status: 'FAILED', startDate: BEGUN, stopDate: ENDED },
        { executionArn: `${EXECUTION}2`, stateMachineArn: MACHINE, name: 'b', status: 'RUNNING', startDate: BEGUN },
      ],
      nextToken: 'more',
    });
    expect(await executions(client, MACHINE, 25, endless())).toEqual([
      { arn: EXECUTION, name: 'a', status: 'FAILED', start: BEGUN.getTime(), stop: ENDED.getTime() }, { arn: `${EXECUTION}2`, name: 'b', status: 'RUNNING', start: BEGUN.getTime() },
    ]);
    expect(stepFunctions.commandCalls(ListExecutionsCommand).map(({ args }) => args[0].input)).toEqual([{ stateMachineArn: MACHINE, maxResults: 25 }]);
  });

  test('At most the wanted number is returned, without executions in an unknown format.', async () => {
    const one = { executionArn: EXECUTION, stateMachineArn: MACHINE, name: 'a', startDate: BEGUN };
    stepFunctions.on(ListExecutionsCommand).resolves({ executions: [{ ...one, status: 'PAUSED' as never }, { ...one, status: 'FAILED', startDate: undefined }, { ...one, status: 'FAILED' }, { ...one, status: 'FAILED' }] });
    expect(await executions(client, MACHINE, 1, endless())).toHaveLength(1);
  });

  test('An answer without a list counts as empty.', async () => {
    stepFunctions.on(ListExecutionsCommand).resolves({});
    expect(await executions(client, MACHINE, 25, endless())).toEqual([]);
  });
});

test('The error of an execution is used, its output is not.', async () => {
  stepFunctions.on(DescribeExecutionCommand).resolves({ error: 'E', cause: 'because', input: '{}', output: '{"secret":1}' });
  expect(await executionFailure(client, EXECUTION, endless())).toEqual({ error: 'E', cause: 'because', input: '{}' });
});

test('The machine is read without its definition.', async () => {
  stepFunctions.on(DescribeStateMachineCommand).resolves({ status: 'DELETING', creationDate: BEGUN, revisionId: 'r1' });
  expect(await machine(client, MACHINE, endless())).toEqual({ status: 'DELETING', changedAt: BEGUN.getTime(), revision: 'r1' });
  stepFunctions.on(DescribeStateMachineForExecutionCommand).resolves({ updateDate: ENDED, revisionId: 'r2' });
  expect(await executedMachine(client, EXECUTION, endless())).toEqual({ changedAt: ENDED.getTime(), revision: 'r2' });
  expect(stepFunctions.calls().map(({ args }) => args[0].input)).toEqual([{ stateMachineArn: MACHINE, includedData: 'METADATA_ONLY' }, { executionArn: EXECUTION, includedData: 'METADATA_ONLY' }]);
});

test('A machine without a status counts as active, without dates.', async () => {
  stepFunctions.on(DescribeStateMachineCommand).resolves({ creationDate: new Date(NaN) });
  expect(await machine(client, MACHINE, endless())).toEqual({ status: 'ACTIVE' });
});

describe('the history', () => {
  /** Events in their order. By default, each event follows from the one before. */
  async function history(...events: Partial<HistoryEvent>[]): ReturnType<typeof executionHistory> {
    const numbered = events.map((event, index): HistoryEvent => ({ id: index + 1, previousEventId: index, timestamp: new Date(BEGUN.getTime() + index * 1000), type: 'TaskStarted', ...event }));
    stepFunctions.on(GetExecutionHistoryCommand).resolves({ events: numbered.reverse() });
    return executionHistory(client, EXECUTION, endless());
  }
  const entered = (name: string, type: HistoryEvent['type'] = 'TaskStateEntered'): Partial<HistoryEvent> => ({ type, stateEnteredEventDetails: { name } });
  const exited = (name: string): Partial<HistoryEvent> => ({ type: 'TaskStateExited', stateExitedEventDetails: { name } });
  const taskFailed = (error: string, cause = 'because'): Partial<HistoryEvent> => ({ type: 'TaskFailed', taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke', error, cause } });
  const failed = (error: string, cause = 'because'): Partial<HistoryEvent> => ({ type: 'ExecutionFailed', executionFailedEventDetails: { error, cause } });
  const started: Partial<HistoryEvent> = { type: 'ExecutionStarted', executionStartedEventDetails: {} };

  test('One page is read, newest first, without inputs and outputs.', async () => {
    await history(started);
    expect(stepFunctions.commandCalls(GetExecutionHistoryCommand).map(({ args }) => args[0].input)).toEqual([{ executionArn: EXECUTION, reverseOrder: true, maxResults: 200, includeExecutionData: false }]);
  });

  test('The state that failed is the one that led to the end.', async () => {
    expect(await history(started, entered('Extract'), exited('Extract'), entered('Load'), {}, taskFailed('E'), failed('E'))).toEqual({ state: 'Load', stateSince: BEGUN.getTime() + 3000, error: 'E', cause: 'because' });
  });

  test('With parallel branches, the state is that of the failed branch, not the one that was entered last.', async () => {
    const events = [started, entered('Both', 'ParallelStateEntered'), entered('Left'), { ...entered('Right'), previousEventId: 2 }, { ...taskFailed('E'), previousEventId: 3 }, { type: 'ParallelStateFailed' as const, previousEventId: 5 }, failed('E')];
    expect(await history(...events)).toMatchObject({ state: 'Left', error: 'E' });
  });

  test('For a caught error, the state that failed is returned besides the Fail state.', async () => {
    expect(await history(started, entered('Load'), {}, taskFailed('ValueError', 'row 17'), exited('Load'), entered('Alert'), exited('Alert'), entered('Give up', 'FailStateEntered'), failed('NightlyFailed', 'see above'))).toEqual({
      state: 'Give up', stateSince: BEGUN.getTime() + 7000, error: 'NightlyFailed', cause: 'see above', caught: { state: 'Load', error: 'ValueError', cause: 'row 17' },
    });
  });

  test('An error before a successful retry does not count as caught.', async () => {
    const events = [started, entered('Load'), taskFailed('E'), { type: 'TaskScheduled' as const }, { type: 'TaskSucceeded' as const }, exited('Load'), entered('Give up', 'FailStateEntered'), failed('Decided')];
    expect(await history(...events)).toEqual({ state: 'Give up', stateSince: BEGUN.getTime() + 6000, error: 'Decided', cause: 'because' });
  });

  test.each([
    ['lambdaFunctionFailedEventDetails', 'LambdaFunctionFailed'], ['lambdaFunctionTimedOutEventDetails', 'LambdaFunctionTimedOut'], ['activityFailedEventDetails', 'ActivityFailed'],
    ['mapRunFailedEventDetails', 'MapRunFailed'], ['evaluationFailedEventDetails', 'EvaluationFailed'], ['taskTimedOutEventDetails', 'TaskTimedOut'],
  ] as const)('A caught error of the kind %s is returned.', async (details, type) => {
    expect(await history(started, entered('Load'), { type, [details]: { error: 'E' } }, exited('Load'), entered('No', 'FailStateEntered'), failed('F'))).toMatchObject({ caught: { state: 'Load', error: 'E' } });
  });

  test('After a timeout or an abort, the state is the one that was entered and not left.', async () => {
    expect(await history(started, entered('Extract'), exited('Extract'), entered('Load'), { type: 'ExecutionTimedOut', executionTimedOutEventDetails: { error: 'States.Timeout' } }))
      .toEqual({ state: 'Load', stateSince: BEGUN.getTime() + 3000, error: 'States.Timeout' });
    expect(await history(started, entered('Load'), { type: 'TaskStateAborted' }, { type: 'ExecutionAborted', executionAbortedEventDetails: { cause: 'deploying' } }))
      .toEqual({ state: 'Load', stateSince: BEGUN.getTime() + 1000, cause: 'deploying' });
  });

  test('For a running execution, the state is the present one, even if it is visited again.', async () => {
    expect(await history(started, entered('Poll'), exited('Poll'), entered('Wait', 'WaitStateEntered'), exited('Wait'), entered('Poll'))).toEqual({ state: 'Poll', stateSince: BEGUN.getTime() + 5000 });
    expect(await history(started, entered('Poll'), exited('Poll'))).toEqual({});
  });

  test('When the page does not contain the cause of the end, the state that was entered last is returned.', async () => {
    expect(await history({ ...entered('Load'), id: 700, previousEventId: 699 }, { ...taskFailed('E'), id: 701, previousEventId: 650 }, { ...failed('E'), id: 702, previousEventId: 701 })).toMatchObject({ state: 'Load', error: 'E' });
  });

  test('When events do not name their predecessors, their order decides.', async () => {
    const events = [started, entered('Load'), taskFailed('E'), exited('Load'), entered('Give up', 'FailStateEntered'), failed('F')].map((event) => ({ ...event, previousEventId: undefined }));
    expect(await history(...events)).toMatchObject({ state: 'Give up', error: 'F', caught: { state: 'Load', error: 'E' } });
  });

  test('Events in a cycle do not cause an endless loop.', async () => {
    expect(await history({ ...taskFailed('E'), id: 1, previousEventId: 2 }, { ...taskFailed('E'), id: 2, previousEventId: 1 }, { ...failed('E'), id: 3, previousEventId: 2 })).toEqual({ error: 'E', cause: 'because' });
  });

  test('An answer without events has no facts.', async () => {
    stepFunctions.on(GetExecutionHistoryCommand).resolves({});
    expect(await executionHistory(client, EXECUTION, endless())).toEqual({});
  });
});
