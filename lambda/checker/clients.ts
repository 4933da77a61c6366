import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { CLIENT_CONFIG } from '../common/client-config';

/** The AWS clients of the checker. */
export interface Clients {
  readonly parameterStore: SSMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly stepFunctions: SFNClient;
  readonly notifications: SNSClient;
}

/** The clients for the Region and role that the process runs in. */
export function createClients(): Clients {
  return {
    parameterStore: new SSMClient(CLIENT_CONFIG),
    cloudWatch: new CloudWatchClient(CLIENT_CONFIG),
    // Of many machines that did not run it lists a few a second. The adaptive mode finds out how many, and waits.
    stepFunctions: new SFNClient({ ...CLIENT_CONFIG, retryMode: 'adaptive' }),
    notifications: new SNSClient(CLIENT_CONFIG),
  };
}
