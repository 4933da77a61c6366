import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { longestJson } from '../longest-text';
import { digestHasSubscribers } from '../observatory/notifier-settings';
import { subscribersOf } from '../observatory/subscribers';
import { LONGEST_ARNS } from '../physical-names';
import { Severity } from '../pipeline/severity';
import type { Check } from './check';
import type { Need, ObservatorySubject } from './subjects';

/** Two observatories of one name would read each other's contracts and publish the same metrics. */
export const duplicateObservatoryName: Check<ObservatorySubject> = {
  id: 'duplicateObservatoryName',
  level: 'error',
  find: (observatory) => Stage.of(observatory)!.node.findAll()
    .filter((node): node is ObservatorySubject => node !== observatory && node.constructor === observatory.constructor)
    .filter((other) => other.observatoryName === observatory.observatoryName && maySharePlace(observatory, other))
    .map((other) => `its name '${observatory.observatoryName}' is also that of ${other.node.path}; give one of them another construct id`),
};

function maySharePlace(one: IConstruct, other: IConstruct): boolean {
  const [here, there] = [Stack.of(one), Stack.of(other)];
  return (['account', 'region'] as const).every((part) => Token.isUnresolved(here[part]) || Token.isUnresolved(there[part]) || here[part] === there[part]);
}

/** The commonest real failure of alarms: they are raised, and nobody is told. */
export const topicWithoutSubscribers: Check<ObservatorySubject> = {
  id: 'topicWithoutSubscribers',
  level: 'warning',
  find: (observatory) => [Severity.CRITICAL, Severity.WARNING].flatMap((severity) => {
    const alarms = observatory._wiring.onlyOnTopicOf(severity);
    if (alarms.length === 0 || observatory._subscribers.hasSubscribers(severity) || subscribersOf(observatory.topicFor(severity), observatory.node.root).length > 0) return [];
    return [`nobody is subscribed to the ${severity} topic, so what ${alarms.length} alarms say reaches nobody (the first is ${alarms[0].node.path}); `
      + 'pass contacts: [Contact.email(\'you@example.com\')] to the observatory or a pipeline, or acknowledge this if you subscribe elsewhere'];
  }),
};

/** Whoever asks for a digest wants to read it. */
export const digestWithoutSubscribers: Check<ObservatorySubject> = {
  id: 'digestWithoutSubscribers',
  level: 'warning',
  find: (observatory) => {
    const audience = observatory._audience();
    return audience.digest?._spec === undefined || digestHasSubscribers(audience) ? []
      : ['its digest reaches nobody; pass contacts: [Contact.email(\'you@example.com\')], or acknowledge this if you subscribe elsewhere'];
  },
};

/** All environment variables of a function together (Lambda developer guide, "Lambda quotas"). */
const LARGEST_ENVIRONMENT = 4096;

/** An environment that does not fit would fail the deployment; it grows with the topics that somebody names. */
export const environmentTooLarge: Check<ObservatorySubject> = {
  id: 'environmentTooLarge',
  level: 'error',
  find: (observatory) => [observatory.checkerFunction, observatory.notifierFunction].flatMap((fn) => {
    const resource = fn?.node.defaultChild;
    if (!(resource instanceof CfnFunction)) return [];
    const size = longestJson(resource, { variables: resource.environment }, () => LONGEST_ARNS.sns!, 'generated');
    return size <= LARGEST_ENVIRONMENT ? []
      : [`the environment of ${resource.node.path} may take ${size} of ${LARGEST_ENVIRONMENT} bytes; name fewer topics with Contact.topic, or give them shorter names`];
  }),
};

/** Where a role is full, a pipeline would not be observed, or somebody would not be told. */
export const policyTooLarge: Check<ObservatorySubject> = {
  id: 'policyTooLarge',
  level: 'error',
  find: (observatory) => (['evidence', 'topics'] as const).flatMap((need) => policyOverflowFor(observatory, need)),
};

/** So many names are read; the rest are counted. */
const MOST_NAMES = 3;

/** What there is no room for in the role of checker or notifier, and what comes of it. */
const CONSEQUENCES: Readonly<Record<Need, { readonly role: string; readonly consequence: (names: string) => string }>> = {
  evidence: { role: 'checker', consequence: (names) => `it could not see whether runs of ${names} happened` },
  topics: { role: 'notifier', consequence: (names) => `it could not tell the topics of ${names}` },
  causes: { role: 'notifier', consequence: (names) => `messages about ${names} say what happened, but not why` },
};

/** What a role could not hold any more of one need, in a sentence with its consequence. */
function policyOverflowFor({ _policyOverflow }: ObservatorySubject, need: Need): string[] {
  const names = [...new Set(_policyOverflow.filter((one) => one.need === need).map(({ pipelineName }) => pipelineName))];
  if (names.length === 0) return [];
  const { role, consequence } = CONSEQUENCES[need];
  const some = names.length <= MOST_NAMES ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
  return [`the role of its ${role} can hold no more permissions: ${consequence(some)}; spread the pipelines over several observatories, or over fewer stacks`];
}

/** Where a role is full, a message says what could not be read. */
export const diagnosisPermissionsMissing: Check<ObservatorySubject> = {
  id: 'diagnosisPermissionsMissing',
  level: 'warning',
  find: (observatory) => policyOverflowFor(observatory, 'causes'),
};
