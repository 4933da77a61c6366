import { DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutedMachineFacts, MachineFacts } from '../../../../core/diagnosis/facts';
import { asking, instantOf } from './asking';

/** A definition may be encrypted, and nobody here reads it. */
const WITHOUT_DEFINITION = { includedData: 'METADATA_ONLY' } as const;

/** The machine as it is deployed. Step Functions says when it was created, not when it was last changed. */
export async function machine(client: SFNClient, stateMachineArn: string, signal: AbortSignal): Promise<MachineFacts | undefined> {
  const command = new DescribeStateMachineCommand({ stateMachineArn, ...WITHOUT_DEFINITION });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  return { status: answer.status ?? 'ACTIVE', changedAt: instantOf(answer.creationDate), revision: answer.revisionId };
}

/** The machine as an execution saw it, with the date of its last change before (API reference: `updateDate`). */
export async function executedMachine(client: SFNClient, executionArn: string, signal: AbortSignal): Promise<ExecutedMachineFacts | undefined> {
  const command = new DescribeStateMachineForExecutionCommand({ executionArn, ...WITHOUT_DEFINITION });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : { changedAt: instantOf(answer.updateDate), revision: answer.revisionId };
}
