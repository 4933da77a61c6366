import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createHandler } from '../../../lambda/checker/handler';
import type { Json } from '../../stand-in/wire';
import { arnOf, at, machineStage, nightly, SINCE } from '../checker/fake-contracts';
import { Answer, Fault, MockAccount } from './mock-account';
import { played } from './played';

const MORNING = at('06:00:00');
/** The checker's timeout. */
const TIMEOUT_SECONDS = 120;
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Critical';
const VARIABLES = { OBSERVATORY: 'Prod', CONTRACTS_PATH: '/observatory', PROFILES_PATH: '/observatory/profiles', TABLE_NAME: 'Ledger', TOPIC_ARNS: TOPIC, WATCHDOG_URL: 'https://watchdog.example.com/ping' };
const NIGHTS = ['2026-03-08', '2026-03-09', '2026-03-10'];

/** What the test sees of a tick. */
export interface CheckerSeen {
  /** The ProofOfLife value of each pipeline that has one. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly unverifiable: number | undefined;
  readonly topicProblems: number | undefined;
  readonly heartbeat: boolean;
  readonly ledgerUnavailable: number | undefined;
  /** Whether the outside watchdog was pinged. */
  readonly watchdog: boolean;
  /** Whether the invocation failed. */
  readonly rejects: boolean;
  /** Warnings and errors in the log, each event once. */
  readonly log: readonly string[];
}

/** A tick in which nothing fails. */
export const HEALTHY: CheckerSeen = {
  verdicts: { Orders: 1, Load: 1, Report: 1 }, unverifiable: 0, topicProblems: 0, ledgerUnavailable: 0, heartbeat: true, watchdog: true, rejects: false, log: [],
};

/** A tick whose ping does not reach the watchdog. */
export const CHECKER_WATCHDOG: CheckerSeen = { ...HEALTHY, watchdog: false, log: ['watchdogNotReached'] };

/** The alarms that fire when ticks go on like this, and what else reports it. */
export function whatReports({ unverifiable, topicProblems, ledgerUnavailable, heartbeat, watchdog, rejects }: CheckerSeen): string[] {
  return [
    ...(rejects ? ['CheckerFailing'] : []),
    ...(heartbeat ? [] : ['CheckerSilent']),
    ...((unverifiable ?? 0) > 0 ? ['PipelinesUnverifiable'] : []),
    ...((ledgerUnavailable ?? 0) > 0 ? ['LedgerUnavailable'] : []),
    ...((topicProblems ?? 0) > 0 ? ['TopicUnreachable'] : []),
    ...(watchdog ? [] : ['the watchdog']),
  ];
}

/** Orders is a function. Load is a machine without metrics. Report is a machine whose runs contain their slot. All ran. */
const CONTRACTS = [nightly('Orders'), nightly('Load', [machineStage('Load')]), nightly('Report', [machineStage('Report', { scheduledTimeField: 'time' })])];

const ANSWERS: Readonly<Record<string, Answer>> = {
  // Two pages of contracts, and one of profiles.
  GetParametersByPath: ({ Path: path, NextToken: token }) => (path === '/observatory/profiles' ? { Parameters: CONTRACTS.map(profileOf) } : token === undefined
    ? { Parameters: CONTRACTS.slice(0, 2).map(parameterOf), NextToken: 'more' }
    : { Parameters: CONTRACTS.slice(2).map(parameterOf) }),
  GetMetricData: ({ MetricDataQueries: queries }) => ({
    MetricDataResults: (queries as { Id: string; MetricStat: { Metric: { MetricName: string } } }[]).map(({ Id, MetricStat: { Metric } }) => {
      const times = Metric.MetricName === 'Invocations' ? NIGHTS.map((day) => new Date(at('02:00:00', day))) : [];
      return { Id, StatusCode: 'Complete', Timestamps: times, Values: times.map(() => 1) };
    }),
  }),
  ListExecutions: ({ stateMachineArn: arn }) => ({
    executions: NIGHTS.map((day) => ({
      executionArn: `${String(arn)}:${day}`, status: 'SUCCEEDED', startDate: new Date(at('02:00:00', day)), stopDate: new Date(at('02:10:00', day)),
    })),
  }),
  DescribeExecution: ({ executionArn: arn }) => ({ input: JSON.stringify({ time: `${String(arn).slice(-10)}T02:00:00Z` }) }),
  GetTopicAttributes: () => ({ Attributes: { SubscriptionsConfirmed: '1', Policy: policy('Allow') } }),
  PutMetricData: () => ({}),
};

/** The standing of a pipeline that was removed. */
const GONE = {
  kind: { S: 'standing' }, name: { S: 'Gone' }, revision: { N: '7' },
  standing: { S: JSON.stringify({ format: 1, pipeline: 'Gone', writtenAt: SINCE, startedAt: SINCE, contract: '{}', changedAt: SINCE, since: SINCE, retiredAt: SINCE }) },
};

function parameterOf(contract: Json): Json {
  return { Name: `/observatory/${String(contract.pipeline)}`, Value: JSON.stringify(contract), LastModifiedDate: new Date(SINCE) };
}

function profileOf({ pipeline }: Json): Json {
  const text = { version: 1, pipeline, severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false };
  return { Name: `/observatory/profiles/${String(pipeline)}`, Value: JSON.stringify(text), LastModifiedDate: new Date(SINCE) };
}

export function policy(effect: 'Allow' | 'Deny'): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: TOPIC }] });
}

/** The machine without metrics. */
export const LOAD = arnOf('Load');

/** Runs one tick in which something fails. */
export async function playChecker(fault?: Fault | 'the watchdog fails'): Promise<CheckerSeen> {
  const account = new MockAccount(ANSWERS);
  // The ledger is not new, so a pipeline without a standing may have lost it.
  account.table.set('standing', new Map([['Gone', GONE]]));
  account.beginToFail(typeof fault === 'string' ? undefined : fault);
  const lines: { level: string; event: string }[] = [];
  const printing = jest.spyOn(console, 'log').mockImplementation((line: string) => { lines.push(JSON.parse(line) as { level: string; event: string }); });
  let pinged = false;
  const get: typeof fetch = async () => {
    if (fault === 'the watchdog fails') throw new TypeError('fetch failed');
    pinged = true;
    return new Response('OK');
  };
  const handler = createHandler({
    clients: { parameterStore: new SSMClient({}), cloudWatch: new CloudWatchClient({}), stepFunctions: async () => new SFNClient({}), notifications: new SNSClient({}), ledger: new DynamoDBClient({}) },
    variables: VARIABLES, clock: () => MORNING, get,
  });
  const end = Date.now() + TIMEOUT_SECONDS * 1000;
  const { error } = await played(() => handler({}, { getRemainingTimeInMillis: () => end - Date.now() }), TIMEOUT_SECONDS);
  printing.mockRestore();

  const data = account.inputsOf<{ MetricData: { MetricName: string; Value: number; Dimensions: { Name: string; Value: string }[] }[] }>('PutMetricData').flatMap(({ MetricData }) => MetricData);
  const value = (metric: string): number | undefined => data.find(({ MetricName }) => MetricName === metric)?.Value;
  return {
    verdicts: Object.fromEntries(data.filter(({ MetricName }) => MetricName === 'ProofOfLife').map(({ Dimensions, Value }) => [Dimensions[1]!.Value, Value])),
    unverifiable: value('UnverifiablePipelines'),
    topicProblems: value('UnreachableTopics'),
    ledgerUnavailable: value('LedgerUnavailable'),
    heartbeat: value('CheckerHeartbeat') === 1,
    watchdog: pinged,
    rejects: error !== undefined,
    log: [...new Set(lines.filter(({ level, event }) => level !== 'INFO' && event !== 'tick').map(({ event }) => event))].sort(),
  };
}
