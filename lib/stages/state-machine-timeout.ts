import { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration, Stack } from 'aws-cdk-lib/core';

/**
 * The `TimeoutSeconds` that a state machine of this app has in its definition. The L2 construct does not tell it, so it
 * is read where it ends up. Undefined where there is none, or where the definition cannot be read (a file in S3).
 */
export function stateMachineTimeout(machine: IStateMachine): Duration | undefined {
  const resource = machine.node.defaultChild;
  if (!(resource instanceof CfnStateMachine) || resource.definitionString === undefined) return undefined;
  try {
    const { TimeoutSeconds } = JSON.parse(literalText(Stack.of(machine).resolve(resource.definitionString))) as { TimeoutSeconds?: unknown };
    return typeof TimeoutSeconds === 'number' ? Duration.seconds(TimeoutSeconds) : undefined;
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
