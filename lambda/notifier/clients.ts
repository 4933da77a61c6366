import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { CLIENT_CONFIG } from '../common/client-config';

/** The AWS clients of the notifier. */
export interface Clients {
  readonly parameterStore: SSMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly stepFunctions: SFNClient;
  readonly notifications: SNSClient;
  readonly tables: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly logs: CloudWatchLogsClient;
  readonly functions: LambdaClient;
  readonly schedules: SchedulerClient;
  readonly queues: SQSClient;
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
    logs: new CloudWatchLogsClient(CLIENT_CONFIG),
    functions: new LambdaClient(CLIENT_CONFIG),
    schedules: new SchedulerClient(CLIENT_CONFIG),
    queues: new SQSClient(CLIENT_CONFIG),
  };
}
