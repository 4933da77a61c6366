import { DescribeExecutionCommand, ExecutionListItem, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { own } from '../../core/collections';
import { ExecutionsSource } from '../../core/evidence/evidence-kind';
import { Outcome, Run } from '../../core/evidence/run';
import { DAY, Instant } from '../../core/time';
import { mapBounded, untilAborted } from './async';
import { CLIENT_CONFIG } from './config';
import type { ExecutionRecord } from './ports';

/** A client for the Region and role that the process runs in. */
export function newClient(): SFNClient {
  // Step Functions lists only a few machines a second. The adaptive mode finds out how many, and waits.
  return new SFNClient({ ...CLIENT_CONFIG, retryMode: 'adaptive' });
}

/** A date with a time and a zone. `Date.parse` alone would read a bare number as a year. */
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The scheduled time in a field of an execution's input: the value that EventBridge Scheduler writes for
 * `<aws.scheduler.scheduled-time>`, or a rule's `time`. It is undefined when the field is absent or not an ISO 8601 instant, for
 * example because somebody started the execution by hand. Then the start of the run decides its slot.
 */
export function scheduledTime(input: string | undefined, field: string): Instant | undefined {
  const value = fieldOf(input, field);
  if (typeof value !== 'string' || !ISO_INSTANT.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

function fieldOf(input: string | undefined, field: string): unknown {
  try {
    const parsed: unknown = JSON.parse(input ?? '');
    return typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, field) ? (parsed as Record<string, unknown>)[field] : undefined;
  } catch {
    return undefined;
  }
}

/** The most executions that ListExecutions returns. Calls are scarce: an account has 2 to 5 a second. */
const PAGE_SIZE = 1000;
const MAX_PAGES = 10;

/** How long closed executions are kept (Step Functions quotas). An account may have a lower limit of 30 days. */
const KEPT = 90 * DAY;

/** The list does not contain the input, so each execution costs a call. More slots than this are seldom open at once. */
const MAX_DESCRIBED = 25;
const DESCRIBED_AT_ONCE = 4;

/**
 * The outcome for each status of an execution. A redriven execution keeps its start and shows its newest status, so a successful
 * redrive makes its slot good. PENDING_REDRIVE counts as running, because the execution has not ended. If it lasts, the run
 * becomes stuck.
 */
const OUTCOMES: Readonly<Record<string, Outcome | undefined>> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
};

/** One execution of the list. */
interface Execution {
  readonly arn: string;
  readonly run: Run;
}

interface Listing {
  readonly executions: readonly Execution[];
  /** Every execution that started at or after this instant was listed. */
  readonly from: Instant;
}

/** The time for which executions are listed. */
export interface ExecutionWindow {
  readonly from: Instant;
  readonly now: Instant;
}

/**
 * Lists the executions of a standard machine that started at or after `from`, by ListExecutions. The record says when it
 * begins later than that. If the checker cannot read it, the alarm PipelinesUnverifiable fires.
 *
 * @throws when the record cannot be read, or contains something that is not understood
 */
export async function listExecutions(client: SFNClient, source: ExecutionsSource, { from, now }: ExecutionWindow, signal: AbortSignal): Promise<ExecutionRecord> {
  const listing = await list(client, source.stateMachineArn, Math.max(from, now - KEPT), signal);
  const within = listing.executions.filter(({ run }) => run.start >= listing.from);
  if (source.scheduledTimeField === undefined) return { runs: within.map(({ run }) => run), from: listing.from };

  const newestFirst = [...within].sort((a, b) => b.run.start - a.run.start);
  const described = newestFirst.slice(0, MAX_DESCRIBED);
  const runs = await mapBounded(described, DESCRIBED_AT_ONCE, (execution) => withSlot(client, execution, source.scheduledTimeField!, signal));
  // A run without its slot might be placed wrongly, so the record begins after the newest run that was not described.
  const left = newestFirst.at(MAX_DESCRIBED);
  return { runs, from: left === undefined ? listing.from : left.run.start + 1 };
}

/**
 * The list is sorted by time, newest first: an open execution by its start or redrive, a closed one by its end (API reference).
 * So an execution that follows a closed one neither ended nor started after that one's end.
 */
async function list(client: SFNClient, stateMachineArn: string, from: Instant, signal: AbortSignal): Promise<Listing> {
  const executions: Execution[] = [];
  let oldestEnd = Infinity;
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, next } = await listPage(client, stateMachineArn, token, signal);
    executions.push(...items);
    oldestEnd = Math.min(oldestEnd, ...items.map(({ run }) => run.end ?? Infinity));
    if (next === undefined || oldestEnd < from) return { executions, from };
    token = next;
  }
  if (oldestEnd === Infinity) throw new Error(`${stateMachineArn} has more than ${executions.length} open executions, so the ended executions behind them were not listed`);
  return { executions, from: oldestEnd + 1 };
}

async function listPage(client: SFNClient, stateMachineArn: string, token: string | undefined, signal: AbortSignal): Promise<{ items: Execution[]; next?: string }> {
  const command = new ListExecutionsCommand({ stateMachineArn, maxResults: PAGE_SIZE, nextToken: token });
  const { executions, nextToken } = await untilAborted(signal, () => client.send(command, { abortSignal: signal })).catch((error: unknown) => {
    throw explained(error, stateMachineArn);
  });
  if (executions === undefined) throw new Error('ListExecutions answered without a list of executions');
  return { items: executions.map(executionOf), next: nextToken === '' ? undefined : nextToken };
}

/** Explains an error that the service's own message does not explain. */
function explained(error: unknown, stateMachineArn: string): unknown {
  if (!(error instanceof Error) || error.name !== 'StateMachineTypeNotSupported') return error;
  return new Error(
    `${stateMachineArn} is an express machine, whose executions cannot be listed, but its contract says STANDARD: deploy the stack of this pipeline again`,
    { cause: error },
  );
}

function executionOf({ executionArn, name, status, startDate, stopDate }: ExecutionListItem): Execution {
  const outcome = own(OUTCOMES, status ?? '');
  if (outcome === undefined || startDate === undefined || executionArn === undefined) {
    throw new Error(`execution ${executionArn ?? name ?? 'without a name'} has an unknown format: status ${status ?? 'none'}, start ${startDate?.toISOString() ?? 'none'}`);
  }
  // An open execution that was redriven may still show its earlier end.
  return { arn: executionArn, run: { start: startDate.getTime(), end: outcome === 'running' ? undefined : stopDate?.getTime(), outcome } };
}

async function withSlot(client: SFNClient, { arn, run }: Execution, field: string, signal: AbortSignal): Promise<Run> {
  const command = new DescribeExecutionCommand({ executionArn: arn });
  const { input } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
  return { ...run, slot: scheduledTime(input, field) };
}
