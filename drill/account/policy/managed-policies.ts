import type { PolicyStatementModel } from '../model';

/** Of an AWS-managed policy: no statement that a drill would ask for. */
const ONLY_LOGS_AND_NETWORK: readonly PolicyStatementModel[] = [];

function everything(...actions: readonly string[]): readonly PolicyStatementModel[] {
  return [{ effect: 'Allow', principals: [], actions, resources: ['*'], conditions: {} }];
}

/** AWS-managed policies by what stands behind `policy/` in their ARN, with the statements that matter to a drill. */
const AWS_MANAGED_POLICIES: ReadonlyMap<string, readonly PolicyStatementModel[]> = new Map([
  ['service-role/AWSLambdaBasicExecutionRole', ONLY_LOGS_AND_NETWORK],
  ['service-role/AWSLambdaVPCAccessExecutionRole', ONLY_LOGS_AND_NETWORK],
  ['AWSXRayDaemonWriteAccess', ONLY_LOGS_AND_NETWORK],
  ['AWSXrayWriteOnlyAccess', ONLY_LOGS_AND_NETWORK],
  ['CloudWatchLambdaInsightsExecutionRolePolicy', ONLY_LOGS_AND_NETWORK],
  ['service-role/AWSLambdaRole', everything('lambda:InvokeFunction')],
  ['AWSLambda_FullAccess', everything('lambda:*')],
  ['AWSStepFunctionsFullAccess', everything('states:*')],
  ['AdministratorAccess', everything('*')],
]);

/** The statements of an AWS-managed policy, undefined when they are not known. */
export function awsManagedPolicy(arn: string): readonly PolicyStatementModel[] | undefined {
  return AWS_MANAGED_POLICIES.get(/^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? '');
}
