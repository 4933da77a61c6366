import type { Json } from '../../stand-in/wire';
import { CheckerSeen, LOAD, policy } from './checker-scene';
import { Act, answers, answersWith } from './failure';
import { Call, Outcome, whenever } from './registry';

type CheckerOutcome = Outcome<CheckerSeen>;

const UNAFFECTED: CheckerOutcome = { says: 'the tick is complete, but later', seen: {} };
const NO_HEARTBEAT = { heartbeat: false, watchdog: false } as const;

const NOTHING_LISTED: CheckerOutcome = {
  says: 'no pipeline is judged, and there is no heartbeat', seen: { ...NO_HEARTBEAT, verdicts: {}, unverifiable: undefined, log: ['contractsNotListed'] },
};
const PART_LISTED: CheckerOutcome = {
  says: 'listed pipelines are judged and published; there is no heartbeat',
  seen: { ...NO_HEARTBEAT, verdicts: { Orders: 1, Load: 1 }, unverifiable: undefined, log: ['contractsNotListed'] },
};
const BROKEN_CONTRACT: CheckerOutcome = {
  says: 'the log names the contract, and it counts as unverifiable; the others are judged', seen: { verdicts: { Load: 1, Report: 1 }, unverifiable: 1, log: ['brokenContract'] },
};
const PROFILES_UNKNOWN: CheckerOutcome = {
  says: 'it is unknown whether a contract is missing, which counts as one unverifiable pipeline; verdicts wait for at most half of the time',
  seen: { unverifiable: 1, log: ['profilesNotListed'] },
};
const CONTRACT_MISSING: CheckerOutcome = { says: 'the log names the pipeline without a contract, and it counts as unverifiable; so does a pipeline without a profile; the others are judged', seen: { unverifiable: 2, log: ['contractMissing'] } };
const NO_METRICS: CheckerOutcome = {
  says: 'pipelines in the call are unverifiable and have no value, and the log names them; the others are judged', seen: { verdicts: { Report: 1 }, unverifiable: 2, log: ['verdict'] },
};
const OUT_OF_TIME: CheckerOutcome = {
  says: 'reading ends 10 s before the timeout; pipelines that are unknown by then have no value, and there is no heartbeat',
  seen: { ...NO_HEARTBEAT, verdicts: {}, unverifiable: 3, log: ['outOfTime', 'verdict'] },
};
const LOAD_UNKNOWN: CheckerOutcome = {
  says: 'no failure is confirmed; the pipeline is unverifiable, and the log names it', seen: { verdicts: { Orders: 1, Report: 1 }, unverifiable: 1, log: ['verdict'] },
};
const LOAD_OUT_OF_TIME: CheckerOutcome = {
  says: 'reading ends 10 s before the timeout; no failure is confirmed, and there is no heartbeat',
  seen: { ...NO_HEARTBEAT, verdicts: { Orders: 1, Report: 1 }, unverifiable: 1, log: ['outOfTime', 'verdict'] },
};
const REPORT_UNKNOWN: CheckerOutcome = {
  says: 'a run without its slot proves nothing; the pipeline is unverifiable, and the log names it', seen: { verdicts: { Orders: 1, Load: 1 }, unverifiable: 1, log: ['verdict'] },
};
const REPORT_OUT_OF_TIME: CheckerOutcome = {
  says: 'reading ends 10 s before the timeout; the pipeline is unverifiable, and there is no heartbeat',
  seen: { ...NO_HEARTBEAT, verdicts: { Orders: 1, Load: 1 }, unverifiable: 1, log: ['outOfTime', 'verdict'] },
};
const NO_SUBSCRIBERS: CheckerOutcome = {
  says: 'the topic counts as one that may not reach anyone, and the log names it with the remedy; verdicts and heartbeat do not wait for it', seen: { topicProblems: 1, log: ['unreachableTopic'] },
};
const NO_VERDICTS: CheckerOutcome = {
  says: 'no value is published, and there is no heartbeat; the proof-of-life alarms keep their state', seen: { ...NO_HEARTBEAT, verdicts: {}, unverifiable: undefined, log: ['notPublished'] },
};
const NOTHING_PUBLISHED: CheckerOutcome = {
  says: 'nothing is published, because the time for it is over', seen: { ...NO_HEARTBEAT, verdicts: {}, unverifiable: undefined, topicProblems: undefined, ledgerUnavailable: undefined, log: ['ledgerUnavailable', 'notPublished'] },
};
const NO_LAST_WORD: CheckerOutcome = {
  says: 'the verdicts are published, the heartbeat is not', seen: { ...NO_HEARTBEAT, topicProblems: undefined, ledgerUnavailable: undefined, log: ['notPublished'] },
};
const NO_LEDGER: CheckerOutcome = {
  says: 'every pipeline is judged from its evidence alone, and the tick is complete; what is counted over months and what was owed before a change are not known',
  seen: { ledgerUnavailable: 1, log: ['ledgerUnavailable'] },
};
const BROKEN_STANDING: CheckerOutcome = {
  says: 'the log names the pipeline; its standing is made again from its settled slots', seen: { ledgerUnavailable: 1, log: ['brokenStanding'] },
};
const NOT_REMEMBERED: CheckerOutcome = {
  says: 'the tick is complete; nothing is settled, and the next tick looks again', seen: { ledgerUnavailable: 1, log: ['ledgerUnavailable'] },
};

/** The calls of the checker, and the effects of their failures. */
export const CHECKER_CALLS: readonly Call<CheckerSeen>[] = [
  {
    service: 'ssm', api: 'GetParametersByPath', reads: 'the contracts', meant: isOfContracts,
    outcomes: whenever(NOTHING_LISTED, { slow: UNAFFECTED }),
    also: [
      { failure: 'partial', called: 'second page hangs', meant: isSecondPage, act: () => new Promise(() => {}), outcome: PART_LISTED },
      { failure: 'partial', called: 'second page is throttled', meant: isSecondPage, act: () => Promise.reject(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })), outcome: PART_LISTED },
      { failure: 'partial', called: 'pages never end', meant: isSecondPage, act: answersWith({ Parameters: [], NextToken: 'more' }), outcome: PART_LISTED },
      { failure: 'malformed', called: 'no list', act: answers({}), outcome: NOTHING_LISTED },
      { failure: 'malformed', called: 'a contract that is not JSON', act: answersWithFirst({ Value: '{"version":1' }), meant: (input) => isOfContracts(input) && !isSecondPage(input), outcome: BROKEN_CONTRACT },
      { failure: 'malformed', called: 'a contract without the date of its last change', act: answersWithFirst({ LastModifiedDate: undefined }), meant: (input) => isOfContracts(input) && !isSecondPage(input), outcome: BROKEN_CONTRACT },
    ],
  },
  {
    service: 'ssm', api: 'GetParametersByPath', reads: 'the profiles, to find pipelines without a contract', meant: (input) => !isOfContracts(input),
    outcomes: whenever(PROFILES_UNKNOWN, { slow: UNAFFECTED }),
    also: [
      { failure: 'malformed', called: 'no list', act: answers({}), outcome: PROFILES_UNKNOWN },
      { failure: 'malformed', called: 'a profile that is not JSON', act: answersWithFirst({ Value: '{' }), outcome: { says: 'a missing contract of that pipeline would go unnoticed', seen: {} } },
      { failure: 'partial', called: 'a profile whose contract is gone', act: answersWithFirst({ Name: '/observatory/profiles/Gone' }), outcome: CONTRACT_MISSING },
    ],
  },
  {
    service: 'cloudwatch', api: 'GetMetricData', reads: 'the evidence',
    outcomes: whenever(NO_METRICS, { hangs: OUT_OF_TIME, slow: UNAFFECTED }),
    also: [
      { failure: 'partial', called: 'status PartialData and no further page', act: answersWithEach({ StatusCode: 'PartialData' }), outcome: NO_METRICS },
      { failure: 'partial', called: 'some metrics are missing', act: answers({ MetricDataResults: [] }), outcome: NO_METRICS },
      { failure: 'partial', called: 'pages never end', act: answersWith({ NextToken: 'more' }), outcome: NO_METRICS },
      { failure: 'malformed', called: 'times without values', act: answersWithEach({ Values: [], Timestamps: [new Date(0)] }), outcome: NO_METRICS },
      { failure: 'malformed', called: 'no list', act: answers({}), outcome: NO_METRICS },
      { failure: 'malformed', called: 'status InternalError', act: answersWithEach({ StatusCode: 'InternalError' }), outcome: NO_METRICS },
    ],
  },
  {
    service: 'states', api: 'ListExecutions', reads: 'the executions of a machine whose metrics show no success', meant: ({ stateMachineArn }) => stateMachineArn === LOAD,
    outcomes: whenever(LOAD_UNKNOWN, { hangs: LOAD_OUT_OF_TIME, slow: UNAFFECTED }),
    also: [
      { failure: 'malformed', called: 'no list', act: answers({}), outcome: LOAD_UNKNOWN },
      { failure: 'malformed', called: 'an unknown status', act: answers({ executions: [{ executionArn: 'a', status: 'RESTING', startDate: new Date(0) }] }), outcome: LOAD_UNKNOWN },
    ],
  },
  {
    service: 'states', api: 'DescribeExecution', reads: 'the slot of a run, when its input contains it',
    outcomes: whenever(REPORT_UNKNOWN, { hangs: REPORT_OUT_OF_TIME, slow: UNAFFECTED }),
    also: [{ failure: 'malformed', called: 'an input without the time', act: answers({ input: '{}' }), outcome: UNAFFECTED }],
  },
  {
    service: 'dynamodb', api: 'Query', reads: 'the standings of all pipelines', meant: isOfKind('standing'),
    outcomes: whenever(NO_LEDGER, { slow: UNAFFECTED }),
    also: [
      { failure: 'malformed', called: 'no list', act: answers({}), outcome: NO_LEDGER },
      { failure: 'malformed', called: 'a standing that is not JSON', act: answers({ Items: [{ kind: { S: 'standing' }, name: { S: 'Orders' }, revision: { N: '1' }, standing: { S: '{' } }] }), outcome: BROKEN_STANDING },
    ],
  },
  {
    service: 'dynamodb', api: 'GetItem', reads: 'what the checker remembers about its own ticks',
    outcomes: whenever(NO_LEDGER, { slow: UNAFFECTED }),
    also: [{ failure: 'malformed', called: 'a text that is not JSON', act: answers({ Item: { checkup: { S: '{' } } }), outcome: { says: 'everything is published, as after a tick that was not complete', seen: { ledgerUnavailable: 1, log: ['brokenCheckup'] } } }],
  },
  {
    service: 'dynamodb', api: 'Query', reads: 'the settled slots of a pipeline that the ledger does not know', meant: isOfKind('slots/'),
    outcomes: whenever(NOT_REMEMBERED, { slow: UNAFFECTED }),
    also: [{ failure: 'malformed', called: 'a row that is not JSON', act: answers({ Items: [{ kind: { S: 'slots/Orders' }, name: { S: '2026-03-01T02:00:00.000Z' }, row: { S: '{' } }] }), outcome: { says: 'the log names the row, and the others count', seen: { ledgerUnavailable: 1, log: ['brokenSlotRow'] } } }],
  },
  {
    service: 'dynamodb', api: 'PutItem', reads: 'writes the rows of settled slots, then the standings',
    outcomes: whenever(NOT_REMEMBERED, { malformed: NOT_REMEMBERED, slow: UNAFFECTED }),
  },
  {
    service: 'sns', api: 'GetTopicAttributes', reads: 'whether a topic has subscribers and accepts alarms',
    outcomes: whenever(NO_SUBSCRIBERS, { slow: UNAFFECTED }),
    also: [
      { failure: 'partial', called: 'no number of subscribers', act: answers({ Attributes: {} }), outcome: NO_SUBSCRIBERS },
      { failure: 'malformed', called: 'a policy that is not JSON', act: answersWith({ Attributes: { SubscriptionsConfirmed: '1', Policy: '{' } }), outcome: NO_SUBSCRIBERS },
      { failure: 'malformed', called: 'a policy that blocks CloudWatch', act: answersWith({ Attributes: { SubscriptionsConfirmed: '1', Policy: policy('Deny') } }), outcome: NO_SUBSCRIBERS },
    ],
  },
  {
    service: 'cloudwatch', api: 'PutMetricData', reads: 'publishes the verdicts', meant: (_input, index) => index === 0,
    outcomes: whenever(NO_VERDICTS, { hangs: NOTHING_PUBLISHED, slow: UNAFFECTED }),
  },
  {
    service: 'cloudwatch', api: 'PutMetricData', reads: 'publishes the heartbeat, at the end', meant: (_input, index) => index === 1,
    outcomes: whenever(NO_LAST_WORD, { slow: UNAFFECTED }),
  },
];

function isOfContracts({ Path: path }: Json): boolean {
  return path === '/observatory';
}

function isOfKind(kind: string): (input: Json) => boolean {
  return ({ ExpressionAttributeValues: values }) => (values as { ':kind': { S: string } })[':kind'].S.startsWith(kind);
}

function isSecondPage({ NextToken: token }: Json): boolean {
  return token !== undefined;
}

function answersWithFirst(more: object): Act {
  return async (answer) => {
    const { Parameters: [first, ...rest], ...page } = await answer() as { Parameters: object[] };
    return { ...page, Parameters: [{ ...first, ...more }, ...rest] };
  };
}

function answersWithEach(more: object): Act {
  return async (answer) => {
    const { MetricDataResults: results } = await answer() as { MetricDataResults: object[] };
    return { MetricDataResults: results.map((result) => ({ ...result, ...more })) };
  };
}
