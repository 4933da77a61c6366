import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionFailure } from '../../../../core/diagnosis/facts';
import { asking } from './asking';

/** What DescribeExecution says of an execution's end, and its input; its output is not taken. */
export async function executionFailure(client: SFNClient, executionArn: string, signal: AbortSignal): Promise<ExecutionFailure | undefined> {
  const command = new DescribeExecutionCommand({ executionArn });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : { error: answer.error, cause: answer.cause, input: answer.input };
}
