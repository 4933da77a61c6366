import { Token } from 'aws-cdk-lib/core';

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** Refuses a name that cannot be a metric's dimension and a part of a parameter's name. */
export function requirePipelineName(where: string, name: string): string {
  if (Token.isUnresolved(name)) {
    throw new Error(`${where}: the pipeline's name must be known at synth, since its contract is stored under it; pass a pipelineName that is no token`);
  }
  if (!NAME.test(name)) {
    throw new Error(`${where}: '${name}' cannot be a pipeline's name; pass a pipelineName of 1 to 64 letters, digits, dots, hyphens or underscores`);
  }
  return name;
}
