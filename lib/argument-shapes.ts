import { type Duration, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { SECONDS_PER } from '../core/time';

/** The same symbol in every copy of this library. An app may load two copies. */
const BRAND = Symbol.for('cdk-observed-pipeline.class');

/** The classes of this library that are recognized when they are passed. */
type Brand =
  | 'Digest' | 'LocalTime' | 'MuteWindow' | 'Contact' | 'Observatory' | 'ObservedPipeline' | 'PipelineStage' | 'PipelineTrigger' | 'RunExpectation';

/** Marks an object as an instance of a class of this library. `instanceof` fails between two copies of the library. */
export function brand(object: object, name: Brand): void {
  Object.defineProperty(object, BRAND, { value: name });
}

/** The class of this library that an object belongs to; undefined for other values. */
export function brandOf(value: unknown): Brand | undefined {
  return typeof value === 'object' && value !== null ? (value as { [BRAND]?: Brand })[BRAND] : undefined;
}

/**
 * What an argument must be. TypeScript checks that at compile time, but JavaScript and the languages of jsii can pass any value.
 * Objects are recognized by their members or their brand, not by `instanceof`, since an app may load two copies of a library.
 */
export interface Shape {
  /** Continues the sentence "… must be". */
  readonly must: string;
  /** What to write instead, as an imperative. */
  readonly remedy: string;
  readonly required?: boolean;
  readonly holds: (value: unknown) => boolean;
  /** What each element of a list must be. */
  readonly each?: Shape;
  /** What each member of an object must be. */
  readonly members?: Readonly<Record<string, Shape>>;
  /** Whether an object may have no other members. */
  readonly closed?: boolean;
}

const JSII = Symbol.for('jsii.rtti');

/** A shape for each option of a struct. The type makes sure that none is missing. */
export type Shapes<T> = { readonly [K in keyof T]-?: Shape };

/** Checks an argument. @param where the construct or the factory, for the message. @throws when the argument is not what it must be */
export function requireArgument(where: string, name: string, value: unknown, shape: Shape): void {
  if (value === undefined && !shape.required) return;
  if (!shape.holds(value)) throw new Error(`${where}: ${name} must be ${shape.must}, got ${described(value)}; ${shape.remedy}`);
  if (shape.each !== undefined) (value as unknown[]).forEach((element, index) => { requireArgument(where, `${name}[${index}]`, element, required(shape.each!)); });
  if (shape.closed) requireKnownMembers(where, name, value as Record<string, unknown>, shape.members ?? {});
  for (const [member, inner] of Object.entries(shape.members ?? {})) {
    requireArgument(where, name === '' ? member : `${name}.${member}`, (value as Record<string, unknown>)[member], inner);
  }
}

function requireKnownMembers(where: string, name: string, value: Readonly<Record<string, unknown>>, members: Readonly<Record<string, Shape>>): void {
  const owner = name === '' ? where : `${where}: ${name}`;
  const unknown = Object.keys(value).find((member) => value[member] !== undefined && !Object.hasOwn(members, member));
  if (unknown !== undefined) throw new Error(`${owner} has no option ${unknown}; its options are ${Object.keys(members).join(', ')}`);
}

/**
 * Checks each option of a factory. An option that it does not have is an error too: it would have no effect, such as
 * `weekday` of a mute window, which then mutes every day.
 * @throws when one of them is not what it must be
 */
export function requireOptions<T extends object>(where: string, options: T, shapes: Shapes<T>): void {
  requireProps(where, options, shapes);
  requireKnownMembers(where, '', options as Record<string, unknown>, shapes);
}

/** Checks each property of a construct. There may be others, since a construct of the user may extend the struct. @throws when one of them is not what it must be */
export function requireProps<T extends object>(where: string, options: T, shapes: Shapes<T>): void {
  if (!isObject(options)) throw new Error(`${where}: the options must be an object, got ${described(options)}; write them in braces, as { name: value }`);
  requireArgument(where, '', options, { must: '', remedy: '', holds: isObject, members: shapes });
}

export function required(shape: Shape): Shape {
  return { ...shape, required: true };
}

/** A list of values. @param remedy an example of such a list */
export function listOf(each: Shape, remedy: string): Shape {
  return { must: 'a list', remedy, holds: Array.isArray, each };
}

/** An object with certain members. */
function structOf<T extends object>(shapes: Shapes<T>, remedy: string): Shape {
  return { must: 'an object', remedy, holds: isObject, members: shapes };
}

/** An object with certain members and no others, since another one would have no effect. */
export function closedStructOf<T extends object>(shapes: Shapes<T>, remedy: string): Shape {
  return { ...structOf(shapes, remedy), closed: true };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that was passed, as a phrase. */
function described(value: unknown): string {
  switch (typeof value) {
    case 'undefined': return 'nothing';
    case 'string': return `the string '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
    case 'number': case 'boolean': case 'bigint': return `the ${typeof value} ${value}`;
    case 'object': return value === null ? 'null' : Array.isArray(value) ? 'a list' : objectText(value);
    default: return `a ${typeof value}`;
  }
}

/** CDK's classes carry their name for other languages. Their name in JavaScript may be minified. */
function className(type: (Function & { readonly [JSII]?: { readonly fqn?: string } }) | undefined): string | undefined {
  return type?.[JSII]?.fqn?.split('.').at(-1) ?? type?.name;
}

function objectText(value: object): string {
  if (DURATION.holds(value)) return `a Duration of ${(value as Duration).toHumanString()}`;
  const type = className((Object.getPrototypeOf(value) as object | null)?.constructor);
  const path = (value as Partial<IConstruct>).node?.path;
  const noun = type === undefined || type === 'Object' ? 'an object' : withArticle(type);
  return typeof path === 'string' && path !== '' ? `${noun} (${path})` : noun;
}

export const TEXT: Shape = { must: 'a string', remedy: 'write it in quotes', holds: (value) => typeof value === 'string' };
/** Tokens pass. */
export const COUNT: Shape = {
  must: 'a whole number of at least 1', remedy: 'write for example 3',
  holds: (value) => NUMBER.holds(value) && (Token.isUnresolved(value) || (Number.isInteger(value) && (value as number) >= 1)),
};
export const FLAG: Shape = { must: 'true or false', remedy: 'write it without quotes', holds: (value) => typeof value === 'boolean' };
export const NUMBER: Shape = { must: 'a number', remedy: 'write it without quotes', holds: (value) => typeof value === 'number' };
/** A text of a form. Tokens pass. */
export function textLike(form: RegExp, must: string, remedy: string): Shape {
  return { must, remedy, holds: (value) => typeof value === 'string' && (Token.isUnresolved(value) || form.test(value)) };
}

export const TEXTS: Shape = listOf(TEXT, 'write [\'…\']');
export const DURATION: Shape = {
  must: 'a Duration', remedy: 'write for example Duration.minutes(15)', holds: (value) => has(value, 'toSeconds', 'function') && has(value, 'isUnresolved', 'function'),
};
/** A length that cannot be nothing. Tokens pass. */
export const LENGTH = durationLike('a Duration longer than 0', (seconds) => seconds > 0);
/** The period of an alarm. Tokens pass. */
export const PERIOD = durationLike('a Duration of whole minutes', (seconds) => seconds > 0 && seconds % SECONDS_PER.minute === 0);

/** What any Duration must be, if not by itself a Duration. */
function durationLike(must: string, accepts: (seconds: number) => boolean): Shape {
  return {
    ...DURATION, must,
    holds: (value) => DURATION.holds(value) && ((value as Duration).isUnresolved() || accepts((value as Duration).toSeconds({ integral: false }))),
  };
}
export const SCHEDULE_EXPRESSION: Shape = {
  must: 'a ScheduleExpression', remedy: 'write for example ScheduleExpression.cron({ minute: \'0\', hour: \'2\' }) of aws-cdk-lib/aws-scheduler', holds: (value) => has(value, 'expressionString', 'string'),
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
  must: 'a schedule of EventBridge Scheduler', remedy: 'pass a scheduler.Schedule or CfnSchedule; a rule is for .rule(…), and times alone are for RunExpectation.atTimes(…)',
  holds: (value) => isResource(value, 'scheduleRef', 'object'),
};
export const RULE: Shape = {
  must: 'an EventBridge rule', remedy: 'pass an events.Rule or CfnRule; a schedule is for .schedule(…), and times alone are for RunExpectation.atTimes(…)',
  holds: (value) => isResource(value, 'ruleRef', 'object'),
};
const ALARM_ACTION: Shape = {
  must: 'an action of aws-cloudwatch-actions', remedy: 'pass for example new SnsAction(topic)', holds: (value) => has(value, 'bind', 'function'),
};
export const ALARM_ACTIONS: Shape = listOf(ALARM_ACTION, 'write for example [new SnsAction(topic)]');
export const VPC: Shape = { must: 'a VPC', remedy: 'pass an ec2.Vpc, or Vpc.fromLookup(…)', holds: (value) => isResource(value, 'vpcId') };
export const SECURITY_GROUP: Shape = { must: 'a security group', remedy: 'pass an ec2.SecurityGroup', holds: (value) => isResource(value, 'securityGroupId') };
export const LOG_GROUP: Shape = { must: 'a log group', remedy: 'pass a logs.LogGroup, or LogGroup.fromLogGroupName(…)', holds: (value) => isResource(value, 'logGroupArn') };
export const OBJECT: Shape = { must: 'an object', remedy: 'write { … }', holds: (value) => typeof value === 'object' && value !== null };
export const CONSTRUCT: Shape = { must: 'a construct', remedy: 'pass this', holds: (value) => has(value, 'node', 'object') };

export const PIPELINE_STAGE = branded('PipelineStage', 'wrap the resource: PipelineStage.lambdaFunction(…) or PipelineStage.stateMachine(…)');
export const RUN_EXPECTATION = branded('RunExpectation', 'write for example RunExpectation.fromSchedule(schedule), or RunExpectation.unscheduled(\'why\') to expect nothing');
export const LOCAL_TIME = branded('LocalTime', 'write for example LocalTime.of(7, 30)');
export const CONTACT: Shape = {
  must: 'a contact', remedy: 'write for example Contact.email(\'data@example.com\') or Contact.topic(topic)', holds: (value) => has(value, 'bind', 'function'),
};
export const CONTACTS = listOf(CONTACT, 'write for example [Contact.email(\'data@example.com\')]');
export const TRIGGER = branded('PipelineTrigger', 'write PipelineTrigger.schedule(schedule) or PipelineTrigger.rule(rule)');
export const OBSERVATORY = branded('Observatory', 'write new Observatory(this, \'Observatory\')');
export const PIPELINE: Shape = {
  must: 'an observed pipeline', remedy: 'pass the ObservedPipeline itself', holds: (value) => isResource(value, 'pipelineName') && has(value, 'observatory', 'object'),
};
export const WINDOW = branded('MuteWindow', 'write MuteWindow.cron(…) or MuteWindow.at(…)');
export const DIGEST = branded('Digest', 'write Digest.weekly(), Digest.daily() or Digest.none()');

/** A member of an enum. @param name the name of the enum */
export function oneOf(name: string, members: Readonly<Record<string, string>>): Shape {
  const names = Object.keys(members).map((member) => `${name}.${member}`);
  return { must: withArticle(name), remedy: `write ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`, holds: (value) => Object.values(members).includes(value as string) };
}

function branded(name: Brand, remedy: string): Shape {
  return { must: withArticle(name), remedy, holds: (value) => brandOf(value) === name };
}

function withArticle(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

function isResource(value: unknown, member: string, type: 'string' | 'object' = 'string'): boolean {
  return has(value, 'node', 'object') && has(value, member, type);
}

function has(value: unknown, member: string, type: 'string' | 'object' | 'function'): boolean {
  return isObject(value) && typeof (value as Record<string, unknown>)[member] === type;
}
