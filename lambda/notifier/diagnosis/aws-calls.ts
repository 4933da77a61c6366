import { CloudWatchLogsClient, FilteredLogEvent, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ConcurrencyFacts, DeadLetter, FunctionFacts, LogLine, TriggerFacts } from '../../../core/diagnosis/facts';
import type { Instant } from '../../../core/time';
import { untilAborted } from '../../shared/async';

/** The errors by which the services say that something does not exist. */
const MISSING = new Set([
  'StateMachineDoesNotExist', 'ExecutionDoesNotExist', 'ResourceNotFoundException', 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue',
]);

/** Awaits a call until the signal aborts. @returns undefined when the service says that the resource does not exist */
export async function asking<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await untilAborted(signal, call);
  } catch (error) {
    if (error instanceof Error && MISSING.has(error.name)) return undefined;
    throw error;
  }
}

/** The instant of a date from a service; undefined without a valid date. */
export function instantOf(date: Date | undefined): number | undefined {
  const instant = date?.getTime();
  return instant === undefined || Number.isNaN(instant) ? undefined : instant;
}

/** The deployed function. The answer includes its environment variables, which are not used. */
export async function lambdaFunction(client: LambdaClient, functionName: string, signal: AbortSignal): Promise<FunctionFacts | undefined> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  return {
    changedAt: modified(answer.LastModified),
    // Lambda sends an empty reason where there is none.
    state: answer.State, stateReason: answer.StateReason || undefined,
    lastUpdateStatus: answer.LastUpdateStatus, lastUpdateReason: answer.LastUpdateStatusReason || undefined,
    timeoutSeconds: answer.Timeout, memoryMb: answer.MemorySize, logGroupName: answer.LoggingConfig?.LogGroup,
  };
}

/** How many invocations may run at once. */
export async function concurrency(client: LambdaClient, functionName: string, signal: AbortSignal): Promise<ConcurrencyFacts | undefined> {
  const command = new GetFunctionConcurrencyCommand({ FunctionName: functionName });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : { reserved: answer.ReservedConcurrentExecutions };
}

/** Lambda writes ISO 8601 with an offset without a colon, `2026-03-10T02:00:00.000+0000`, which `Date.parse` need not accept. */
function modified(text: string | undefined): Instant | undefined {
  const instant = Date.parse((text ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(instant) ? undefined : instant;
}

/**
 * Lines about errors, and reports of runs, in Lambda's text and JSON formats. It is a regular expression, because a plain term
 * need not match within a word such as `ValueError`. CloudWatch Logs allows no spaces, brackets or quotes in it (CloudWatch
 * Logs user guide, "Supported regular expressions").
 */
const PATTERN = '%[Ee]rror|ERROR|Exception|FATAL|CRITICAL|SEVERE|Traceback|timed|exited|REPORT|platform.report|platform.initReport%';

/** CloudWatch Logs may return an empty page that is not the last one. */
const MOST_PAGES = 5;

/** Which lines of a log are read: the newest ones since an instant, at most so many. */
export interface LogSection {
  readonly logGroupName: string;
  readonly since: Instant;
  readonly most: number;
}

/** Reads the newest lines that match the pattern, by FilterLogEvents from the end. */
export async function logLines(client: CloudWatchLogsClient, { logGroupName, since, most }: LogSection, signal: AbortSignal): Promise<readonly LogLine[] | undefined> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES && lines.length < most; page += 1) {
    const command = new FilterLogEventsCommand({
      logGroupName, startTime: Math.max(0, Math.floor(since)), filterPattern: PATTERN, startFromHead: false, limit: most - lines.length, nextToken,
    });
    const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
    if (answer === undefined) return undefined;
    lines.push(...(answer.events ?? []).flatMap(lineOf));
    if (answer.nextToken === undefined || answer.nextToken === '') break;
    nextToken = answer.nextToken;
  }
  return lines.sort((a, b) => a.at - b.at).slice(-most);
}

function lineOf({ timestamp: at, message: text, logStreamName: stream }: FilteredLogEvent): LogLine[] {
  return at === undefined || !Number.isFinite(at) || text === undefined ? [] : [{ at, text, ...(stream === undefined ? {} : { stream }) }];
}

/** A schedule of EventBridge Scheduler. The answer includes the input of its target, which is not used. */
export async function schedule(client: SchedulerClient, name: string, group: string, signal: AbortSignal): Promise<TriggerFacts | undefined> {
  const command = new GetScheduleCommand({ Name: name, GroupName: group });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  if (answer.State === undefined) throw new Error('GetSchedule answered without a state');
  return {
    enabled: answer.State !== 'DISABLED',
    changedAt: instantOf(answer.LastModificationDate ?? answer.CreationDate),
    startsAt: instantOf(answer.StartDate),
    endsAt: instantOf(answer.EndDate),
  };
}

/** A rule of EventBridge. EventBridge does not say when a rule was changed. */
export async function rule(client: EventBridgeClient, name: string, bus: string | undefined, signal: AbortSignal): Promise<TriggerFacts | undefined> {
  const command = new DescribeRuleCommand({ Name: name, EventBusName: bus });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  if (answer.State === undefined) throw new Error('DescribeRule answered without a state');
  return { enabled: answer.State !== 'DISABLED' };
}

/** A queue is spread over several servers, and an answer comes from some of them. Ask a few times. */
const ASKED = 3;
/** The most messages that ReceiveMessage returns. */
const MOST_AT_ONCE = 10;
/** With a wait, SQS asks all servers (SQS developer guide, "Short and long polling"). */
const WAIT_SECONDS = 1;

/**
 * The names of the attributes that EventBridge Scheduler ("Configuring a dead-letter queue"), EventBridge ("Using dead-letter
 * queues") and Lambda write.
 */
const ATTRIBUTES = {
  errorCode: ['ERROR_CODE', 'ErrorCode'],
  errorMessage: ['ERROR_MESSAGE', 'ErrorMessage'],
  source: ['SCHEDULE_ARN', 'RULE_ARN'],
  scheduledAt: ['SCHEDULED_TIME'],
} as const;

/**
 * The newest messages of a queue. A visibility timeout of 0 leaves them visible to other readers; only their receive count
 * grows. Their bodies are payloads and are not used.
 */
export async function deadLetters(client: SQSClient, queueArn: string, most: number, signal: AbortSignal): Promise<readonly DeadLetter[] | undefined> {
  const command = new ReceiveMessageCommand({
    QueueUrl: urlOf(queueArn), MaxNumberOfMessages: MOST_AT_ONCE, VisibilityTimeout: 0, WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ['SentTimestamp'], MessageAttributeNames: ['All'],
  });
  const answers = await Promise.all(Array.from({ length: ASKED }, () => asking(signal, () => client.send(command, { abortSignal: signal }))));
  if (answers.every((answer) => answer === undefined)) return undefined;
  const messages = answers.flatMap((answer) => answer?.Messages ?? []);
  const once = messages.filter(({ MessageId: id }, index) => id === undefined || messages.findIndex((other) => other.MessageId === id) === index);
  return once.map(letterOf).sort((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, most);
}

/** `arn:aws:sqs:eu-west-1:111122223333:name` is at `https://sqs.eu-west-1.amazonaws.com/111122223333/name`. */
function urlOf(queueArn: string): string {
  const [, partition, , region, account, name] = queueArn.split(':');
  return `https://sqs.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}/${account}/${name}`;
}

function letterOf({ Attributes: system = {}, MessageAttributes: own = {} }: Message): DeadLetter {
  const text = (names: readonly string[]): string | undefined => names.map((name) => own[name]?.StringValue).find((value) => value !== undefined);
  const sent = Number(system.SentTimestamp);
  const scheduled = text(ATTRIBUTES.scheduledAt);
  const scheduledAt = scheduled === undefined ? undefined : instantOf(new Date(scheduled));
  return {
    at: Number.isFinite(sent) ? sent : undefined,
    errorCode: text(ATTRIBUTES.errorCode), errorMessage: text(ATTRIBUTES.errorMessage), source: text(ATTRIBUTES.source),
    ...(scheduledAt === undefined ? {} : { scheduledAt }),
  };
}
