import { ResourceEnvironment, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Refuses a pipeline in another account or Region than its observatory's: a checker reads the contracts, metrics and
 * executions of its own. Thrown at once, since CDK would complain of the references between the stacks first.
 */
export function requireEnvironmentOf(observatory: IConstruct, pipeline: IConstruct): void {
  const { part, is, must } = difference(Stack.of(pipeline), Stack.of(observatory)) ?? {};
  if (part === undefined) return;
  throw new Error(`${pipeline.node.path}: the pipeline's ${part} is ${is}, its observatory's ${must}; make an Observatory in a stack of the same account and Region`);
}

/** Refuses a stage in another account or Region, such as an imported function: its alarms would watch a metric that never comes. */
export function requireOwnEnvironment(pipeline: IConstruct, stageName: string, env: ResourceEnvironment): void {
  const { part, is, must } = difference(env, Stack.of(pipeline)) ?? {};
  if (part === undefined) return;
  throw new Error(`${pipeline.node.path}: the ${part} of stage ${stageName} is ${is}, the pipeline's ${must}; observe it by a pipeline in a stack of its own account and Region`);
}

function difference(one: ResourceEnvironment, other: ResourceEnvironment): { part: string; is: string; must: string } | undefined {
  return (['account', 'region'] as const)
    .filter((part) => !Token.isUnresolved(one[part]) && !Token.isUnresolved(other[part]) && one[part] !== other[part])
    .map((part) => ({ part, is: one[part], must: other[part] }))[0];
}
