import { CloudWatchClient, DescribeAlarmsForMetricCommand, type Dimension, MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { chunks } from '../../core/collections';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import { Instant, SECOND } from '../../core/time';
import type { TopicAttributes } from '../../core/topic-policy';
import { type Deadline, untilAborted, within } from '../shared/async';
import { CLIENT_CONFIG } from '../shared/config';
import { DynamoDBLedger } from '../shared/dynamodb/ledger-in-dynamodb';
import { jsonLog, reasonOf } from '../shared/log';
import { readMetrics } from '../shared/metrics-in-cloudwatch';
import { contractsInParameterStore, parametersByName } from '../shared/parameter-store';
import type { Environment } from './environment';
import type { CheckerPorts, Datum } from './ports';

/** The AWS clients of the checker. */
export interface Clients {
  readonly parameterStore: SSMClient;
  readonly cloudWatch: CloudWatchClient;
  /** Loaded when a machine is to be asked for the first time: metrics show most successes. */
  readonly stepFunctions: () => Promise<SFNClient>;
  readonly notifications: SNSClient;
  readonly ledger: DynamoDBClient;
}

/** The clients for the Region and role that the process runs in. */
export function createClients(): Clients {
  let stepFunctions: SFNClient | undefined;
  return {
    parameterStore: new SSMClient(CLIENT_CONFIG),
    cloudWatch: new CloudWatchClient(CLIENT_CONFIG),
    stepFunctions: async () => (stepFunctions ??= (await executionsModule()).newClient()),
    notifications: new SNSClient(CLIENT_CONFIG),
    ledger: new DynamoDBClient(CLIENT_CONFIG),
  };
}

/** A file of its own in the bundle. If it cannot be loaded, machines cannot be asked, and PipelinesUnverifiable fires. */
const executionsModule = () => import('../shared/executions-in-step-functions');

/** PutMetricData takes 1,000 values a call (API reference). They stay far below its 1 MB. */
const MAX_DATA = 1000;

/** The client that publishes metrics, and the observatory whose metrics they are. */
export interface MetricTarget {
  readonly client: CloudWatchClient;
  readonly observatory: string;
}

/**
 * Publishes by PutMetricData with the timestamp `now`. When a call fails, this fails after all other calls were made. Then the
 * tick is incomplete, and the alarm CheckerSilent fires.
 */
export async function publish({ client, observatory }: MetricTarget, data: readonly Datum[], now: Instant, signal: AbortSignal): Promise<void> {
  const calls = chunks(data, MAX_DATA).map((chunk) => new PutMetricDataCommand({
    Namespace: NAMESPACE,
    MetricData: chunk.map((datum) => metricDatum(datum, observatory, now)),
  }));
  const results = await Promise.allSettled(calls.map((command) => untilAborted(signal, () => client.send(command, { abortSignal: signal }))));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function metricDatum({ metric, pipeline, value }: Datum, observatory: string, now: Instant): MetricDatum {
  return {
    MetricName: metric,
    Value: value,
    Timestamp: new Date(now),
    Dimensions: dimensionsOf(observatory, pipeline),
  };
}

function dimensionsOf(observatory: string, pipeline: string | undefined): Dimension[] {
  return [{ Name: DIMENSIONS.observatory, Value: observatory }, ...(pipeline === undefined ? [] : [{ Name: DIMENSIONS.pipeline, Value: pipeline }])];
}

/**
 * The attributes of a topic, by GetTopicAttributes, which needs no access to the key of an encrypted topic. When the call fails,
 * the topic counts as one that may not reach anyone, and the alarm TopicUnreachable fires.
 */
export async function readTopic(client: SNSClient, topicArn: string, signal: AbortSignal): Promise<TopicAttributes> {
  const command = new GetTopicAttributesCommand({ TopicArn: topicArn });
  const { Attributes: attributes } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
  const confirmed = attributes?.SubscriptionsConfirmed;
  if (confirmed === undefined || !/^\d+$/.test(confirmed)) {
    throw new Error(`GetTopicAttributes answered with ${confirmed === undefined ? 'no' : JSON.stringify(confirmed)} SubscriptionsConfirmed`);
  }
  return { policy: attributes?.Policy, confirmed: Number(confirmed) };
}

/**
 * Whether CloudWatch has an alarm on the pipeline's proof of life, by DescribeAlarmsForMetric. A pipeline without one was removed,
 * and has no message to send.
 */
export async function hasAlarm({ client, observatory }: MetricTarget, pipeline: string, signal: AbortSignal): Promise<boolean> {
  const command = new DescribeAlarmsForMetricCommand({ Namespace: NAMESPACE, MetricName: METRICS.proofOfLife, Dimensions: dimensionsOf(observatory, pipeline) });
  const { MetricAlarms: alarms } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
  if (alarms === undefined) throw new Error('DescribeAlarmsForMetric answered without a list of alarms');
  return alarms.length > 0;
}

/** One call of the ledger takes at most this long: what is judged must still be published when the table hangs. */
const LEDGER_CALL = 5 * SECOND;

const TIMEOUT = 5 * SECOND;

/**
 * Pings a watchdog outside AWS after a complete tick, by a GET of its URL. A failure is only logged: without pings, the watchdog
 * itself raises the alarm. The URL is not logged, because anybody who knows it can fake a ping.
 */
export async function pingWatchdog(url: string, log: CheckerPorts['log'], signal: AbortSignal, get: typeof fetch = fetch): Promise<void> {
  try {
    if (!URL.canParse(url)) throw new Error('WATCHDOG_URL is not a URL');
    const response = await get(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]) });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the watchdog answered ${response.status}`);
  } catch (error) {
    log({ level: 'WARN', event: 'watchdogNotReached', problem: reasonOf(error).replaceAll(url, 'WATCHDOG_URL') });
  }
}

/** The checker's ports as AWS calls, for one tick, which ends by the deadline. */
export function awsPorts(clients: Clients, environment: Environment, deadline: Deadline, now: Instant): CheckerPorts {
  return {
    topics: environment.topicArns,
    hasProfiles: environment.profilesPath !== undefined,
    ledger: new DynamoDBLedger(clients.ledger, { tableName: environment.tableName, signal: () => within(LEDGER_CALL, deadline.publishing), log: jsonLog }),
    contractText: async (pipeline) => (await parametersByName(clients.parameterStore, [`${environment.contractsPath}/${pipeline}`], deadline.reading)).at(0)?.text,
    hasAlarm: (pipeline) => hasAlarm({ client: clients.cloudWatch, observatory: environment.observatory }, pipeline, deadline.reading),
    contracts: () => contractsInParameterStore(clients.parameterStore, environment.contractsPath, deadline.listing),
    profiles: () => (environment.profilesPath === undefined ? none() : contractsInParameterStore(clients.parameterStore, environment.profilesPath, deadline.verifying)),
    readMetrics: (batch) => readMetrics(clients.cloudWatch, batch, deadline.reading),
    listExecutions: async (source, from) => {
      const [{ listExecutions }, client] = await Promise.all([executionsModule(), clients.stepFunctions()]);
      return listExecutions(client, source, { from, now }, deadline.reading);
    },
    readTopic: (arn) => readTopic(clients.notifications, arn, deadline.verifying),
    publish: (data, at) => publish({ client: clients.cloudWatch, observatory: environment.observatory }, data, at, deadline.publishing),
    log: jsonLog,
    timeLeft: () => deadline.timeLeft(),
  };
}

async function* none(): AsyncGenerator<never> {
  // When alarms notify topics directly, there are no profiles.
}
