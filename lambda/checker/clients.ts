import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { SECOND } from '../../core';

/** The AWS clients of the checker. */
export interface Clients {
  readonly parameterStore: SSMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly stepFunctions: SFNClient;
  readonly notifications: SNSClient;
}

/** The clients for the Region and role that the process runs in. */
export function createClients(): Clients {
  const config = {
    retryMode: 'standard',
    maxAttempts: 4,
    // Without the last of these the SDK only warns when a request takes too long.
    requestHandler: { connectionTimeout: 2 * SECOND, requestTimeout: 10 * SECOND, throwOnRequestTimeout: true },
  };
  return {
    parameterStore: new SSMClient(config), cloudWatch: new CloudWatchClient(config), stepFunctions: new SFNClient(config), notifications: new SNSClient(config),
  };
}
