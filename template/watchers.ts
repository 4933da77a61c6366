import type { CheckerModel, FunctionModel, NotifierModel } from './model';

/** The observatory of a notifier function, recognised by its environment variables; undefined for other functions. */
export function notifierOf({ environment, name, stack, logicalId, path }: FunctionModel): NotifierModel | undefined {
  const {
    OBSERVATORY: observatory, CONTRACTS_PATH: contractsPath, PROFILES_PATH: profilesPath, TABLE_NAME: tableName, CRITICAL_TOPIC_ARN: criticalTopicArn,
    WARNING_TOPIC_ARN: warningTopicArn = criticalTopicArn,
  } = environment;
  if (observatory === undefined || contractsPath === undefined) return undefined;
  if (profilesPath === undefined || tableName === undefined || criticalTopicArn === undefined || warningTopicArn === undefined) return undefined;
  return { stack, logicalId, path, observatory, contractsPath, profilesPath, tableName, criticalTopicArn, warningTopicArn, functionName: name };
}

/** The observatory of a checker function, recognised by its environment variables; undefined for other functions. */
export function checkerOf(model: FunctionModel): CheckerModel | undefined {
  const { environment, name, stack, logicalId, path } = model;
  const { OBSERVATORY: observatory, CONTRACTS_PATH: contractsPath, PROFILES_PATH: profilesPath, TABLE_NAME: tableName, TOPIC_ARNS: topicArns = '' } = environment;
  // A notifier has the same variables and more.
  if (observatory === undefined || contractsPath === undefined || tableName === undefined || notifierOf(model) !== undefined) return undefined;
  return { stack, logicalId, path, observatory, contractsPath, tableName, ...(profilesPath === undefined ? {} : { profilesPath }), topicArns: topicArns.split(',').filter((arn) => arn !== ''), functionName: name };
}
