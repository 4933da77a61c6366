import { Act, answers } from './failure';
import type { Scene } from './notifier-scene';
import type { ReceiverSeen } from './receiver-scene';
import { Call, Outcome, Variant, whenever } from './registry';

type ReceiverOutcome = Outcome<ReceiverSeen>;
type ReceiverCall = Call<ReceiverSeen, Scene>;

const UNAFFECTED: ReceiverOutcome = { says: 'the alarm is told, only later', seen: {} };

/** The alarm is told, and the message says what is not known. */
function saysSo(says: string, ...notKnown: string[]): ReceiverOutcome {
  return { says, seen: { notKnown } };
}

const NO_PROFILE: ReceiverOutcome = {
  says: 'the alarm is told on the observatory\'s topics as what it is, without evidence and reasons; topics of the pipeline\'s own are not known either',
  seen: { told: ['Critical'], notKnown: ['profile and contract not readable: why'] },
};
const NO_METRICS = saysSo('the alarm is told with what it says itself', 'Load: metrics not readable: why', 'Publish: metrics not readable: why');
const NO_EXECUTIONS = saysSo('the alarm is told with what the metrics say', 'Load: executions not readable: why');
const EVIDENCE_TOO_SLOW = saysSo('after 7 s the alarm is told with what it says itself', 'evidence not readable: why');
const NO_TABLE: ReceiverOutcome = {
  says: 'the alarm is told by itself; only the grouping is lost',
  seen: { notKnown: ['the table of incidents cannot be used (why), so each alarm is a message of its own'], log: ['notGrouped'] },
};
const NOT_CLAIMED: ReceiverOutcome = {
  says: 'the alarm is in the table and not told, the invocation fails; its repetition tells it', seen: { told: [], bus: false, rejects: true, repeated: ['Critical', 'Own'], log: ['notReceived'] },
};
const NOT_MARKED: ReceiverOutcome = {
  says: 'the alarm is told; since nobody knows that, the ticker tells it once more', seen: { rejects: true, later: ['Critical', 'Own'], log: ['notReceived'] },
};
const NOT_COUNTED: ReceiverOutcome = {
  says: 'the alarm is told; of a storm every alarm would be',
  seen: { notKnown: ['messages cannot be counted, so a storm of alarms would send every message: why'], log: ['sendSlotsNotCounted'] },
};
const COUNTED_BY_MANY: ReceiverOutcome = {
  says: 'so many count at once that the alarm is held like one too many: the ticker tells it within two minutes', seen: { told: [], bus: false, later: ['Critical', 'Own'], log: ['sendSlotsNotCounted'] },
};
const NO_OTHERS: ReceiverOutcome = {
  says: 'the alarm is told; not which other pipelines are held back because of it', seen: { notKnown: ['suppressed pipelines not readable: why'], log: ['recordsNotRead'] },
};
const NOT_SENT: ReceiverOutcome = {
  says: 'nobody is told and the invocation fails, and so does its repetition: Lambda sends the raw alarm to the failure destination; the ticker tells it when it can',
  seen: { told: [], bus: false, rejects: true, raw: true, later: ['Critical', 'Own'], log: ['notReceived', 'notSent'] },
};
const OWN_NOT_SENT: ReceiverOutcome = {
  says: 'everybody else is told and the invocation fails; it is not told again, since everybody else would hear it again', seen: { told: ['Critical'], rejects: true, log: ['notReceived', 'notSent'] },
};
const NO_EVENT: ReceiverOutcome = { says: 'people are told, programs are not, and the invocation fails', seen: { bus: false, rejects: true, log: ['notReceived', 'notSent'] } };

const no = { failure: 'malformed', called: 'no list', act: answers({}) } as const;

/** A call that looks for the reason. */
function reason(service: string, api: string, reads: string, what: string, more: Partial<ReceiverCall> = {}): ReceiverCall {
  return {
    service, api, reads,
    outcomes: whenever(saysSo('the alarm is told without this reason', `${what} not readable: why`), {
      hangs: saysSo('after 10 s the alarm is told; the reason may follow', 'the search for reasons is not finished; another message may follow', `${what} not read in time`),
      slow: UNAFFECTED,
    }),
    ...more,
  };
}

function alsoWithoutState(what: string): Variant<ReceiverSeen>[] {
  return [{ failure: 'malformed', called: 'no state', act: answers({}), outcome: saysSo('the alarm is told without this reason', `${what} not readable: why`) }];
}

/** The calls of the receiver, and what comes of it when they fail. */
export const RECEIVER_CALLS: readonly ReceiverCall[] = [
  {
    service: 'ssm', api: 'GetParameters', reads: 'profile and contract', outcomes: whenever(NO_PROFILE, { slow: UNAFFECTED }),
    also: [
      { ...no, outcome: NO_PROFILE },
      {
        failure: 'partial', called: 'no profile', act: answersWithout('/profiles/'),
        outcome: { says: 'as if there were none: the observatory\'s topics are told, without reasons', seen: { told: ['Critical'], notKnown: ['profile not found'] } },
      },
      { failure: 'malformed', called: 'a profile that is no JSON', act: answersWithText('/profiles/', '{'), outcome: { says: 'as if there were none, and the message says what is wrong with it', seen: { told: ['Critical'], notKnown: ['profile not readable: why'] } } },
      { failure: 'malformed', called: 'a contract that is no JSON', act: answersWithText('Prod/Orders', '{'), outcome: saysSo('the alarm is told with what it says itself, and the message says what is wrong', 'contract not readable: why') },
    ],
  },
  {
    service: 'cloudwatch', api: 'GetMetricData', reads: 'evidence', outcomes: whenever(NO_METRICS, { hangs: EVIDENCE_TOO_SLOW, slow: EVIDENCE_TOO_SLOW }),
    also: [{ ...no, outcome: saysSo('the alarm is told with what it says itself', 'Load: metrics not readable: status none', 'Publish: metrics not readable: status none') }],
  },
  {
    service: 'states', api: 'ListExecutions', reads: 'evidence of a machine', meant: ({ maxResults }) => maxResults === 1000,
    outcomes: whenever(NO_EXECUTIONS, { hangs: EVIDENCE_TOO_SLOW, slow: UNAFFECTED }), also: [{ ...no, outcome: NO_EXECUTIONS }],
  },
  {
    service: 'states', api: 'DescribeExecution', reads: 'which slot a run is for', scene: 'slots', outcomes: whenever(NO_EXECUTIONS, { hangs: EVIDENCE_TOO_SLOW, slow: EVIDENCE_TOO_SLOW }),
  },
  { service: 'dynamodb', api: 'GetItem', reads: 'the pipeline\'s record, and those of what it waits for', outcomes: whenever(NO_TABLE, { slow: UNAFFECTED }) },
  {
    service: 'dynamodb', api: 'PutItem', reads: 'writes what was decided', meant: (_input, index) => index === 0, outcomes: whenever(NO_TABLE, { slow: UNAFFECTED }),
  },
  {
    service: 'dynamodb', api: 'PutItem', reads: 'claims the message, so that nobody else sends it', meant: (_input, index) => index === 1, outcomes: whenever(NOT_CLAIMED, { slow: UNAFFECTED }),
  },
  {
    service: 'dynamodb', api: 'PutItem', reads: 'writes that it was sent', meant: (_input, index) => index === 2, outcomes: whenever(NOT_MARKED, { slow: UNAFFECTED }),
  },
  {
    service: 'dynamodb', api: 'UpdateItem', reads: 'counts messages, so that a storm is told together', outcomes: whenever(NOT_COUNTED, { throttled: COUNTED_BY_MANY, slow: UNAFFECTED }),
  },
  { service: 'dynamodb', api: 'Query', reads: 'who is held back because of it', outcomes: whenever(NO_OTHERS, { slow: UNAFFECTED }), also: [{ ...no, outcome: NO_OTHERS }] },
  { service: 'sns', api: 'Publish', reads: 'tells the first topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Critical'), outcomes: whenever(NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'tells a further topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Own'), outcomes: whenever(OWN_NOT_SENT, { slow: UNAFFECTED }) },
  {
    service: 'events', api: 'PutEvents', reads: 'tells programs', outcomes: whenever(NO_EVENT, { slow: UNAFFECTED }),
    also: [{ failure: 'partial', called: 'a count of refused events', act: answers({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }), outcome: NO_EVENT }],
  },
  reason('scheduler', 'GetSchedule', 'whether the schedule is enabled', 'schedule nightly', { also: alsoWithoutState('schedule nightly') }),
  reason('events', 'DescribeRule', 'whether the rule is enabled', 'rule Nightly', { scene: 'rule', also: alsoWithoutState('rule Nightly') }),
  reason('sqs', 'ReceiveMessage', 'what the schedule could not deliver', 'dead-letter queue of schedule nightly'),
  reason('states', 'ListExecutions', 'the newest executions', 'executions of Load', { meant: ({ maxResults }) => maxResults !== 1000 }),
  reason('states', 'DescribeExecution', 'what a failed execution says', 'error of execution 2026-03-10', { scene: 'failed' }),
  reason('states', 'GetExecutionHistory', 'the state in which it failed', 'history of execution 2026-03-10', { scene: 'failed' }),
  reason('states', 'DescribeStateMachine', 'whether the machine was changed or deleted', 'state machine Load'),
  reason('states', 'DescribeStateMachineForExecution', 'with which machine it last ran', 'revision of Load'),
  reason('lambda', 'GetFunctionConfiguration', 'whether the function was changed or cannot run', 'function Publish'),
  reason('lambda', 'GetFunctionConcurrency', 'whether it may run at all', 'concurrency of Publish'),
  reason('logs', 'FilterLogEvents', 'the last errors in the log', 'logs of Publish'),
];

interface Parameter {
  readonly Name: string;
}

function answersWithout(part: string): Act {
  return async (answer) => ({ Parameters: (await answer() as { Parameters: Parameter[] }).Parameters.filter(({ Name: name }) => !name.includes(part)) });
}

function answersWithText(part: string, text: string): Act {
  return async (answer) => ({
    Parameters: (await answer() as { Parameters: Parameter[] }).Parameters.map((parameter) => (parameter.Name.includes(part) ? { ...parameter, Value: text } : parameter)),
  });
}
