import type { Account, FunctionModel, QueueModel, StateMachineModel, TopicModel } from './model';

/** What an ARN stands for. */
export type Target =
  | { readonly kind: 'function'; readonly model: FunctionModel }
  | { readonly kind: 'stateMachine'; readonly model: StateMachineModel }
  | { readonly kind: 'topic'; readonly model: TopicModel }
  | { readonly kind: 'queue'; readonly model: QueueModel };

/**
 * What the target of a schedule or the action of an alarm is, undefined when the templates do not have it. Versions and
 * aliases of functions and state machines count as these themselves.
 */
export function targetOf(account: Account, arn: string): Target | undefined {
  const unqualified = arn.replace(/^(arn:[^:]+:(?:lambda|states):[^:]*:[^:]*:(?:function|stateMachine):[^:]+):[^:]+$/, '$1');
  const among = <T extends { readonly arn: string }>(models: readonly T[]): T | undefined => models.find((model) => model.arn === unqualified);
  const [called, machine, topic, queue] = [among(account.functions), among(account.stateMachines), among(account.topics), among(account.queues)];
  if (called !== undefined) return { kind: 'function', model: called };
  if (machine !== undefined) return { kind: 'stateMachine', model: machine };
  if (topic !== undefined) return { kind: 'topic', model: topic };
  return queue === undefined ? undefined : { kind: 'queue', model: queue };
}
