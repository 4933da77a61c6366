import { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { resourceBehind } from './resource-behind';

/** A state, as far as its length matters. (Amazon States Language specification) */
interface State {
  readonly Type?: unknown;
  readonly Next?: unknown;
  readonly TimeoutSeconds?: unknown;
  readonly Seconds?: unknown;
  readonly Retry?: unknown;
  readonly Catch?: unknown;
}

interface Definition {
  readonly TimeoutSeconds?: unknown;
  readonly StartAt?: unknown;
  readonly States?: Readonly<Record<string, State>>;
}

/**
 * The `TimeoutSeconds` that a state machine of this app has in its definition. The L2 construct does not tell it, so it
 * is read where it ends up. Undefined where there is none, or where the definition cannot be read (a file in S3).
 */
export function stateMachineTimeout(machine: IStateMachine): Duration | undefined {
  return seconds(definitionOf(machine)?.TimeoutSeconds);
}

/**
 * The longest that an execution may take by the timeouts of its tasks. Known only of a plain chain of tasks with a timeout
 * each, waits of a fixed length and states that take no time: whatever repeats, branches or catches may take longer.
 */
export function limitOfSteps(machine: IStateMachine): Duration | undefined {
  const { StartAt, States = {} } = definitionOf(machine) ?? {};
  const seen = new Set<string>();
  let total = 0;
  for (let name = StartAt; name !== undefined;) {
    if (typeof name !== 'string' || seen.has(name) || !Object.hasOwn(States, name)) return undefined;
    seen.add(name);
    const state = States[name]!;
    const longest = longestOf(state);
    if (longest === undefined) return undefined;
    total += longest;
    name = state.Next;
  }
  return total === 0 ? undefined : Duration.seconds(total);
}

function longestOf({ Type, TimeoutSeconds, Seconds, Retry, Catch }: State): number | undefined {
  if (Retry !== undefined || Catch !== undefined) return undefined;
  switch (Type) {
    case 'Task': return seconds(TimeoutSeconds)?.toSeconds();
    case 'Wait': return seconds(Seconds)?.toSeconds();
    case 'Pass': case 'Succeed': case 'Fail': return 0;
    default: return undefined;
  }
}

function seconds(value: unknown): Duration | undefined {
  return typeof value === 'number' ? Duration.seconds(value) : undefined;
}

/** The resource of a state machine of this app, also of one that is only referred to; undefined for one from outside. */
export function resourceOf(machine: IStateMachine): CfnStateMachine | undefined {
  return resourceBehind(CfnStateMachine.CFN_RESOURCE_TYPE_NAME, machine.node.defaultChild, [machine.stateMachineArn]) as CfnStateMachine | undefined;
}

function definitionOf(machine: IStateMachine): Definition | undefined {
  const resource = resourceOf(machine);
  if (resource === undefined) return undefined;
  const stack = Stack.of(resource);
  try {
    const definition: unknown = resource.definitionString === undefined ? stack.resolve(resource.definition) : JSON.parse(literalText(stack.resolve(resource.definitionString)));
    return typeof definition === 'object' && definition !== null ? definition : undefined;
  } catch {
    // A definition that only exists at deployment says nothing here; the user can pass `timeout`.
    return undefined;
  }
}

/** The text of a string, `Fn::Join` or `Fn::Sub`, with a word in place of what is only known at deployment. */
function literalText(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  if (join !== undefined) return join[1].map((part) => (typeof part === 'string' ? part : 'unknown')).join(join[0]);
  throw new Error('the definition is not a text');
}
