import { Token } from 'aws-cdk-lib/core';
import { isPipelineName, PIPELINE_NAME_RULE } from '../../core/pipeline-name';

/** Refuses a name that cannot be a metric's dimension and a part of a parameter's name. */
export function requirePipelineName(where: string, name: string): string {
  if (Token.isUnresolved(name)) {
    throw new Error(`${where}: the pipeline's name must be known at synth, since its contract is stored under it; pass a pipelineName that is no token`);
  }
  if (!isPipelineName(name)) {
    throw new Error(`${where}: '${name}' cannot be a pipeline's name; pass a pipelineName of ${PIPELINE_NAME_RULE}`);
  }
  return name;
}
