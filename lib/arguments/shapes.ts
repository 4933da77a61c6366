import { type Brand, brandOf } from '../brand';
import { isObject, listOf, type Shape } from './shape';

export const TEXT: Shape = { must: 'a string', remedy: 'write it in quotes', holds: (value) => typeof value === 'string' };
export const FLAG: Shape = { must: 'true or false', remedy: 'write it without quotes', holds: (value) => typeof value === 'boolean' };
export const NUMBER: Shape = { must: 'a number', remedy: 'write it without quotes', holds: (value) => typeof value === 'number' };
export const TEXTS: Shape = listOf(TEXT, 'write [\'…\']');
export const DURATION: Shape = {
  must: 'a Duration', remedy: 'write for example Duration.minutes(15)', holds: (value) => has(value, 'toSeconds', 'function') && has(value, 'isUnresolved', 'function'),
};
export const TIME_ZONE: Shape = { must: 'a TimeZone', remedy: 'write for example TimeZone.of(\'Europe/Berlin\')', holds: (value) => has(value, 'timezoneName', 'string') };

export const FUNCTION: Shape = {
  must: 'a Lambda function', remedy: 'pass a lambda.Function, an alias, or Function.fromFunctionArn(…)', holds: (value) => isResource(value, 'functionArn'),
};
export const STATE_MACHINE: Shape = {
  must: 'a Step Functions state machine', remedy: 'pass an sfn.StateMachine, or StateMachine.fromStateMachineArn(…)', holds: (value) => isResource(value, 'stateMachineArn'),
};
export const TOPIC: Shape = { must: 'an SNS topic', remedy: 'pass an sns.Topic, or Topic.fromTopicArn(…)', holds: (value) => isResource(value, 'topicArn') };
export const SUBSCRIPTION: Shape = {
  must: 'a subscription of aws-sns-subscriptions', remedy: 'pass for example new LambdaSubscription(fn)', holds: (value) => has(value, 'bind', 'function'),
};
export const KEY: Shape = { must: 'a KMS key', remedy: 'pass a kms.Key, or Key.fromKeyArn(…)', holds: (value) => isResource(value, 'keyArn') };
export const SCHEDULE: Shape = {
  must: 'a schedule of EventBridge Scheduler', remedy: 'pass a scheduler.Schedule or CfnSchedule; a rule is for .rule(…), and times alone are for RunExpectation.expression(…)',
  holds: (value) => isResource(value, 'scheduleRef', 'object'),
};
export const RULE: Shape = {
  must: 'an EventBridge rule', remedy: 'pass an events.Rule or CfnRule; a schedule is for .schedule(…), and times alone are for RunExpectation.expression(…)',
  holds: (value) => isResource(value, 'ruleRef', 'object'),
};
export const CONSTRUCT: Shape = { must: 'a construct', remedy: 'pass this', holds: (value) => has(value, 'node', 'object') };

export const PIPELINE_STAGE = branded('PipelineStage', 'wrap the resource: PipelineStage.lambdaFunction(…) or PipelineStage.stateMachine(…)');
export const RUN_EXPECTATION = branded('RunExpectation', 'write for example RunExpectation.schedule(schedule), or RunExpectation.none(\'why\') to expect nothing');
export const NOTIFY = branded('Notify', 'write for example Notify.email(\'data@example.com\') or Notify.topic(topic)');
export const TRIGGER = branded('PipelineTrigger', 'write PipelineTrigger.schedule(schedule) or PipelineTrigger.rule(rule)');
export const OBSERVATORY = branded('Observatory', 'write new Observatory(this, \'Observatory\')');
export const PIPELINE = branded('ObservedPipeline', 'pass the ObservedPipeline itself');
export const WINDOW = branded('MaintenanceWindow', 'write MaintenanceWindow.cron(…) or MaintenanceWindow.at(…)');
export const DIGEST = branded('Digest', 'write Digest.weekly(), Digest.daily() or Digest.none()');

/** One of an enum's values. @param name of the enum */
export function oneOf(name: string, members: Readonly<Record<string, string>>): Shape {
  const names = Object.keys(members).map((member) => `${name}.${member}`);
  return { must: `a ${name}`, remedy: `write ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`, holds: (value) => Object.values(members).includes(value as string) };
}

function branded(name: Brand, remedy: string): Shape {
  return { must: `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`, remedy, holds: (value) => brandOf(value) === name };
}

function isResource(value: unknown, member: string, type: 'string' | 'object' = 'string'): boolean {
  return has(value, 'node', 'object') && has(value, member, type);
}

function has(value: unknown, member: string, type: 'string' | 'object' | 'function'): boolean {
  return isObject(value) && typeof (value as Record<string, unknown>)[member] === type;
}
