import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, ResourceEnvironment, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { isPipelineName, PIPELINE_NAME_RULE } from '../../core/names';
import { SECONDS_PER } from '../../core/time';
import type { BoundContact } from '../observatory/contact';
import { isAwsManaged } from '../observatory/key-use';
import { secondsOf } from '../seconds-of';

const SHORTEST = 60;
/** Longer than anybody waits; the notifier takes no more. */
const LONGEST = 366 * SECONDS_PER.day;

/** Refuses an escalation that would never come, or that would reach nobody. */
export function requireEscalation(where: string, delay: Duration | undefined, contacts: readonly BoundContact[]): Duration {
  if (delay === undefined) {
    throw new Error(`${where}: escalationContacts are named without an escalationDelay, so nobody knows when to notify them; write for example escalationDelay: Duration.hours(8)`);
  }
  const seconds = secondsOf(`${where}: escalationDelay`, delay);
  if (seconds < SHORTEST || seconds > LONGEST) {
    throw new Error(`${where}: escalationDelay must be between 1 minute and 366 days, got ${delay.toHumanString()}`);
  }
  if (contacts.length === 0) throw new Error(`${where}: escalationDelay is given without escalationContacts, so nobody would be notified; name a contact or leave the delay out`);
  if (contacts.some(({ target }) => target.kind === 'topic')) {
    throw new Error(`${where}: an escalation has a topic of its own, so it cannot go to an existing one; `
      + 'name the people with Contact.email or Contact.sms, or subscribe what listens to the other topic with Contact.subscription');
  }
  return delay;
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
