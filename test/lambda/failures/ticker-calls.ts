import { answers } from './failure';
import { isOfStanding } from './items';
import { Call, Outcome, whenever } from './registry';
import type { Occasion, TickerSeen } from './ticker-scene';

type TickerOutcome = Outcome<TickerSeen>;
type TickerCall = Call<TickerSeen, Occasion>;

const UNAFFECTED: TickerOutcome = { says: 'nothing is lost', seen: {} };

function saysSo(says: string, ...notKnown: string[]): TickerOutcome {
  return { says, seen: { notKnown } };
}

const BLIND: TickerOutcome = { says: 'the tick does nothing; the next tick does it', seen: { notified: [], bus: [], rejects: true, later: ['reminder'], log: [] } };
const HELD_BLIND: TickerOutcome = { says: 'the tick does nothing; the next tick does it', seen: { notified: [], bus: [], rejects: true, later: ['massOpened'], log: [] } };
const NOT_READ_AGAIN: TickerOutcome = { says: 'reminders are sent; the next tick sends groups', seen: { rejects: true, log: ['reconciled', 'tickFailed'] } };
const NO_PROFILE: TickerOutcome = {
  says: 'the reminder goes to the observatory\'s topics, without evidence and reasons', seen: { notified: ['Critical'], notKnown: ['profile and contract not readable: why'] },
};
const NO_METRICS = saysSo('the reminder is sent; no recovery is concluded', 'Load: metrics not readable: why', 'Publish: metrics not readable: why');
const EVIDENCE_TOO_SLOW = saysSo('after 7 s, the reminder is sent; no recovery is concluded', 'evidence not readable: why');
const NO_EXECUTIONS = saysSo('the reminder is sent with the facts from metrics; no recovery is concluded', 'Load: executions not readable: why');
const NO_ALARMS: TickerOutcome = { says: 'reminders are sent; no alarm counts as OK', seen: { rejects: true, log: ['reconciled', 'tickFailed'] } };
const NO_ALARMS_IN_TIME: TickerOutcome = {
  says: 'reminders are sent; no alarm counts as OK, and the search for missed alarms waits for an hour', seen: { rejects: true, later: [], log: ['tickFailed'] },
};
const NOT_RECONCILED: TickerOutcome = { says: 'reminders are sent; the search for missed alarms is repeated after an hour', seen: { rejects: true, later: [], log: ['tickFailed'] } };
const MISSED_ALARM_UNREAD: TickerOutcome = {
  says: 'reminders are sent; the search for the missed alarm is repeated after an hour', seen: { rejects: true, later: [], log: ['reconciled', 'tickFailed'] },
};
const NOT_DECIDED: TickerOutcome = {
  says: 'the reminder is not sent; the next tick sends it; other pipelines are not affected', seen: { notified: [], bus: [], rejects: true, later: ['reminder', 'opened'], log: ['reconciled', 'tickFailed'] },
};
const NOT_MARKED: TickerOutcome = {
  says: 'the reminder is sent, but not marked as sent; a later tick sends it again', seen: { rejects: true, later: ['opened', 'reminder'], log: ['reconciled', 'tickFailed'] },
};
const NOT_COUNTED: TickerOutcome = {
  says: 'the reminder is sent; in a storm, every message would be',
  seen: { notKnown: ['messages cannot be counted, so a storm of alarms would send every message: why'], log: ['reconciled', 'sendSlotsNotCounted'] },
};
const COUNTED_BY_MANY: TickerOutcome = {
  says: 'the table is busy with a storm, so the reminder is held; a tick sends it within two minutes',
  seen: { notified: [], bus: [], later: ['opened', 'reminder'], log: ['reconciled', 'sendSlotsNotCounted'] },
};
const NOT_SENT: TickerOutcome = {
  says: 'nothing is sent; the next tick sends it', seen: { notified: [], bus: [], rejects: true, later: ['reminder', 'opened'], log: ['notSent', 'reconciled', 'tickFailed'] },
};
const OWN_NOT_SENT: TickerOutcome = { says: 'the other topics get the reminder', seen: { notified: ['Critical'], rejects: true, log: ['notSent', 'reconciled', 'tickFailed'] } };
const NO_EVENT: TickerOutcome = { says: 'people get the message, but programs get no event', seen: { bus: [], rejects: true, log: ['notSent', 'reconciled', 'tickFailed'] } };

const MASS_WITHOUT_PROFILES = saysSo('the message goes to the observatory\'s topics; the pipelines\' own topics are unknown', 'of P3 and P4: profile and contract not readable: why');
const NOT_ALL_COUNTED: TickerOutcome = {
  says: 'the message is sent without the number of all pipelines', seen: { notKnown: ['number of pipelines not readable: why'], log: ['pipelinesNotCounted'] },
};
const ONE_NOT_CLAIMED: TickerOutcome = { says: 'the others are sent; a later tick sends this one', seen: { bus: ['opened'], rejects: true, later: ['opened'], log: ['tickFailed'] } };
const ONE_NOT_MARKED: TickerOutcome = { says: 'all are sent; this one is sent again after ten minutes', seen: { rejects: true, log: ['tickFailed'] } };
const MASS_NOT_SENT: TickerOutcome = { says: 'nothing is sent; the next tick sends it', seen: { notified: [], bus: [], rejects: true, later: ['massOpened'], log: ['notSent', 'tickFailed'] } };
const NO_MASS_EVENT: TickerOutcome = { says: 'people get the message, but programs get no event', seen: { bus: [], rejects: true, log: ['notSent', 'tickFailed'] } };

const NO_CONTRACTS: TickerOutcome = {
  says: 'the digest says so, and lists the pipelines by their profiles',
  seen: { notKnown: ["not all contracts listed: the notifier's log says why", 'NOT KNOWN: 1 of 1 pipeline, incomplete.', 'Not known: contract not read.'], log: ['contractsNotListed'] },
};
const NO_PROFILES = saysSo('the digest says so, and shows every pipeline as critical', 'not all profiles listed: why');
const NO_FIGURES = saysSo('the digest names the pipelines whose figures are unknown', 'NOT KNOWN: 1 of 1 pipeline.', 'Not known: Load: metrics not readable: why', 'Not known: Publish: metrics not readable: why');
const NO_FIGURES_IN_TIME = saysSo(
  'the digest names the pipelines whose figures are unknown', 'NOT KNOWN: 1 of 1 pipeline.', 'Not known: figures not read: no time was left.', 'Not known: Load: metrics not readable: why',
  'Not known: Publish: metrics not readable: why',
);
const NO_SUBSCRIBERS = saysSo('the digest says that the subscribers are unknown', 'NOT KNOWN: why', 'NOT KNOWN: why', 'NOT KNOWN: why');
const DIGEST_NOT_SENT: TickerOutcome = { says: 'no digest is sent; the next tick sends it', seen: { notified: [], bus: [], rejects: true, later: ['digest'], log: ['notSent', 'tickFailed'] } };
const DIGEST_NOT_BEGUN: TickerOutcome = { says: 'no digest is sent; the next tick sends it', seen: { notified: [], bus: [], rejects: true, later: ['digest'], log: ['tickFailed'] } };
const DIGEST_NOT_MARKED: TickerOutcome = { says: 'the digest is sent, but not marked as sent; a later tick sends it again', seen: { rejects: true, later: ['digest'], log: ['tickFailed'] } };

/** The calls of the ticker, and the effects of their failures. */
export const TICKER_CALLS: readonly TickerCall[] = [
  { service: 'dynamodb', api: 'Query', reads: 'all records', meant: (_input, index) => index === 0, outcomes: whenever(BLIND, { slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: BLIND }] },
  { service: 'dynamodb', api: 'Query', reads: 'all records again, after the changes', meant: (_input, index) => index === 1, outcomes: whenever(NOT_READ_AGAIN, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParameters', reads: 'profiles and contracts', outcomes: whenever(NO_PROFILE, { slow: UNAFFECTED }) },
  { service: 'cloudwatch', api: 'GetMetricData', reads: 'evidence of open incidents', outcomes: whenever(NO_METRICS, { hangs: EVIDENCE_TOO_SLOW, slow: EVIDENCE_TOO_SLOW }) },
  {
    service: 'states', api: 'ListExecutions', reads: 'evidence of a machine', meant: ({ maxResults }) => maxResults === 1000, outcomes: whenever(NO_EXECUTIONS, { hangs: EVIDENCE_TOO_SLOW, slow: UNAFFECTED }),
  },
  {
    service: 'cloudwatch', api: 'DescribeAlarms', reads: 'the present state of alarms that were in ALARM', meant: ({ AlarmNames: names }) => names !== undefined,
    outcomes: whenever(NO_ALARMS, { hangs: NO_ALARMS_IN_TIME, slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: NO_ALARMS }],
  },
  {
    service: 'cloudwatch', api: 'DescribeAlarms', reads: 'alarms in ALARM, to find missed ones', meant: ({ AlarmNames: names }) => names === undefined,
    outcomes: whenever(NOT_RECONCILED, { slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: NOT_RECONCILED }],
  },
  {
    service: 'dynamodb', api: 'GetItem', reads: 'the standing of a pipeline whose messages are due', meant: isOfStanding,
    outcomes: whenever({ says: 'messages are sent; whether a contract was stored again is not known', seen: { notKnown: ['ledger not readable: why'] } }, { slow: UNAFFECTED }),
  },
  { service: 'dynamodb', api: 'GetItem', reads: 'the record of a missed alarm\'s pipeline', meant: (input) => !isOfStanding(input), outcomes: whenever(MISSED_ALARM_UNREAD, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'writes the decision', meant: (_input, index) => index === 0, outcomes: whenever(NOT_DECIDED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'claims a message', meant: (_input, index) => index === 1, outcomes: whenever(NOT_DECIDED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'marks the message as sent', meant: (_input, index) => index === 2, outcomes: whenever(NOT_MARKED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'UpdateItem', reads: 'counts messages', outcomes: whenever(NOT_COUNTED, { throttled: COUNTED_BY_MANY, slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'publishes to the first topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Critical'), outcomes: whenever(NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'publishes to a further topic', meant: ({ TopicArn: arn }) => String(arn).endsWith('Own'), outcomes: whenever(OWN_NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'events', api: 'PutEvents', reads: 'publishes the event for programs', outcomes: whenever(NO_EVENT, { slow: UNAFFECTED }) },

  { service: 'dynamodb', api: 'Query', reads: 'all records, when messages are held', scene: 'held', outcomes: whenever(HELD_BLIND, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParameters', reads: 'profiles of the pipelines of a group', scene: 'held', outcomes: whenever(MASS_WITHOUT_PROFILES, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParametersByPath', reads: 'the number of pipelines', scene: 'held', outcomes: whenever(NOT_ALL_COUNTED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'claims one message of a group', scene: 'held', meant: (_input, index) => index === 0, outcomes: whenever(ONE_NOT_CLAIMED, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'marks one message of a group as sent', scene: 'held', meant: (_input, index) => index === 2, outcomes: whenever(ONE_NOT_MARKED, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'publishes a group message', scene: 'held', outcomes: whenever(MASS_NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'events', api: 'PutEvents', reads: 'publishes the event of a group', scene: 'held', outcomes: whenever(NO_MASS_EVENT, { slow: UNAFFECTED }) },

  { service: 'ssm', api: 'GetParametersByPath', reads: 'contracts, for the digest', scene: 'digest', meant: ({ Path: path }) => !String(path).endsWith('profiles'), outcomes: whenever(NO_CONTRACTS, { slow: UNAFFECTED }) },
  { service: 'ssm', api: 'GetParametersByPath', reads: 'profiles, for the digest', scene: 'digest', meant: ({ Path: path }) => String(path).endsWith('profiles'), outcomes: whenever(NO_PROFILES, { slow: UNAFFECTED }) },
  { service: 'cloudwatch', api: 'GetMetricData', reads: 'evidence and figures, for the digest', scene: 'digest', outcomes: whenever(NO_FIGURES, { hangs: NO_FIGURES_IN_TIME, slow: UNAFFECTED }) },
  { service: 'sns', api: 'ListSubscriptionsByTopic', reads: 'subscribers, for the digest', scene: 'digest', outcomes: whenever(NO_SUBSCRIBERS, { slow: UNAFFECTED }), also: [{ failure: 'malformed', called: 'no list', act: answers({}), outcome: NO_SUBSCRIBERS }] },
  { service: 'dynamodb', api: 'PutItem', reads: 'notes that a digest is due, and claims it', scene: 'digest', meant: (_input, index) => index < 2, outcomes: whenever(DIGEST_NOT_BEGUN, { slow: UNAFFECTED }) },
  { service: 'dynamodb', api: 'PutItem', reads: 'marks the digest as sent', scene: 'digest', meant: (_input, index) => index === 2, outcomes: whenever(DIGEST_NOT_MARKED, { slow: UNAFFECTED }) },
  { service: 'sns', api: 'Publish', reads: 'sends the digest', scene: 'digest', outcomes: whenever(DIGEST_NOT_SENT, { slow: UNAFFECTED }) },
  { service: 'events', api: 'PutEvents', reads: 'publishes the digest\'s event', scene: 'digest', outcomes: whenever(NO_MASS_EVENT, { slow: UNAFFECTED }) },
];
