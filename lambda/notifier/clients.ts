import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { CLIENT_CONFIG } from '../common/client-config';
import { createDiagnosisClients, DiagnosisClients } from './diagnosis/adapters/aws-diagnosis-ports';

/** The AWS clients of the notifier. */
export interface Clients {
  readonly parameterStore: SSMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly stepFunctions: SFNClient;
  readonly notifications: SNSClient;
  readonly tables: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly diagnosis: DiagnosisClients;
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
    diagnosis: createDiagnosisClients(),
  };
}
