import type { Instant } from '../../core/time';
import type { Deadline } from '../common/deadline';
import { jsonLog } from '../common/json-log';
import { contractsInParameterStore } from '../evidence/adapters/contracts-in-parameter-store';
import { listExecutions } from '../evidence/adapters/executions-in-step-functions';
import { readMetrics } from '../evidence/adapters/metrics-in-cloudwatch';
import { publish } from './adapters/publish-to-cloudwatch';
import { readTopic } from './adapters/topic-in-sns';
import type { Clients } from './clients';
import type { Environment } from './environment';
import type { CheckerPorts } from './ports';

/** The checker's ports as AWS calls, for the one tick that ends by the deadline. */
export function awsPorts(clients: Clients, environment: Environment, deadline: Deadline, now: Instant): CheckerPorts {
  return {
    topics: environment.topicArns,
    contracts: () => contractsInParameterStore(clients.parameterStore, environment.contractsPath, deadline.listing),
    profiles: () => (environment.profilesPath === undefined ? none() : contractsInParameterStore(clients.parameterStore, environment.profilesPath, deadline.verifying)),
    readMetrics: (batch) => readMetrics(clients.cloudWatch, batch, deadline.reading),
    listExecutions: (source, from) => listExecutions(clients.stepFunctions, source, from, now, deadline.reading),
    readTopic: (arn) => readTopic(clients.notifications, arn, deadline.verifying),
    publish: (data, at) => publish(clients.cloudWatch, environment.observatory, data, at, deadline.publishing),
    log: jsonLog,
    timeLeft: () => deadline.timeLeft(),
  };
}

async function* none(): AsyncGenerator<never> {
  // Alarms that go to people directly need no profiles.
}
