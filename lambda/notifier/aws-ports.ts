import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Instant, SECOND } from '../../core/time';
import { type Deadline, within } from '../shared/async';
import { CLIENT_CONFIG } from '../shared/config';
import { listExecutions } from '../shared/executions-in-step-functions';
import { jsonLog } from '../shared/log';
import { readMetrics } from '../shared/metrics-in-cloudwatch';
import { contractsInParameterStore, parametersByName } from '../shared/parameter-store';
import { raisedAlarms, readAlarms } from './adapters/alarms-in-cloudwatch';
import { putEvent } from './adapters/events-in-eventbridge';
import { DynamoDBIncidentTable } from './adapters/incidents-in-dynamodb';
import { listSubscribers, publishToTopic } from './adapters/sns';
import { standingText } from './adapters/standing-in-dynamodb';
import { diagnosisWhenAsked } from './diagnosis/diagnosis-when-asked';
import type { DiagnosisPorts } from './diagnosis/ports';
import type { NotifierEnvironment } from './environment';
import type { NotifierPorts } from './ports';

/** The AWS clients of the notifier. */
export interface Clients {
  readonly parameterStore: SSMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly stepFunctions: SFNClient;
  readonly notifications: SNSClient;
  readonly tables: DynamoDBClient;
  readonly events: EventBridgeClient;
  /** Loaded when something is diagnosed. */
  readonly diagnosis: DiagnosisPorts;
}

/** The clients for the Region and role that the process runs in. */
export function createClients(): Clients {
  return {
    parameterStore: new SSMClient(CLIENT_CONFIG),
    cloudWatch: new CloudWatchClient(CLIENT_CONFIG),
    stepFunctions: new SFNClient(CLIENT_CONFIG),
    notifications: new SNSClient(CLIENT_CONFIG),
    tables: new DynamoDBClient(CLIENT_CONFIG),
    events: new EventBridgeClient(CLIENT_CONFIG),
    diagnosis: diagnosisWhenAsked(async () => {
      const { awsDiagnosisPorts, createDiagnosisClients } = await import('./diagnosis/aws-diagnosis-ports');
      return awsDiagnosisPorts(createDiagnosisClients());
    }),
  };
}

/** When the table does not answer, enough time must be left to send the alarm without it. */
const TABLE_CALL = 5 * SECOND;
/** When a topic or the event bus does not answer, enough time must be left for the other topics. */
const PUBLISH_CALL = 10 * SECOND;
const EVENT_CALL = 5 * SECOND;
/** The subscribers are one part of the digest. Enough time must be left for the other parts. */
const SUBSCRIBERS_CALL = 5 * SECOND;

/** The notifier's ports as AWS calls, for one invocation, which ends by the deadline. */
export function awsPorts(clients: Clients, environment: NotifierEnvironment, deadline: Deadline, now: Instant): NotifierPorts {
  const { tableName } = environment;
  return {
    table: new DynamoDBIncidentTable(clients.tables, { tableName, signal: () => within(TABLE_CALL, deadline.publishing), log: jsonLog }),
    diagnosis: clients.diagnosis,
    standingText: (pipeline) => standingText(clients.tables, { tableName, signal: () => within(TABLE_CALL, deadline.reading) }, pipeline),
    contracts: () => contractsInParameterStore(clients.parameterStore, environment.contractsPath, deadline.listing),
    profiles: () => contractsInParameterStore(clients.parameterStore, environment.profilesPath, deadline.listing),
    parameters: (names) => parametersByName(clients.parameterStore, names, deadline.reading),
    alarms: (names) => readAlarms(clients.cloudWatch, names, deadline.reading),
    raised: (topicArn) => raisedAlarms(clients.cloudWatch, topicArn, deadline.reading),
    readMetrics: (batch) => readMetrics(clients.cloudWatch, batch, deadline.reading),
    listExecutions: (source, from) => listExecutions(clients.stepFunctions, source, { from, now }, deadline.reading),
    publish: (topicArn, message) => publishToTopic(clients.notifications, topicArn, message, within(PUBLISH_CALL, deadline.publishing)),
    emit: (event) => putEvent(clients.events, event, within(EVENT_CALL, deadline.publishing)),
    subscribers: (topicArn) => listSubscribers(clients.notifications, topicArn, within(SUBSCRIBERS_CALL, deadline.reading)),
    log: jsonLog,
    timeLeft: () => deadline.timeLeft(),
  };
}
