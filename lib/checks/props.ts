import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, ResourceEnvironment, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { isPipelineName, PIPELINE_NAME_RULE } from '../../core/names';
import { requireArgument, required, TEXT } from '../argument-shapes';
import { secondsOf } from '../expectation/tolerances';
import type { Escalation } from '../observatory/contact';
import { isAwsManaged } from '../observatory/key-use';

/** What SNS accepts is wider; what no mail server would deliver to is refused here. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
/** ITU-T E.164: a plus, then up to 15 digits of which the first is not 0. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Refuses an e-mail address that cannot be right. Tokens pass. */
export function requireEmail(address: string): string {
  requireArgument('Contact.email', 'the address', address, required(TEXT));
  if (!Token.isUnresolved(address) && !EMAIL.test(address)) {
    throw new Error(`Contact.email: '${address}' is not an e-mail address; write it like 'data@example.com'`);
  }
  return address;
}

/** Refuses a phone number that is not in E.164 form. Tokens pass. */
export function requirePhoneNumber(number: string): string {
  requireArgument('Contact.sms', 'the phone number', number, required(TEXT));
  if (!Token.isUnresolved(number) && !E164.test(number)) {
    throw new Error(`Contact.sms: '${number}' is not a phone number in E.164 form; write it with its country code and without spaces, like '+15550100'`);
  }
  return number;
}

const SHORTEST = 60;
/** Longer than anybody waits; the notifier takes no more. */
const LONGEST = 366 * 24 * 60 * 60;

/** Refuses an escalation that would come never or to nobody. */
export function requireEscalation(where: string, { after, contacts }: Escalation): void {
  const seconds = secondsOf(`${where}: escalation.after`, after);
  if (seconds < SHORTEST || seconds > LONGEST) {
    throw new Error(`${where}: escalation.after must be between 1 minute and 366 days, got ${after.toHumanString()}`);
  }
  if (contacts.length === 0) throw new Error(`${where}: escalation.contacts is empty, so nobody would be told; name a contact or leave the escalation out`);
  if (contacts.some(({ _contact }) => _contact.kind === 'topic')) {
    throw new Error(`${where}: an escalation has a topic of its own, so it cannot go to an existing one; `
      + 'name the people with Contact.email or Contact.sms, or what the other topic tells with Contact.subscription');
  }
}

/** Refuses an interval that is no whole number of minutes up to an hour. */
export function requireTickInterval(scope: Construct, interval: Duration): Duration {
  const seconds = interval.isUnresolved() ? NaN : interval.toSeconds({ integral: false });
  if (!(seconds >= 60 && seconds <= 3600 && seconds % 60 === 0)) {
    throw new Error(`${scope.node.path}: checkInterval must be a whole number of minutes between 1 and 60, known at synth, got ${interval.toHumanString()}`);
  }
  return interval;
}

/** Refuses a key of AWS, whose policy cannot allow CloudWatch. */
export function requireCustomerKey(scope: Construct, key: IKey): IKey {
  if (isAwsManaged(key)) {
    throw new Error(`${scope.node.path}: encryptionKey is a key of AWS, which CloudWatch may not use, so no alarm would arrive; pass a customer-managed key, or none`);
  }
  return key;
}

/** Refuses what cannot be requested. Tokens pass. */
export function requireUrl(scope: Construct, url: string | undefined): string | undefined {
  if (url !== undefined && !Token.isUnresolved(url) && !/^https?:\/\/[^\s/]+/.test(url)) {
    throw new Error(`${scope.node.path}: watchdogUrl must be an http or https URL, got '${url}'`);
  }
  return url;
}

/**
 * Refuses a pipeline in another account or Region than its observatory's: a checker reads the contracts, metrics and
 * executions of its own. Thrown at once, since CDK would complain of the references between the stacks first.
 */
export function requireEnvironmentOf(observatory: IConstruct, pipeline: IConstruct): void {
  const { part, is, must } = difference(Stack.of(pipeline), Stack.of(observatory)) ?? {};
  if (part === undefined) return;
  throw new Error(`${pipeline.node.path}: the pipeline's ${part} is ${is}, its observatory's ${must}; make an Observatory in a stack of the same account and Region`);
}

/** Refuses a stage in another account or Region, such as an imported function: its alarms would watch a metric that never comes. */
export function requireOwnEnvironment(pipeline: IConstruct, stageName: string, env: ResourceEnvironment): void {
  const { part, is, must } = difference(env, Stack.of(pipeline)) ?? {};
  if (part === undefined) return;
  throw new Error(`${pipeline.node.path}: the ${part} of stage ${stageName} is ${is}, the pipeline's ${must}; observe it by a pipeline in a stack of its own account and Region`);
}

function difference(one: ResourceEnvironment, other: ResourceEnvironment): { part: string; is: string; must: string } | undefined {
  return (['account', 'region'] as const)
    .filter((part) => !Token.isUnresolved(one[part]) && !Token.isUnresolved(other[part]) && one[part] !== other[part])
    .map((part) => ({ part, is: one[part], must: other[part] }))[0];
}

/** Refuses a name that cannot be a metric's dimension and a part of a parameter's name. */
export function requirePipelineName(where: string, name: string): string {
  if (Token.isUnresolved(name)) {
    throw new Error(`${where}: the pipeline's name must be known at synth, since its contract is stored under it; pass a pipelineName that is no token`);
  }
  if (!isPipelineName(name)) {
    throw new Error(`${where}: '${name}' cannot be a pipeline's name; pass a pipelineName of ${PIPELINE_NAME_RULE}`);
  }
  return name;
}
