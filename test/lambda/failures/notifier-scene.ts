import type { Instant } from '../../../core/time';
import { createClients } from '../../../lambda/notifier/aws-ports';
import { createHandler, Handler } from '../../../lambda/notifier/handler';
import type { Json } from '../../stand-in/wire';
import { arnOf, functionStage, machineStage, nightly } from '../checker/fake-contracts';
import { change, profile } from '../notifier/scene';
import { VARIABLES } from '../notifier/variables';
import { Answer, MockAccount } from './mock-account';
import { played } from './played';

export const SINCE = Date.parse('2026-03-01T00:00:00Z');
export const at = (time: string, day = '2026-03-10'): Instant => Date.parse(`${day}T${time}Z`);
const PATH = '/observed-pipeline/Prod';
export const OWN = 'arn:aws:sns:eu-west-1:111122223333:Own';
export const INTAKE = 'arn:aws:sns:eu-west-1:111122223333:Intake';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Lost';
/** The nights in which everything ran. */
const NIGHTS = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09'];

/** Pipelines without expected runs. */
const OTHERS = ['Landing', 'Stock', 'P1', 'P2', 'P3', 'P4'];

/** The state of Orders: it did not run; its machine failed; a rule triggers it; or its runs contain their slot. */
export type Scene = 'missed' | 'failed' | 'rule' | 'slots';

/** An account with a nightly pipeline of a machine and a function, an upstream pipeline, and a topic of the pipeline's own. */
export function notifierAccount(scene: Scene, more: Readonly<Record<string, Answer>> = {}): MockAccount {
  const contract = nightly('Orders', [machineStage('Load', scene === 'slots' ? { scheduledTimeField: 'time' } : {}), functionStage('Publish')]);
  const parameters: Readonly<Record<string, object>> = {
    ...Object.fromEntries(OTHERS.map((pipeline) => [`${PATH}/profiles/${pipeline}`, profile(pipeline, { stages: [], nothingExpected: 'by hand' })])),
    [`${PATH}/Orders`]: contract,
    [`${PATH}/profiles/Orders`]: profile('Orders', {
      upstreamPipelines: ['Landing'],
      topics: [{ severity: 'critical', topicArn: OWN }],
      stages: [
        { name: 'Load', source: { kind: 'stateMachine', stateMachineArn: arnOf('Load'), type: 'STANDARD' } },
        { name: 'Publish', source: { kind: 'lambdaFunction', functionName: 'Publish' } },
      ],
      trigger: scene === 'rule' ? { kind: 'rule', name: 'Nightly', deadLetterQueueArn: QUEUE } : { kind: 'schedule', name: 'nightly', group: 'default', deadLetterQueueArn: QUEUE },
    }),
  };
  return new MockAccount({
    GetParameters: ({ Names: names }) => ({ Parameters: (names as string[]).filter((name) => name in parameters).map((name) => parameterOf(name, parameters[name]!)) }),
    GetParametersByPath: ({ Path: path }) => ({
      Parameters: Object.entries(parameters).filter(([name]) => name.slice(0, name.lastIndexOf('/')) === path).map(([name, value]) => parameterOf(name, value)),
    }),
    GetMetricData: ({ MetricDataQueries: queries }) => ({ MetricDataResults: (queries as Query[]).map(resultOf) }),
    ListExecutions: () => ({ executions: executionsOf(scene) }),
    DescribeExecution: ({ executionArn: arn }) => ({
      status: 'FAILED', error: 'States.TaskFailed', cause: 'the disk is full', input: JSON.stringify({ time: `${String(arn).slice(-10)}T02:00:00Z` }),
    }),
    GetExecutionHistory: () => ({ events: [{ id: 2, type: 'ExecutionFailed', timestamp: new Date(at('02:05:00')), executionFailedEventDetails: { error: 'States.TaskFailed', cause: 'the disk is full' } }] }),
    DescribeStateMachine: () => ({ status: 'ACTIVE', creationDate: new Date(SINCE), revisionId: 'r-1' }),
    DescribeStateMachineForExecution: () => ({ updateDate: new Date(SINCE), revisionId: 'r-1' }),
    GetFunctionConfiguration: () => ({ State: 'Active', LastUpdateStatus: 'Successful', LastModified: '2026-01-01T00:00:00.000+0000', Timeout: 300, MemorySize: 128 }),
    GetFunctionConcurrency: () => ({}),
    FilterLogEvents: () => ({ events: [] }),
    GetSchedule: () => ({ State: 'ENABLED', LastModificationDate: new Date(SINCE) }),
    DescribeRule: () => ({ State: 'ENABLED' }),
    ReceiveMessage: () => ({ Messages: [] }),
    Publish: () => ({ MessageId: 'm-1' }),
    PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] }),
    DescribeAlarms: () => ({ MetricAlarms: [alarmUp(at('03:21:00'))] }),
    ListSubscriptionsByTopic: () => ({ Subscriptions: [{ Protocol: 'email', Endpoint: 'data@example.com', SubscriptionArn: 'arn:a' }] }),
    ...more,
  });
}

/** The proof-of-life alarm, as CloudWatch describes it. */
export function alarmUp(since: Instant, pipeline = 'Orders'): Json {
  const { alarmName, alarmArn, description } = change(pipeline, 'ProofOfLife', 'ALARM', since);
  return {
    AlarmName: alarmName, AlarmArn: alarmArn, AlarmDescription: description, StateValue: 'ALARM', StateTransitionedTimestamp: new Date(since), ActionsEnabled: true,
    AlarmActions: [INTAKE], StateReason: 'Threshold Crossed',
  };
}

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: { readonly MetricName: string } };
}

const VALUES: Readonly<Record<string, { readonly time: string; readonly value: number }>> = {
  Invocations: { time: '02:10:00', value: 1 }, ExecutionsSucceeded: { time: '02:10:00', value: 1 }, ExecutionTime: { time: '02:10:00', value: 600_000 },
};

function resultOf({ Id, MetricStat: { Metric } }: Query): Json {
  const known = VALUES[Metric.MetricName];
  const nights = known === undefined ? [] : NIGHTS;
  return { Id, StatusCode: 'Complete', Timestamps: nights.map((day) => new Date(at(known!.time, day))), Values: nights.map(() => known!.value) };
}

function executionsOf(scene: Scene): Json[] {
  const run = (day: string, status: string): Json => ({
    executionArn: `${arnOf('Load')}:${day}`, name: day, status, startDate: new Date(at('02:00:00', day)), stopDate: new Date(at('02:05:00', day)),
  });
  return [...(scene === 'failed' ? [run('2026-03-10', 'FAILED')] : []), ...NIGHTS.toReversed().map((day) => run(day, 'SUCCEEDED'))];
}

function parameterOf(name: string, value: object): Json {
  return { Name: name, Value: JSON.stringify(value), LastModifiedDate: new Date(SINCE) };
}

/** The result of one invocation of the receiver or the ticker. */
export interface Invoked {
  /** The last parts of the ARNs of the topics that got a message. */
  readonly topics: readonly string[];
  readonly subjects: readonly string[];
  /** The unknown facts that the first message lists. `why` stands for the message of an error. */
  readonly notKnown: readonly string[];
  /** The kinds of events on the bus. */
  readonly events: readonly string[];
  readonly rejects: boolean;
  readonly error: string;
  /** Warnings and errors in the log, each event once. */
  readonly log: readonly string[];
}

/** A notifier whose invocations each have their own time. */
export class PlayedNotifier {
  readonly #handler: Handler;
  #now = 0;

  public constructor(public readonly account: MockAccount, variables: NodeJS.ProcessEnv = {}) {
    this.#handler = createHandler({ clients: createClients(), variables: { ...VARIABLES, WARNING_COVERED: 'true', ...variables }, clock: () => this.#now });
  }

  /** Receives an alarm in ALARM. */
  public receive(now: Instant, { signal = 'ProofOfLife', since = now, pipeline = 'Orders' } = {}): Promise<Invoked> {
    const { alarmName, alarmArn, reason, description, state } = change(pipeline, signal, 'ALARM', since);
    const message = { AlarmName: alarmName, AlarmArn: alarmArn, AlarmDescription: description, NewStateValue: state, NewStateReason: reason, StateChangeTime: new Date(since).toISOString().replace('Z', '+0000') };
    return this.invoke({ Records: [{ Sns: { Message: JSON.stringify(message) } }] }, now, 60);
  }

  public tick(now: Instant): Promise<Invoked> {
    return this.invoke({ kind: 'tick' }, now, 55);
  }

  public async invoke(event: unknown, now: Instant, timeoutSeconds: number): Promise<Invoked> {
    this.#now = now;
    const { account } = this;
    const before = account.asked.length;
    const lines: { level: string; event: string }[] = [];
    const printing = jest.spyOn(console, 'log').mockImplementation((line: string) => { lines.push(JSON.parse(line) as { level: string; event: string }); });
    const end = Date.now() + timeoutSeconds * 1000;
    const { error } = await played(() => this.#handler(event, { getRemainingTimeInMillis: () => end - Date.now() }), timeoutSeconds);
    printing.mockRestore();
    const asked = account.asked.slice(before);
    const messages = asked.filter(({ call }) => call === 'Publish').map(({ input }) => input as { TopicArn: string; Subject: string; Message: string });
    return {
      topics: messages.map(({ TopicArn }) => TopicArn.slice(TopicArn.lastIndexOf(':') + 1)),
      subjects: messages.map(({ Subject }) => Subject),
      notKnown: messages.slice(0, 1).flatMap(({ Message }) => notKnownIn((JSON.parse(Message) as { default: string }).default)),
      events: asked.filter(({ call }) => call === 'PutEvents').map(({ input }) => (JSON.parse((input as { Entries: { Detail: string }[] }).Entries[0]!.Detail) as { kind: string }).kind),
      rejects: error !== undefined,
      error: error?.message ?? '',
      log: [...new Set(lines.filter(({ level }) => level !== 'INFO').map((line) => line.event))].sort(),
    };
  }
}

/** The texts of errors. */
const WHY = /(?:[A-Z]\w*(?:Error|Exception)|Error): [^)]*|access denied|throttled|no answer in time/g;
/** A message lists unknown facts under a heading, or after one. */
const SECTION = /\n(?:NOT KNOWN|COULD NOT BE CHECKED)\n((?:- .*\n?)+)/;
const LINE = /(?:NOT KNOWN|Not known): .*/;

function notKnownIn(text: string): string[] {
  const listed = SECTION.exec(text)?.[1]!.trim().split('\n').map((line) => line.slice(2)) ?? [];
  const others = text.split('\n').flatMap((line) => LINE.exec(line)?.[0] ?? []);
  return [...listed, ...others].map((line) => line.replaceAll(WHY, 'why'));
}
