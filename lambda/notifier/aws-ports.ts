import { Instant, SECOND } from '../../core/time';
import type { Deadline } from '../common/deadline';
import { jsonLog } from '../common/json-log';
import { within } from '../common/within';
import { contractsInParameterStore } from '../evidence/adapters/contracts-in-parameter-store';
import { listExecutions } from '../evidence/adapters/executions-in-step-functions';
import { readMetrics } from '../evidence/adapters/metrics-in-cloudwatch';
import { raisedAlarms, readAlarms } from './adapters/alarms-in-cloudwatch';
import { putEvent } from './adapters/events-in-eventbridge';
import { incidentsInDynamoDB } from './adapters/incidents-in-dynamodb';
import { parametersByName } from './adapters/parameters-by-name';
import { publishToTopic } from './adapters/publish-to-sns';
import { listSubscribers } from './adapters/subscribers-in-sns';
import type { Clients } from './clients';
import { awsDiagnosisPorts } from './diagnosis/adapters/aws-diagnosis-ports';
import type { NotifierEnvironment } from './environment';
import type { NotifierPorts } from './ports';

/** A table that does not answer must leave time to tell the alarm without it. */
const TABLE_CALL = 5 * SECOND;
/** So must a topic, and the bus, to tell it to the others. */
const PUBLISH_CALL = 10 * SECOND;
const EVENT_CALL = 5 * SECOND;
/** Who would be told is a part of the digest, and must leave time for the others. */
const SUBSCRIBERS_CALL = 5 * SECOND;

/** The notifier's ports as AWS calls, for the one invocation that ends by the deadline. */
export function awsPorts(clients: Clients, environment: NotifierEnvironment, deadline: Deadline, now: Instant): NotifierPorts {
  const { tableName } = environment;
  return {
    table: incidentsInDynamoDB(clients.tables, { tableName, signal: () => within(TABLE_CALL, deadline.publishing), log: jsonLog }),
    diagnosis: awsDiagnosisPorts(clients.diagnosis),
    contracts: () => contractsInParameterStore(clients.parameterStore, environment.contractsPath, deadline.listing),
    profiles: () => contractsInParameterStore(clients.parameterStore, environment.profilesPath, deadline.listing),
    parameters: (names) => parametersByName(clients.parameterStore, names, deadline.reading),
    alarms: (names) => readAlarms(clients.cloudWatch, names, deadline.reading),
    raised: (topicArn) => raisedAlarms(clients.cloudWatch, topicArn, deadline.reading),
    readMetrics: (batch) => readMetrics(clients.cloudWatch, batch, deadline.reading),
    listExecutions: (source, from) => listExecutions(clients.stepFunctions, source, from, now, deadline.reading),
    publish: (topicArn, message) => publishToTopic(clients.notifications, topicArn, message, within(PUBLISH_CALL, deadline.publishing)),
    emit: (event) => putEvent(clients.events, event, within(EVENT_CALL, deadline.publishing)),
    subscribers: (topicArn) => listSubscribers(clients.notifications, topicArn, within(SUBSCRIBERS_CALL, deadline.reading)),
    log: jsonLog,
    timeLeft: () => deadline.timeLeft(),
  };
}
