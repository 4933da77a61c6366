import type { Identity } from '../intrinsics/identity';
import { ALARM } from './alarm';
import { COMPOSITE_ALARM } from './composite-alarm';
import { EVENTS_RULE } from './events-rule';
import { HARMLESS } from './harmless';
import { KEY, KEY_ALIAS } from './key';
import { LAMBDA_EVENT_INVOKE_CONFIG } from './lambda-event-invoke-config';
import { LAMBDA_FUNCTION } from './lambda-function';
import { LAMBDA_PERMISSION } from './lambda-permission';
import { LOG_GROUP } from './log-group';
import { MUTE_RULE } from './mute-rule';
import { NESTED_STACK } from './nested-stack';
import { PARAMETER } from './parameter';
import { PIPE } from './pipe';
import { MANAGED_POLICY, POLICY } from './policy';
import { QUEUE } from './queue';
import { QUEUE_POLICY } from './queue-policy';
import type { ResourceKind } from './resource-kind';
import { ROLE } from './role';
import { SCHEDULER_SCHEDULE } from './scheduler-schedule';
import { STATE_MACHINE } from './state-machine';
import { SUBSCRIPTION } from './subscription';
import { TABLE } from './table';
import { TOPIC } from './topic';
import { TOPIC_POLICY } from './topic-policy';

/** Every type of resource that is read. A new one is a file and a line here. */
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

/** Whether a type can have no part in whether an alarm is raised or arrives. */
export function isHarmless(type: string): boolean {
  return Object.hasOwn(HARMLESS, type);
}

/** How resources of any type are named and referred to. */
export function identityOf(type: string): Identity {
  return RESOURCE_KINDS.get(type)?.identity ?? (isHarmless(type) ? HARMLESS[type] : undefined) ?? {};
}
