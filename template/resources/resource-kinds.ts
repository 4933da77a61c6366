import { arnOf, functionArnOf, type Identity, type Named } from '../intrinsics/environment';
import { KEY, KEY_ALIAS, MANAGED_POLICY, POLICY, ROLE } from './access';
import { ALARM, COMPOSITE_ALARM, MUTE_RULE } from './alarms';
import { LAMBDA_EVENT_INVOKE_CONFIG, LAMBDA_FUNCTION, LAMBDA_PERMISSION, LOG_GROUP } from './functions';
import { PIPE, QUEUE, QUEUE_POLICY, SUBSCRIPTION, TOPIC, TOPIC_POLICY } from './messaging';
import type { ResourceKind } from './resource-kind';
import { STATE_MACHINE } from './state-machines';
import { PARAMETER, TABLE } from './storage';
import { EVENTS_RULE, SCHEDULER_SCHEDULE } from './triggers';

const functionArn = ({ environment, text }: Named): string => functionArnOf(text('FunctionName') ?? '', environment);

/** The number of a version, which AWS chooses when it is published. */
const FIRST_VERSION = '1';

/** An alias gets its state machine from the versions that it routes to. */
function stateMachineArn({ value }: Named): string {
  const [route] = [value('RoutingConfiguration')].flat();
  const version = typeof route === 'object' && route !== null && 'StateMachineVersionArn' in route ? String(route.StateMachineVersionArn) : '';
  return version.split(':').slice(0, -1).join(':');
}

/**
 * Types that do not affect whether an alarm goes off or arrives, so a drill ignores them without a note. Some have an identity
 * of their own, because others refer to them.
 */
export const HARMLESS: Readonly<Record<string, Identity>> = {
  'AWS::CDK::Metadata': {},
  'AWS::CloudFormation::WaitConditionHandle': {},
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName' },
  'AWS::IAM::InstanceProfile': { nameProperty: 'InstanceProfileName' },
  'AWS::Lambda::Alias': {
    nameProperty: 'Name',
    ref: (alias) => `${functionArn(alias)}:${alias.name}`,
    arn: (alias) => `${functionArn(alias)}:${alias.name}`,
    attributes: { AliasArn: (alias) => `${functionArn(alias)}:${alias.name}` },
  },
  'AWS::Lambda::LayerVersion': {},
  'AWS::Lambda::LayerVersionPermission': {},
  'AWS::Lambda::Version': {
    ref: (version) => `${functionArn(version)}:${FIRST_VERSION}`,
    arn: (version) => `${functionArn(version)}:${FIRST_VERSION}`,
    attributes: { Version: () => FIRST_VERSION, FunctionArn: (version) => `${functionArn(version)}:${FIRST_VERSION}` },
  },
  'AWS::Logs::LogStream': { nameProperty: 'LogStreamName' },
  'AWS::Logs::QueryDefinition': { nameProperty: 'Name' },
  'AWS::Logs::ResourcePolicy': { nameProperty: 'PolicyName' },
  'AWS::S3::BucketPolicy': {},
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    arn: ({ environment, name }) => arnOf(environment, 'scheduler', `schedule-group/${name}`),
  },
  'AWS::StepFunctions::StateMachineAlias': {
    nameProperty: 'Name',
    ref: (alias) => `${stateMachineArn(alias)}:${alias.name}`,
    arn: (alias) => `${stateMachineArn(alias)}:${alias.name}`,
  },
  'AWS::StepFunctions::StateMachineVersion': {
    ref: ({ text }) => `${text('StateMachineArn') ?? ''}:${FIRST_VERSION}`,
    arn: ({ text }) => `${text('StateMachineArn') ?? ''}:${FIRST_VERSION}`,
  },
};

/** AWS::CloudFormation::Stack: its template is read like any other, if it is given. */
const NESTED_STACK: ResourceKind = {
  identity: { ref: ({ environment, name }) => arnOf(environment, 'cloudformation', `stack/${name}/00000000-0000-0000-0000-000000000000`) },
  read: ({ hasTemplate, note }) => {
    if (!hasTemplate) note('its template is not given, so nothing in it is played');
  },
};

/** Every type of resource that is read. To add a type, write a reader and add it here. */
const RESOURCE_KINDS: ReadonlyMap<string, ResourceKind> = new Map([
  ['AWS::CloudFormation::Stack', NESTED_STACK],
  ['AWS::CloudWatch::Alarm', ALARM],
  ['AWS::CloudWatch::AlarmMuteRule', MUTE_RULE],
  ['AWS::CloudWatch::CompositeAlarm', COMPOSITE_ALARM],
  ['AWS::DynamoDB::GlobalTable', TABLE],
  ['AWS::DynamoDB::Table', TABLE],
  ['AWS::Events::Rule', EVENTS_RULE],
  ['AWS::IAM::ManagedPolicy', MANAGED_POLICY],
  ['AWS::IAM::Policy', POLICY],
  ['AWS::IAM::Role', ROLE],
  ['AWS::IAM::RolePolicy', POLICY],
  ['AWS::KMS::Alias', KEY_ALIAS],
  ['AWS::KMS::Key', KEY],
  ['AWS::Lambda::EventInvokeConfig', LAMBDA_EVENT_INVOKE_CONFIG],
  ['AWS::Lambda::Function', LAMBDA_FUNCTION],
  ['AWS::Lambda::Permission', LAMBDA_PERMISSION],
  ['AWS::Logs::LogGroup', LOG_GROUP],
  ['AWS::Pipes::Pipe', PIPE],
  ['AWS::SNS::Subscription', SUBSCRIPTION],
  ['AWS::SNS::Topic', TOPIC],
  ['AWS::SNS::TopicInlinePolicy', TOPIC_POLICY],
  ['AWS::SNS::TopicPolicy', TOPIC_POLICY],
  ['AWS::SQS::Queue', QUEUE],
  ['AWS::SQS::QueueInlinePolicy', QUEUE_POLICY],
  ['AWS::SQS::QueuePolicy', QUEUE_POLICY],
  ['AWS::SSM::Parameter', PARAMETER],
  ['AWS::Scheduler::Schedule', SCHEDULER_SCHEDULE],
  ['AWS::StepFunctions::StateMachine', STATE_MACHINE],
]);

/** All types that are read. */
export const RESOURCE_TYPES: readonly string[] = [...RESOURCE_KINDS.keys()];

/** How a type is read; undefined when it is not, because it is harmless or unknown. */
export function kindOf(type: string): ResourceKind | undefined {
  return RESOURCE_KINDS.get(type);
}

/** Whether a type cannot affect whether an alarm goes off or arrives. */
export function isHarmless(type: string): boolean {
  return Object.hasOwn(HARMLESS, type);
}

/** How resources of any type are named and referred to. */
export function identityOf(type: string): Identity {
  return RESOURCE_KINDS.get(type)?.identity ?? (isHarmless(type) ? HARMLESS[type] : undefined) ?? {};
}
