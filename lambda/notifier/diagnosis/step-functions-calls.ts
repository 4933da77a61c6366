import {
  DescribeExecutionCommand, DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand, ExecutionListItem,
  GetExecutionHistoryCommand, HistoryEvent, ListExecutionsCommand, SFNClient,
} from '@aws-sdk/client-sfn';
import type {
  ExecutedMachineFacts, ExecutionFacts, ExecutionFailure, ExecutionHistory, MachineFacts, ReportedError,
} from '../../../core/diagnosis/facts';
import { asking, instantOf } from './aws-calls';

/** The error and the input of an execution, by DescribeExecution. The output is not used. */
export async function executionFailure(client: SFNClient, executionArn: string, signal: AbortSignal): Promise<ExecutionFailure | undefined> {
  const command = new DescribeExecutionCommand({ executionArn });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : { error: answer.error, cause: answer.cause, input: answer.input };
}

/** One page, newest first. A history may have 25,000 events, but the cause of the end is seldom further back. */
const MOST_EVENTS = 200;

/** The newest history of an execution. The call does not ask for inputs and outputs. */
export async function executionHistory(client: SFNClient, executionArn: string, signal: AbortSignal): Promise<ExecutionHistory | undefined> {
  const command = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: MOST_EVENTS, includeExecutionData: false });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : historyOf(answer.events ?? []);
}

/** What the events show. @param events newest first */
function historyOf(events: readonly HistoryEvent[]): ExecutionHistory {
  const failed = events.find(({ type }) => type === 'ExecutionFailed');
  const path = failed === undefined ? [] : pathTo(failed, events);
  const end = events.map(endOf).find((details) => details !== undefined) ?? {};
  const entered = path.find(isEntered) ?? lastOpen(events);
  const caught = path.find(isEntered)?.type === 'FailStateEntered' ? caughtOn(path) : undefined;
  return {
    ...end,
    ...(entered?.stateEnteredEventDetails?.name === undefined ? {} : { state: entered.stateEnteredEventDetails.name }),
    ...(instantOf(entered?.timestamp) === undefined ? {} : { stateSince: instantOf(entered?.timestamp) }),
    ...(caught === undefined ? {} : { caught }),
  };
}

function endOf(event: HistoryEvent): ReportedError | undefined {
  const details = event.executionFailedEventDetails ?? event.executionTimedOutEventDetails ?? event.executionAbortedEventDetails;
  return details === undefined ? undefined : errorOf(details);
}

function errorOf({ error, cause }: ReportedError): ReportedError {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

/** The events that led to an event, newest first, without other branches, as far as the page reaches. */
function pathTo(last: HistoryEvent, events: readonly HistoryEvent[]): HistoryEvent[] {
  // Without the id, only the order is known.
  if (last.previousEventId === undefined) return events.slice(events.indexOf(last) + 1);
  const byId = new Map(events.map((event) => [event.id, event]));
  const path: HistoryEvent[] = [];
  for (let event = byId.get(last.previousEventId); event !== undefined && path.length < events.length; event = byId.get(event.previousEventId)) path.push(event);
  return path;
}

function isEntered(event: HistoryEvent): boolean {
  return event.stateEnteredEventDetails !== undefined;
}

/** The state that was entered last and has not been left. */
function lastOpen(newestFirst: readonly HistoryEvent[]): HistoryEvent | undefined {
  const left = new Map<string, number>();
  for (const event of newestFirst) {
    const exited = event.stateExitedEventDetails?.name;
    if (exited !== undefined) left.set(exited, (left.get(exited) ?? 0) + 1);
    const entered = event.stateEnteredEventDetails?.name;
    if (entered === undefined) continue;
    const times = left.get(entered) ?? 0;
    if (times === 0) return event;
    left.set(entered, times - 1);
  }
  return undefined;
}

/** The error of a state that a Catch took. An error before a retry of the state does not count. */
function caughtOn(path: readonly HistoryEvent[]): ExecutionHistory['caught'] {
  const index = path.findIndex((event, at) => errorIn(event) !== undefined && /(?:StateExited|StateFailed|IterationFailed)$/.test(path[at - 1]?.type ?? ''));
  if (index < 0) return undefined;
  const state = path.slice(index).find(isEntered)?.stateEnteredEventDetails?.name;
  return { ...errorOf(errorIn(path[index]!)!), ...(state === undefined ? {} : { state }) };
}

/** The error in an event of a task, function, activity or map. */
function errorIn(event: HistoryEvent): ReportedError | undefined {
  return event.taskFailedEventDetails ?? event.taskTimedOutEventDetails ?? event.taskStartFailedEventDetails ?? event.taskSubmitFailedEventDetails
    ?? event.lambdaFunctionFailedEventDetails ?? event.lambdaFunctionTimedOutEventDetails ?? event.lambdaFunctionScheduleFailedEventDetails
    ?? event.lambdaFunctionStartFailedEventDetails ?? event.activityFailedEventDetails ?? event.activityTimedOutEventDetails
    ?? event.activityScheduleFailedEventDetails ?? event.mapRunFailedEventDetails ?? event.evaluationFailedEventDetails;
}

const STATUSES: readonly ExecutionFacts['status'][] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

/** One page of ListExecutions: running executions by their start, then ended ones by their end, newest first (API reference). */
export async function executions(client: SFNClient, stateMachineArn: string, most: number, signal: AbortSignal): Promise<readonly ExecutionFacts[] | undefined> {
  const command = new ListExecutionsCommand({ stateMachineArn, maxResults: most });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : (answer.executions ?? []).flatMap(factsOf).slice(0, most);
}

/** An execution in an unknown format explains nothing. The checker judges such runs strictly; this code skips them. */
function factsOf({ executionArn: arn, name, status, startDate, stopDate }: ExecutionListItem): ExecutionFacts[] {
  const known = STATUSES.find((one) => one === status);
  const start = instantOf(startDate);
  if (arn === undefined || known === undefined || start === undefined) return [];
  const stop = instantOf(stopDate);
  return [{ arn, name: name ?? arn, status: known, start, ...(stop === undefined ? {} : { stop }) }];
}

/** A definition may be encrypted, and this code does not need it. */
const WITHOUT_DEFINITION = { includedData: 'METADATA_ONLY' } as const;

/** The deployed state machine. Step Functions says when it was created, not when it was last changed. */
export async function machine(client: SFNClient, stateMachineArn: string, signal: AbortSignal): Promise<MachineFacts | undefined> {
  const command = new DescribeStateMachineCommand({ stateMachineArn, ...WITHOUT_DEFINITION });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  return { status: answer.status ?? 'ACTIVE', changedAt: instantOf(answer.creationDate), revision: answer.revisionId };
}

/** The state machine when an execution started, with the date of its last change before that (API reference: `updateDate`). */
export async function executedMachine(client: SFNClient, executionArn: string, signal: AbortSignal): Promise<ExecutedMachineFacts | undefined> {
  const command = new DescribeStateMachineForExecutionCommand({ executionArn, ...WITHOUT_DEFINITION });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : { changedAt: instantOf(answer.updateDate), revision: answer.revisionId };
}
