import { ExecutionListItem, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionFacts } from '../../../../core/diagnosis/facts';
import { asking, instantOf } from './asking';

const STATUSES: readonly ExecutionFacts['status'][] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

/** One page of ListExecutions: what runs, newest start first, then what ended, newest end first (API reference). */
export async function executions(client: SFNClient, stateMachineArn: string, most: number, signal: AbortSignal): Promise<readonly ExecutionFacts[] | undefined> {
  const command = new ListExecutionsCommand({ stateMachineArn, maxResults: most });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  return answer === undefined ? undefined : (answer.executions ?? []).flatMap(factsOf).slice(0, most);
}

/** What is not understood is no reason for anything; that a run of it is bad is judged elsewhere, and strictly. */
function factsOf({ executionArn: arn, name, status, startDate, stopDate }: ExecutionListItem): ExecutionFacts[] {
  const known = STATUSES.find((one) => one === status);
  const start = instantOf(startDate);
  if (arn === undefined || known === undefined || start === undefined) return [];
  const stop = instantOf(stopDate);
  return [{ arn, name: name ?? arn, status: known, start, ...(stop === undefined ? {} : { stop }) }];
}
