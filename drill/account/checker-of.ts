import type { CheckerModel, FunctionModel } from './model';

/** The observatory whose checker a function is, recognised by what its environment tells it; undefined for other functions. */
export function checkerOf({ environment, name, stack, logicalId, path }: FunctionModel): CheckerModel | undefined {
  const { OBSERVATORY: observatory, CONTRACTS_PATH: contractsPath, TOPIC_ARNS: topicArns = '' } = environment;
  if (observatory === undefined || contractsPath === undefined) return undefined;
  return { stack, logicalId, path, observatory, contractsPath, topicArns: topicArns.split(',').filter((arn) => arn !== ''), functionName: name };
}
