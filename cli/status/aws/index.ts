import { setMaxListeners } from 'node:events';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { MINUTE } from '../../../core/time';
import { DynamoDBIncidentTable } from '../../../lambda/notifier/adapters/incidents-in-dynamodb';
import { listSubscribers } from '../../../lambda/notifier/adapters/sns';
import { CLIENT_CONFIG } from '../../../lambda/shared/config';
import { listExecutions } from '../../../lambda/shared/executions-in-step-functions';
import type { LogEntry } from '../../../lambda/shared/log';
import { readMetrics } from '../../../lambda/shared/metrics-in-cloudwatch';
import type { Aws, AwsOptions, StatusPorts } from '../ports';
import { alarmsOn } from './alarms';
import { functionVariables } from './functions';
import { parametersBelow } from './parameters';

/** A look at thousands of pipelines takes seconds. After this time you want an error instead. */
const LONGEST_LOOK = 2 * MINUTE;

/**
 * Opens an account with the SDK's own credential chain: environment, profiles and single sign-on, web identities, instance
 * metadata. The Region comes from the same places, and the endpoint from AWS_ENDPOINT_URL if it is set.
 */
export function openAws(options: AwsOptions): Aws {
  // The SDK would print eight lines of warning on Node 20. It reads this variable when a client is created, so it is set first.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const config = { ...CLIENT_CONFIG, ...given(options) };
  const parameterStore = new SSMClient(config);
  const cloudWatch = new CloudWatchClient(config);
  const stepFunctions = new SFNClient(config);
  const notifications = new SNSClient(config);
  const tables = new DynamoDBClient(config);
  const functions = new LambdaClient(config);
  return {
    region: () => parameterStore.config.region(),
    look: (now): StatusPorts => {
      const signal = AbortSignal.timeout(LONGEST_LOOK);
      // Every running call listens, and Node would warn of a leak at the eleventh listener.
      setMaxListeners(0, signal);
      return {
        parameters: (path) => parametersBelow(parameterStore, path, signal),
        readMetrics: (batch) => readMetrics(cloudWatch, batch, signal),
        listExecutions: (source, from) => listExecutions(stepFunctions, source, { from, now }, signal),
        alarms: (namespace) => alarmsOn(cloudWatch, namespace, signal),
        subscribers: (arn) => listSubscribers(notifications, arn, signal),
        variables: (arn) => functionVariables(functions, arn, signal),
        records: async (tableName, notUnderstood) => {
          const log = ({ pipeline, problem }: LogEntry): void => notUnderstood(String(pipeline), String(problem));
          return (await new DynamoDBIncidentTable(tables, { tableName, signal: () => signal, log }).loadAll()).map(({ record }) => record);
        },
        timeLeft: () => (signal.aborted ? 0 : LONGEST_LOOK),
      };
    },
  };
}

/** Leaves out what is not given, because the SDK takes undefined for a value. */
function given({ profile, region }: AwsOptions): AwsOptions {
  return { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
}
