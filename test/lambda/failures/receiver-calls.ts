import { Act, answers } from './failure';
import { isOfStanding } from './items';
import type { Scene } from './notifier-scene';
import type { ReceiverSeen } from './receiver-scene';
import { Call, Outcome, Variant, whenever } from './registry';

type ReceiverOutcome = Outcome<ReceiverSeen>;
type ReceiverCall = Call<ReceiverSeen, Scene>;

const UNAFFECTED: ReceiverOutcome = { says: 'the alarm is sent, but later', seen: {} };

/** The alarm is sent, and the message lists what is unknown. */
function saysSo(says: string, ...notKnown: string[]): ReceiverOutcome {
  return { says, seen: { notKnown } };
}

const NO_PROFILE: ReceiverOutcome = {
  says: 'the alarm goes to the observatory\'s topics, without evidence and reasons; the pipeline\'s own topics are unknown',
  seen: { notified: ['Critical'], notKnown: ['profile and contract not readable: why'] },
};
const NO_METRICS = saysSo('the alarm is sent with its own facts only', 'Load: metrics not readable: why', 'Publish: metrics not readable: why');
const NO_EXECUTIONS = saysSo('the alarm is sent with the facts from metrics', 'Load: executions not readable: why');
const EVIDENCE_TOO_SLOW = saysSo('after 7 s, the alarm is sent with its own facts only', 'evidence not readable: why');
const NO_TABLE: ReceiverOutcome = {
  says: 'the alarm is sent as a message of its own; only the grouping is lost',
  seen: { notKnown: ['the table of incidents cannot be used (why), so each alarm is a message of its own'], log: ['notGrouped'] },
};
const NOT_CLAIMED: ReceiverOutcome = {
  says: 'the alarm is in the table but not sent, and the invocation fails; the retry sends it', seen: { notified: [], bus: false, rejects: true, repeated: ['Critical', 'Own'], log: ['notReceived'] },
};
const NOT_MARKED: ReceiverOutcome = {
  says: 'the alarm is sent, but not marked as sent; the ticker sends it again', seen: { rejects: true, later: ['Critical', 'Own'], log: ['notReceived'] },
};
const NOT_COUNTED: ReceiverOutcome = {
  says: 'the alarm is sent; in a storm, every alarm would be',
  seen: { notKnown: ['messages cannot be counted, so a storm of alarms would send every message: why'], log: ['sendSlotsNotCounted'] },
};
const COUNTED_BY_MANY: ReceiverOutcome = {
  says: 'the table is busy with a storm, so the alarm is held; the ticker sends it within two minutes', seen: { notified: [], bus: false, later: ['Critical', 'Own'], log: ['sendSlotsNotCounted'] },
};
const NO_OTHERS: ReceiverOutcome = {
  says: 'the alarm is sent without the pipelines that it suppresses', seen: { notKnown: ['suppressed pipelines not readable: why'], log: ['recordsNotRead'] },
};
const NOT_SENT: ReceiverOutcome = {
  says: 'nothing is sent, and the invocation and its retry fail; Lambda\'s failure destination sends the unformatted alarm, and the ticker sends the message when it can',
  seen: { notified: [], bus: false, rejects: true, unformatted: true, later: ['Critical', 'Own'], log: ['notReceived', 'notSent'] },
};
const OWN_NOT_SENT: ReceiverOutcome = {
  says: 'the other topics get the alarm, and the invocation fails; the alarm is not sent again, because the other topics would get it twice', seen: { notified: ['Critical'], rejects: true, log: ['notReceived', 'notSent'] },
};
const NO_EVENT: ReceiverOutcome = { says: 'people get the alarm, but programs get no event, and the invocation fails', seen: { bus: false, rejects: true, log: ['notReceived', 'notSent'] } };

const NO_STANDING: ReceiverOutcome = {
  says: 'the alarm is sent; if nobody can verify the pipeline, or its contract was stored again, the message does not know',
  seen: { notKnown: ['ledger not readable: why'] },
};

const no = { failure: 'malformed', called: 'no list', act: answers({}) } as const;

/** A call that looks for a reason. */
function reason(service: string, api: string, reads: string, what: string, more: Partial<ReceiverCall> = {}): ReceiverCall {
  return {
    service, api, reads,
    outcomes: whenever(saysSo('the alarm is sent without this reason', `${what} not readable: why`), {
      hangs: saysSo('after 10 s, the alarm is sent; the reason may follow', 'the search for reasons is not finished; another message may follow', `${what} not read in time`),
      slow: UNAFFECTED,
    }),
    ...more,
  };
}

function alsoWithoutState(what: string): Variant<ReceiverSeen>[] {
  return [{ failure: 'malformed', called: 'no state', act: answers({}), outcome: saysSo('the alarm is sent without this reason', `${what} not readable: why`) }];
}

/** The calls of the receiver, and the effects of their failures. */
export const RECEIVER_CALLS: readonly ReceiverCall[] = [
  {
    service: 'ssm', api: 'GetParameters', reads: 'profile and contract', outcomes: whenever(NO_PROFILE, { slow: UNAFFECTED }),
    also: [
      { ...no, outcome: NO_PROFILE },
      {
        failure: 'partial', called: 'no profile', act: answersWithout('/profiles/'),
        outcome: { says: 'the alarm goes to the observatory\'s topics, without reasons', seen: { notified: ['Critical'], notKnown: ['profile not found'] } },
      },
      { failure: 'malformed', called: 'a profile that is not JSON', act: answersWithText('/profiles/', '{'), outcome: { says: 'the alarm goes to the observatory\'s topics, without reasons; the message says what is wrong with the profile', seen: { notified: ['Critical'], notKnown: ['profile not readable: why'] } } },
      { failure: 'malformed', called: 'a contract that is not JSON', act: answersWithText('Prod/Orders', '{'), outcome: saysSo('the alarm is sent with its own facts only, and the message says what is wrong with the contract', 'contract not readable: why') },
    ],
  },
  {
    service: 'cloudwatch', api: 'GetMetricData', reads: 'evidence', outcomes: whenever(NO_METRICS, { hangs: EVIDENCE_TOO_SLOW, slow: EVIDENCE_TOO_SLOW }),
    also: [{ ...no, outcome: saysSo('the alarm is sent with its own facts only', 'Load: metrics not readable: status none', 'Publish: metrics not readable: status none') }],
  },
  {
    service: 'states', api: 'ListExecutions', reads: 'evidence of a machine', meant: ({ maxResults }) => maxResults === 1000,
    outcomes: whenever(NO_EXECUTIONS, { hangs: EVIDENCE_TOO_SLOW, slow: UNAFFECTED }), also: [{ ...no, outcome: NO_EXECUTIONS }],
  },
  {
    service: 'states', api: 'DescribeExecution', reads: 'the slot of a run', scene: 'slots', outcomes: whenever(NO_EXECUTIONS, { hangs: EVIDENCE_TOO_SLOW, slow: EVIDENCE_TOO_SLOW }),
  },
  {
    service: 'dynamodb', api: 'GetItem', reads: 'the standing of the pipeline: since when its runs are owed, and whether the checker can verify it', meant: isOfStanding,
    outcomes: whenever(NO_STANDING, { slow: UNAFFECTED }),
  },
  { service: 'dynamodb', api: 'GetItem', reads: 'the records of the pipeline and its upstream pipelines', meant: (input) => !isOfStanding(input), outcomes: whenever(NO_TABLE, { slow: UNAFFECTED }) },
  {
    service: 'dynamodb', api: 'PutItem', reads: 'writes the decision', meant: (_input, index) => index === 0, outcomes: whenever(NO_TABLE, { slow: UNAFFECTED }),
  },
  {
    service: 'dynamodb', api: 'PutItem', reads: 'claims the message, so that no other process sends it', meant: (_input, index) => index === 1, outcomes: whenever(NOT_CLAIMED, { slow: UNAFFECTED }),
  },
  {
    service: 'dynamodb', api: 'PutItem', reads: 'marks the message as sent', meant: (_input, index) => index === 2, outcomes: whenever(NOT_MARKED, { slow: UNAFFECTED }),
  },
  {
    service: 'dynamodb', api: 'UpdateItem', reads: 'counts messages, so that a storm is sent as a group', outcomes: whenever(NOT_COUNTED, { throttled: COUNTED_BY_MANY, slow: UNAFFECTED }),
  },
  { service: 'dynamodb', api: 'Query', reads: 'the pipelines that it suppresses', outcomes: whenever(NO_OTHERS, { slow: UNAFFECTED }), also: [{ ...no, outcome: NO_OTHERS }] },
  { service: 'sns', api: 'Publish', reads: 'publishes to the first topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Critical'), outcomes: whenever(NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'publishes to a further topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Own'), outcomes: whenever(OWN_NOT_SENT, { slow: UNAFFECTED }) },
  {
    service: 'events', api: 'PutEvents', reads: 'publishes the event for programs', outcomes: whenever(NO_EVENT, { slow: UNAFFECTED }),
    also: [{ failure: 'partial', called: 'a refused event', act: answers({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }), outcome: NO_EVENT }],
  },
  reason('scheduler', 'GetSchedule', 'whether the schedule is enabled', 'schedule nightly', { also: alsoWithoutState('schedule nightly') }),
  reason('events', 'DescribeRule', 'whether the rule is enabled', 'rule Nightly', { scene: 'rule', also: alsoWithoutState('rule Nightly') }),
  reason('sqs', 'ReceiveMessage', 'what the schedule could not deliver', 'dead-letter queue of schedule nightly'),
  reason('states', 'ListExecutions', 'the newest executions', 'executions of Load', { meant: ({ maxResults }) => maxResults !== 1000 }),
  reason('states', 'DescribeExecution', 'the error of a failed execution', 'error of execution 2026-03-10', { scene: 'failed' }),
  reason('states', 'GetExecutionHistory', 'the state in which it failed', 'history of execution 2026-03-10', { scene: 'failed' }),
  reason('states', 'DescribeStateMachine', 'whether the machine was changed or deleted', 'state machine Load'),
  reason('states', 'DescribeStateMachineForExecution', 'the machine of its last execution', 'revision of Load'),
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
