import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { untilAborted } from '../../../lambda/shared/async';

/** The environment variables of a function. */
export async function functionVariables(client: LambdaClient, arn: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: arn });
  const { Environment: environment } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
  return environment?.Variables ?? {};
}
