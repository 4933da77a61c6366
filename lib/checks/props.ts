import { Duration, ResourceEnvironment, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { isPipelineName, PIPELINE_NAME_RULE } from '../../core/names';
import { SECONDS_PER } from '../../core/time';
import type { BoundContact } from '../observatory/contact';
import { secondsOf } from '../seconds-of';

const SHORTEST = 60;
/** The notifier does not accept a longer delay. */
const LONGEST = 366 * SECONDS_PER.day;

/** Checks an escalation. @throws when it would never come or would reach nobody */
export function requireEscalation(where: string, delay: Duration | undefined, contacts: readonly BoundContact[]): Duration {
  if (delay === undefined) {
    throw new Error(`${where}: escalationContacts are named without an escalationDelay, so they would never be notified; write for example escalationDelay: Duration.hours(8)`);
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

/**
 * Checks that a pipeline is in the account and Region of its observatory, since the checker reads contracts, metrics and
 * executions only there. This is no check at synth, since CDK would first report the references between the stacks.
 * @throws when it is not
 */
export function requireEnvironmentOf(observatory: IConstruct, pipeline: IConstruct): void {
  const { part, is, must } = difference(Stack.of(pipeline), Stack.of(observatory)) ?? {};
  if (part === undefined) return;
  throw new Error(`${pipeline.node.path}: the pipeline's ${part} is ${is}, but that of its observatory is ${must}; create an Observatory in a stack of the same account and Region`);
}

/** Checks that a stage is in the account and Region of its pipeline, since alarms cannot watch metrics elsewhere. @throws when it is not */
export function requireOwnEnvironment(pipeline: IConstruct, stageName: string, env: ResourceEnvironment): void {
  const { part, is, must } = difference(env, Stack.of(pipeline)) ?? {};
  if (part === undefined) return;
  throw new Error(`${pipeline.node.path}: the ${part} of stage ${stageName} is ${is}, but that of the pipeline is ${must}; observe the stage in a pipeline whose stack has the same account and Region`);
}

function difference(one: ResourceEnvironment, other: ResourceEnvironment): { part: string; is: string; must: string } | undefined {
  return (['account', 'region'] as const)
    .filter((part) => !Token.isUnresolved(one[part]) && !Token.isUnresolved(other[part]) && one[part] !== other[part])
    .map((part) => ({ part, is: one[part], must: other[part] }))[0];
}

/** Checks the name of a pipeline, which becomes the dimension of a metric and part of the name of a parameter. @throws when it cannot */
export function requirePipelineName(where: string, name: string): string {
  if (Token.isUnresolved(name)) {
    throw new Error(`${where}: the name of the pipeline must be known at synth, since its contract is stored under that name; pass a pipelineName that is not a token`);
  }
  if (!isPipelineName(name)) {
    throw new Error(`${where}: '${name}' is not a valid name of a pipeline; pass a pipelineName of ${PIPELINE_NAME_RULE}`);
  }
  return name;
}
