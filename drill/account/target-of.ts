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
  return targetsOf(account).get(unqualified);
}

/** By ARN, made once for each account: everything that a schedule or an alarm names is looked up here. */
const KNOWN = new WeakMap<Account, ReadonlyMap<string, Target>>();

function targetsOf(account: Account): ReadonlyMap<string, Target> {
  const known = KNOWN.get(account);
  if (known !== undefined) return known;
  const { functions, stateMachines, topics, queues } = account;
  const all: Target[] = [
    ...functions.map((model) => ({ kind: 'function', model }) as const), ...stateMachines.map((model) => ({ kind: 'stateMachine', model }) as const),
    ...topics.map((model) => ({ kind: 'topic', model }) as const), ...queues.map((model) => ({ kind: 'queue', model }) as const),
  ];
  // Of several with one ARN the first counts.
  const targets = new Map(all.reverse().map((target) => [target.model.arn, target]));
  KNOWN.set(account, targets);
  return targets;
}
