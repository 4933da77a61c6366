import { answers } from './failure';
import { Call, Outcome, whenever } from './registry';
import type { Occasion, TickerSeen } from './ticker-scene';

type TickerOutcome = Outcome<TickerSeen>;
type TickerCall = Call<TickerSeen, Occasion>;

const UNAFFECTED: TickerOutcome = { says: 'nothing is lost', seen: {} };

function saysSo(says: string, ...notKnown: string[]): TickerOutcome {
  return { says, seen: { notKnown } };
}

const BLIND: TickerOutcome = { says: 'nothing is done; the next tick does it', seen: { told: [], bus: [], rejects: true, later: ['reminder'], log: [] } };
const HELD_BLIND: TickerOutcome = { says: 'nothing is done; the next tick does it', seen: { told: [], bus: [], rejects: true, later: ['massOpened'], log: [] } };
const NOT_READ_AGAIN: TickerOutcome = { says: 'reminders go out; what is told together is left for the next tick', seen: { rejects: true, log: ['reconciled', 'tickFailed'] } };
const NO_PROFILE: TickerOutcome = {
  says: 'the reminder goes out on the observatory\'s topics, without evidence and reasons', seen: { told: ['Critical'], notKnown: ['profile and contract not readable: why'] },
};
const NO_METRICS = saysSo('the reminder goes out; no recovery is concluded', 'Load: metrics not readable: why', 'Publish: metrics not readable: why');
const EVIDENCE_TOO_SLOW = saysSo('after 7 s the reminder goes out; no recovery is concluded', 'evidence not readable: why');
const NO_EXECUTIONS = saysSo('the reminder goes out with what the metrics say; no recovery is concluded', 'Load: executions not readable: why');
const NO_ALARMS: TickerOutcome = { says: 'reminders go out; no alarm is taken for OK', seen: { rejects: true, log: ['reconciled', 'tickFailed'] } };
const NO_ALARMS_IN_TIME: TickerOutcome = {
  says: 'reminders go out; no alarm is taken for OK, and alarms of which no message came are looked for an hour later', seen: { rejects: true, later: [], log: ['tickFailed'] },
};
const NOT_ADOPTED: TickerOutcome = { says: 'reminders go out; alarms of which no message came are looked for again an hour later', seen: { rejects: true, later: [], log: ['tickFailed'] } };
const ADOPTED_UNREAD: TickerOutcome = {
  says: 'reminders go out; the alarm of which no message came is looked for again an hour later', seen: { rejects: true, later: [], log: ['reconciled', 'tickFailed'] },
};
const NOT_DECIDED: TickerOutcome = {
  says: 'the reminder does not go out; the next tick sends it. Other pipelines are not affected', seen: { told: [], bus: [], rejects: true, later: ['reminder', 'opened'], log: ['reconciled', 'tickFailed'] },
};
const NOT_MARKED: TickerOutcome = {
  says: 'the reminder goes out; since nobody knows that, it goes out once more', seen: { rejects: true, later: ['opened', 'reminder'], log: ['reconciled', 'tickFailed'] },
};
const NOT_COUNTED: TickerOutcome = {
  says: 'the reminder goes out; of a storm every message would',
  seen: { notKnown: ['messages cannot be counted, so a storm of alarms would send every message: why'], log: ['reconciled', 'sendSlotsNotCounted'] },
};
const COUNTED_BY_MANY: TickerOutcome = {
  says: 'so many count at once that the reminder is held like one too many: it goes out within two minutes',
  seen: { told: [], bus: [], later: ['opened', 'reminder'], log: ['reconciled', 'sendSlotsNotCounted'] },
};
const NOT_SENT: TickerOutcome = {
  says: 'nobody is told; the next tick tells it', seen: { told: [], bus: [], rejects: true, later: ['reminder', 'opened'], log: ['notSent', 'reconciled', 'tickFailed'] },
};
const OWN_NOT_SENT: TickerOutcome = { says: 'everybody else is told', seen: { told: ['Critical'], rejects: true, log: ['notSent', 'reconciled', 'tickFailed'] } };
const NO_EVENT: TickerOutcome = { says: 'people are told, programs are not', seen: { bus: [], rejects: true, log: ['notSent', 'reconciled', 'tickFailed'] } };

const MASS_WITHOUT_PROFILES = saysSo('the message goes out on the observatory\'s topics; own topics of these pipelines are not known', 'of P3 and P4: profile and contract not readable: why');
const NOT_ALL_COUNTED: TickerOutcome = {
  says: 'the message goes out, without the number of all pipelines', seen: { notKnown: ['number of pipelines not readable: why'], log: ['pipelinesNotCounted'] },
};
const ONE_NOT_CLAIMED: TickerOutcome = { says: 'the others are told; this one by a tick after it', seen: { bus: ['opened'], rejects: true, later: ['opened'], log: ['tickFailed'] } };
const ONE_NOT_MARKED: TickerOutcome = { says: 'all are told; this one is told once more, ten minutes later', seen: { rejects: true, log: ['tickFailed'] } };
const MASS_NOT_SENT: TickerOutcome = { says: 'nobody is told; the next tick tells it', seen: { told: [], bus: [], rejects: true, later: ['massOpened'], log: ['notSent', 'tickFailed'] } };
const NO_MASS_EVENT: TickerOutcome = { says: 'people are told, programs are not', seen: { bus: [], rejects: true, log: ['notSent', 'tickFailed'] } };

const NO_CONTRACTS: TickerOutcome = {
  says: 'the digest says so, and lists pipelines by their profiles',
  seen: { notKnown: ["not all contracts listed: the notifier's log says why", 'NOT KNOWN: 1 of 1 pipeline, incomplete.', 'Not known: contract not read.'], log: ['contractsNotListed'] },
};
const NO_PROFILES = saysSo('the digest says so, and takes every pipeline for silent', 'not all profiles listed: why');
const NO_FIGURES = saysSo('the digest says of which pipelines it does not know', 'NOT KNOWN: 1 of 1 pipeline.', 'Not known: Load: metrics not readable: why', 'Not known: Publish: metrics not readable: why');
const NO_FIGURES_IN_TIME = saysSo(
  'the digest says of which pipelines it does not know', 'NOT KNOWN: 1 of 1 pipeline.', 'Not known: figures not read: no time was left.', 'Not known: Load: metrics not readable: why',
  'Not known: Publish: metrics not readable: why',
);
const NO_SUBSCRIBERS = saysSo('the digest says that it does not know who would be told', 'NOT KNOWN: why', 'NOT KNOWN: why', 'NOT KNOWN: why');
const DIGEST_NOT_SENT: TickerOutcome = { says: 'no digest comes; the next tick sends it', seen: { told: [], bus: [], rejects: true, later: ['digest'], log: ['notSent', 'tickFailed'] } };
const DIGEST_NOT_BEGUN: TickerOutcome = { says: 'no digest comes; the next tick sends it', seen: { told: [], bus: [], rejects: true, later: ['digest'], log: ['tickFailed'] } };
const DIGEST_NOT_MARKED: TickerOutcome = { says: 'the digest comes; since nobody knows that, it comes once more', seen: { rejects: true, later: ['digest'], log: ['tickFailed'] } };

/** The calls of the ticker, and what comes of it when they fail. */
export const TICKER_CALLS: readonly TickerCall[] = [
  { service: 'dynamodb', api: 'Query', reads: 'all records', meant: (_input, index) => index === 0, outcomes: whenever(BLIND, { slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: BLIND }] },
  { service: 'dynamodb', api: 'Query', reads: 'all records again, after what was done', meant: (_input, index) => index === 1, outcomes: whenever(NOT_READ_AGAIN, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParameters', reads: 'profiles and contracts', outcomes: whenever(NO_PROFILE, { slow: UNAFFECTED }) },
  { service: 'cloudwatch', api: 'GetMetricData', reads: 'evidence of open incidents', outcomes: whenever(NO_METRICS, { hangs: EVIDENCE_TOO_SLOW, slow: EVIDENCE_TOO_SLOW }) },
  {
    service: 'states', api: 'ListExecutions', reads: 'evidence of a machine', meant: ({ maxResults }) => maxResults === 1000, outcomes: whenever(NO_EXECUTIONS, { hangs: EVIDENCE_TOO_SLOW, slow: UNAFFECTED }),
  },
  {
    service: 'cloudwatch', api: 'DescribeAlarms', reads: 'how alarms are that were up a while ago', meant: ({ AlarmNames: names }) => names !== undefined,
    outcomes: whenever(NO_ALARMS, { hangs: NO_ALARMS_IN_TIME, slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: NO_ALARMS }],
  },
  {
    service: 'cloudwatch', api: 'DescribeAlarms', reads: 'alarms that are up and of which no message came', meant: ({ AlarmNames: names }) => names === undefined,
    outcomes: whenever(NOT_ADOPTED, { slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: NOT_ADOPTED }],
  },
  { service: 'dynamodb', api: 'GetItem', reads: 'the record of such an alarm', outcomes: whenever(ADOPTED_UNREAD, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'writes what was decided', meant: (_input, index) => index === 0, outcomes: whenever(NOT_DECIDED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'claims a message', meant: (_input, index) => index === 1, outcomes: whenever(NOT_DECIDED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'writes that it was sent', meant: (_input, index) => index === 2, outcomes: whenever(NOT_MARKED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'UpdateItem', reads: 'counts messages', outcomes: whenever(NOT_COUNTED, { throttled: COUNTED_BY_MANY, slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'tells the first topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Critical'), outcomes: whenever(NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'tells a further topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Own'), outcomes: whenever(OWN_NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'events', api: 'PutEvents', reads: 'tells programs', outcomes: whenever(NO_EVENT, { slow: UNAFFECTED }) },

  { service: 'dynamodb', api: 'Query', reads: 'all records, when messages are held', scene: 'held', outcomes: whenever(HELD_BLIND, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParameters', reads: 'profiles of pipelines that are told together', scene: 'held', outcomes: whenever(MASS_WITHOUT_PROFILES, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParametersByPath', reads: 'how many pipelines there are', scene: 'held', outcomes: whenever(NOT_ALL_COUNTED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'claims one of many', scene: 'held', meant: (_input, index) => index === 0, outcomes: whenever(ONE_NOT_CLAIMED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'writes that one of many was sent', scene: 'held', meant: (_input, index) => index === 2, outcomes: whenever(ONE_NOT_MARKED, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'tells many together', scene: 'held', outcomes: whenever(MASS_NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'events', api: 'PutEvents', reads: 'tells programs of many', scene: 'held', outcomes: whenever(NO_MASS_EVENT, { slow: UNAFFECTED }) },

  { service: 'ssm', api: 'GetParametersByPath', reads: 'contracts, for the digest', scene: 'digest', meant: ({ Path: path }) => !String(path).endsWith('profiles'), outcomes: whenever(NO_CONTRACTS, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParametersByPath', reads: 'profiles, for the digest', scene: 'digest', meant: ({ Path: path }) => String(path).endsWith('profiles'), outcomes: whenever(NO_PROFILES, { slow: UNAFFECTED }) },
  { service: 'cloudwatch', api: 'GetMetricData', reads: 'evidence and figures, for the digest', scene: 'digest', outcomes: whenever(NO_FIGURES, { hangs: NO_FIGURES_IN_TIME, slow: UNAFFECTED }) },
  { service: 'sns', api: 'ListSubscriptionsByTopic', reads: 'who would be told, for the digest', scene: 'digest', outcomes: whenever(NO_SUBSCRIBERS, { slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: NO_SUBSCRIBERS }] },
  { service: 'dynamodb', api: 'PutItem', reads: 'writes that a digest is due, and claims it', scene: 'digest', meant: (_input, index) => index < 2, outcomes: whenever(DIGEST_NOT_BEGUN, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'writes that the digest was sent', scene: 'digest', meant: (_input, index) => index === 2, outcomes: whenever(DIGEST_NOT_MARKED, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'sends the digest', scene: 'digest', outcomes: whenever(DIGEST_NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'events', api: 'PutEvents', reads: 'sends the digest to programs', scene: 'digest', outcomes: whenever(NO_MASS_EVENT, { slow: UNAFFECTED }) },
];
