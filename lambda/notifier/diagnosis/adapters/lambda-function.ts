import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ConcurrencyFacts, FunctionFacts } from '../../../../core/diagnosis/facts';
import type { Instant } from '../../../../core/time';
import { asking } from './asking';

/** The function as it is deployed. Its environment comes with the answer and is not taken. */
export async function lambdaFunction(client: LambdaClient, functionName: string, signal: AbortSignal): Promise<FunctionFacts | undefined> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: functionName });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  return {
    changedAt: modified(answer.LastModified),
    // A reason that is empty is none.
    state: answer.State, stateReason: answer.StateReason || undefined,
    lastUpdateStatus: answer.LastUpdateStatus, lastUpdateReason: answer.LastUpdateStatusReason || undefined,
    timeoutSeconds: answer.Timeout, memoryMb: answer.MemorySize, logGroupName: answer.LoggingConfig?.LogGroup,
  };
}

/** How many may run at once. */
export async function concurrency(client: LambdaClient, functionName: string, signal: AbortSignal): Promise<ConcurrencyFacts | undefined> {
  const command = new GetFunctionConcurrencyCommand({ FunctionName: functionName });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : { reserved: answer.ReservedConcurrentExecutions };
}

/** Lambda writes ISO 8601 with an offset without a colon, `2026-03-10T02:00:00.000+0000`, which ECMAScript need not read. */
function modified(text: string | undefined): Instant | undefined {
  const instant = Date.parse((text ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(instant) ? undefined : instant;
}
