import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';

/** The longest values of the pseudo parameters. No partition and Region together are longer than these. */
export const LONGEST_PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-iso-f',
  'AWS::Region': 'us-isof-south-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'csp.hci.ic.gov',
  'AWS::StackName': 'x'.repeat(128),
};

/** The longest ARN of a resource of a service. */
function arnOf(service: string, resource: string): string {
  return `arn:${LONGEST_PSEUDO['AWS::Partition']}:${service}:${LONGEST_PSEUDO['AWS::Region']}:${LONGEST_PSEUDO['AWS::AccountId']}:${resource}`;
}

/** The names of a type of resource, and the values of its references. */
interface NamedType {
  /** The property that sets the name. */
  readonly property: string;
  /** The longest name (the service's API reference). */
  readonly longest: number;
  /** The value of `Ref`. @default - the name */
  readonly ref?: (name: string) => string;
  readonly arn: (name: string) => string;
}

const lambda = (name: string): string => arnOf('lambda', `function:${name}`);
const states = (name: string): string => arnOf('states', `stateMachine:${name}`);
const sns = (name: string): string => arnOf('sns', name);

/** The types that this library refers to. */
const TYPES: Readonly<Record<string, NamedType>> = {
  'AWS::Lambda::Function': { property: 'functionName', longest: 64, arn: lambda },
  'AWS::StepFunctions::StateMachine': { property: 'stateMachineName', longest: 80, ref: states, arn: states },
  'AWS::Scheduler::Schedule': { property: 'name', longest: 64, arn: (name) => arnOf('scheduler', `schedule/${'x'.repeat(64)}/${name}`) },
  'AWS::Scheduler::ScheduleGroup': { property: 'name', longest: 64, arn: (name) => arnOf('scheduler', `schedule-group/${name}`) },
  'AWS::Events::Rule': { property: 'name', longest: 64, arn: (name) => arnOf('events', `rule/${name}`) },
  'AWS::Events::EventBus': { property: 'name', longest: 256, arn: (name) => arnOf('events', `event-bus/${name}`) },
  'AWS::SNS::Topic': { property: 'topicName', longest: 256, ref: sns, arn: sns },
  'AWS::SQS::Queue': { property: 'queueName', longest: 80, ref: (name) => `https://sqs.${LONGEST_PSEUDO['AWS::Region']}.csp.hci.ic.gov/111122223333/${name}`, arn: (name) => arnOf('sqs', name) },
  'AWS::Logs::LogGroup': { property: 'logGroupName', longest: 512, arn: (name) => arnOf('logs', `log-group:${name}:*`) },
  'AWS::KMS::Key': { property: 'keyId', longest: 36, arn: (name) => arnOf('kms', `key/${name}`) },
  'AWS::DynamoDB::Table': { property: 'tableName', longest: 255, arn: (name) => arnOf('dynamodb', `table/${name}`) },
  'AWS::IAM::Role': { property: 'roleName', longest: 64, arn: (name) => `arn:${LONGEST_PSEUDO['AWS::Partition']}:iam::111122223333:role/${name}` },
  'AWS::CloudWatch::Dashboard': { property: 'dashboardName', longest: 255, arn: (name) => arnOf('cloudwatch', `dashboard/${name}`) },
  'AWS::SSM::Parameter': { property: 'name', longest: 1011, arn: (name) => arnOf('ssm', `parameter/${name}`) },
};

/** The length of the longest ARN of each service, for resources that are not known. */
export const LONGEST_ARNS: Readonly<Record<string, number>> = {
  // Lambda's own limit for the ARN of a function.
  lambda: 140,
  states: arnOf('states', 'stateMachine:').length + 80,
  scheduler: arnOf('scheduler', 'schedule/').length + 64 + 1 + 64,
  events: arnOf('events', 'rule/').length + 256 + 1 + 64,
  sqs: arnOf('sqs', '').length + 80,
  sns: arnOf('sns', '').length + 256,
  kms: arnOf('kms', 'key/').length + 36,
  // The default log group of a function.
  logs: arnOf('logs', 'log-group:/aws/lambda/:*').length + 64,
};

/** A name that CloudFormation generates has the name of the stack, the logical id and this many more characters, with two hyphens. */
const SUFFIX = 16;
const LONGEST_STACK_NAME = 128;

/** `any`: names may be as long as the service allows. `generated`: names that nobody sets are as long as CloudFormation generates them. */
export type Names = 'any' | 'generated';

/**
 * The longest value of a reference to a resource; undefined when its type or the attribute is not known.
 *
 * @param atMost returns the longest text of a property; undefined when a part of it is not known
 */
export function longestReference(resource: CfnResource, attribute: string, names: Names, atMost: (value: unknown) => string | undefined): string | undefined {
  const type = TYPES[resource.cfnResourceType];
  if (type === undefined) return undefined;
  const name = longestName(resource, type, names, atMost);
  if (attribute === 'Ref') return (type.ref ?? ((same: string) => same))(name);
  if (attribute === 'Arn' || attribute === 'TopicArn') return type.arn(name);
  return attribute.endsWith('Name') ? name : undefined;
}

function longestName(resource: CfnResource, { property, longest }: NamedType, names: Names, atMost: (value: unknown) => string | undefined): string {
  const stack = Stack.of(resource);
  const given = (resource as unknown as Record<string, unknown>)[property];
  // In CDK's constructs this is a token, which resolves to undefined when nobody sets a name.
  if (stack.resolve(given) !== undefined) return atMost(given) ?? 'x'.repeat(longest);
  // The longest allowed name of a log group is far longer than real names are.
  const isGenerated = names === 'generated' || resource.cfnResourceType === 'AWS::Logs::LogGroup';
  const stackName = Token.isUnresolved(stack.stackName) ? LONGEST_STACK_NAME : stack.stackName.length;
  const logicalId = String(stack.resolve(resource.logicalId)).length;
  return 'x'.repeat(isGenerated ? Math.min(longest, stackName + logicalId + SUFFIX) : longest);
}
