import type { CfnResource } from 'aws-cdk-lib/core';
import type { AppTree } from './app-tree';
import { addressesIn, textOf } from './rendered';

/** What a role is allowed: actions in lower case, and resources as texts with marks. */
export interface Allowance {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Policies of AWS that let a function log, trace and read its event sources, and start nothing. */
const HARMLESS_POLICY = /AWSLambda(Basic|VPCAccess|SQSQueue|Kinesis|DynamoDB|MSK)ExecutionRole|AWSXRay(DaemonWriteAccess|WriteOnlyAccess)|CloudWatchLambdaInsightsExecutionRolePolicy/;
/** Actions that start nothing, whatever they are allowed on. */
const HARMLESS_ACTION = /^(logs|xray|cloudwatch|ec2|kms|secretsmanager|ssm|tag|rds|rds-data|rds-db|athena|bedrock|ses|appconfig|appconfigdata|elasticfilesystem):|:(get|list|describe|head|batchget|query|scan|receive|deletemessage|changemessagevisibility)/;

/** Whether an allowance can make something run. */
export function mayAct({ actions }: Allowance): boolean {
  return actions.some((action) => !HARMLESS_ACTION.test(action));
}

/** All that the policies of a role allow; undefined when one of them is not known. */
export function statementsOf(tree: AppTree, role: CfnResource): Allowance[] | undefined {
  const properties = tree.propertiesOf(role);
  if (properties === undefined) return undefined;
  const attached: unknown[] = [...listOf(properties.ManagedPolicyArns)].filter((arn) => !HARMLESS_POLICY.test(textOf(arn)));
  // A managed policy of this app is read below, whichever side attaches it.
  const [known, unknown] = [attached.flatMap((arn) => addressesIn(textOf(arn))), attached.filter((arn) => addressesIn(textOf(arn)).length === 0)];
  if (unknown.length > 0) return undefined;
  const documents: unknown[] = listOf(properties.Policies).map((policy) => (policy as { PolicyDocument?: unknown }).PolicyDocument);
  for (const policy of [...tree.all('AWS::IAM::Policy'), ...tree.all('AWS::IAM::RolePolicy'), ...tree.all('AWS::IAM::ManagedPolicy')]) {
    const of = tree.propertiesOf(policy);
    if (of === undefined) return undefined;
    const roles = addressesIn(textOf([of.Roles, of.RoleName]));
    if (roles.includes(role.node.addr) || known.includes(policy.node.addr)) documents.push(of.PolicyDocument);
  }
  return documents.flatMap((document) => listOf((document as { Statement?: unknown } | undefined)?.Statement)).flatMap(allowanceOf);
}

function allowanceOf(statement: unknown): Allowance[] {
  const { Effect: effect, Action: action, NotAction: allBut, Resource: resource, NotResource: anyBut } = statement as Record<string, unknown>;
  if (effect !== 'Allow') return [];
  return [{
    actions: allBut === undefined ? listOf(action).map((one) => textOf(one).toLowerCase()) : ['*'],
    resources: anyBut === undefined ? listOf(resource).map(textOf) : ['*'],
  }];
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
