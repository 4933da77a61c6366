import type { CheckerModel, FunctionModel } from './model';
import { notifierOf } from './notifier-of';

/** The observatory whose checker a function is, recognised by what its environment tells it; undefined for other functions. */
export function checkerOf(model: FunctionModel): CheckerModel | undefined {
  const { environment, name, stack, logicalId, path } = model;
  const { OBSERVATORY: observatory, CONTRACTS_PATH: contractsPath, PROFILES_PATH: profilesPath, TOPIC_ARNS: topicArns = '' } = environment;
  // A notifier is told the same and more.
  if (observatory === undefined || contractsPath === undefined || notifierOf(model) !== undefined) return undefined;
  return { stack, logicalId, path, observatory, contractsPath, ...(profilesPath === undefined ? {} : { profilesPath }), topicArns: topicArns.split(',').filter((arn) => arn !== ''), functionName: name };
}
