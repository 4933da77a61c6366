import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { TriggerFacts } from '../../../../core/diagnosis/facts';
import { asking, instantOf } from './asking';

/** A schedule of EventBridge Scheduler. The input of its target comes with the answer and is not taken. */
export async function schedule(client: SchedulerClient, name: string, group: string, signal: AbortSignal): Promise<TriggerFacts | undefined> {
  const command = new GetScheduleCommand({ Name: name, GroupName: group });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  if (answer.State === undefined) throw new Error('GetSchedule answered without a state');
  return {
    enabled: answer.State !== 'DISABLED',
    changedAt: instantOf(answer.LastModificationDate ?? answer.CreationDate),
    startsAt: instantOf(answer.StartDate),
    endsAt: instantOf(answer.EndDate),
  };
}

/** A rule of EventBridge, which does not say when it was changed. */
export async function rule(client: EventBridgeClient, name: string, bus: string | undefined, signal: AbortSignal): Promise<TriggerFacts | undefined> {
  const command = new DescribeRuleCommand({ Name: name, EventBusName: bus });
  const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
  if (answer === undefined) return undefined;
  if (answer.State === undefined) throw new Error('DescribeRule answered without a state');
  return { enabled: answer.State !== 'DISABLED' };
}
