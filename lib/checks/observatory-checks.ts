import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { counted, listedUpTo } from '../../core/text/count-and-duration';
import { longestJson } from '../longest-text';
import { digestHasSubscribers } from '../observatory/notifier-settings';
import { subscribersOf } from '../observatory/subscribers';
import { LONGEST_ARNS } from '../physical-names';
import { Severity } from '../pipeline/severity';
import type { Check } from './check';
import type { Need, ObservatorySubject } from './subjects';

/** Two observatories with the same name would read each other's contracts and publish the same metrics. */
export const duplicateObservatoryName: Check<ObservatorySubject> = {
  id: 'duplicateObservatoryName',
  level: 'error',
  find: (observatory) => Stage.of(observatory)!.node.findAll()
    .filter((node): node is ObservatorySubject => node !== observatory && node.constructor === observatory.constructor)
    .filter((other) => other.observatoryName === observatory.observatoryName && maySharePlace(observatory, other))
    .map((other) => `the observatory ${other.node.path} has the same name, '${observatory.observatoryName}'; give one of them another construct id`),
};

function maySharePlace(one: IConstruct, other: IConstruct): boolean {
  const [here, there] = [Stack.of(one), Stack.of(other)];
  return (['account', 'region'] as const).every((part) => Token.isUnresolved(here[part]) || Token.isUnresolved(there[part]) || here[part] === there[part]);
}

/** The most common way in which alarms fail: they are raised, and nobody is notified. */
export const topicWithoutSubscribers: Check<ObservatorySubject> = {
  id: 'topicWithoutSubscribers',
  level: 'warning',
  find: (observatory) => [Severity.CRITICAL, Severity.WARNING].flatMap((severity) => {
    const alarms = observatory._wiring.onlyOnTopicOf(severity);
    if (alarms.length === 0 || observatory._subscribers.hasSubscribers(severity) || subscribersOf(observatory.topicFor(severity), observatory.node.root).length > 0) return [];
    return [`nobody is subscribed to the ${severity} topic, so nobody receives ${counted(alarms.length, 'alarm')} (the first is ${alarms[0].node.path}); `
      + 'pass contacts: [Contact.email(\'you@example.com\')] to the observatory or a pipeline, or acknowledge this if you subscribe outside this app'];
  }),
};

/** A digest that is configured must reach somebody. */
export const digestWithoutSubscribers: Check<ObservatorySubject> = {
  id: 'digestWithoutSubscribers',
  level: 'warning',
  find: (observatory) => {
    const audience = observatory._audience();
    return audience.digest?._spec === undefined || digestHasSubscribers(audience) ? []
      : ['its digest reaches nobody; pass contacts: [Contact.email(\'you@example.com\')], or acknowledge this if you subscribe outside this app'];
  },
};

/** The most that all environment variables of a function take together, in bytes (Lambda developer guide, "Lambda quotas"). */
const LARGEST_ENVIRONMENT = 4096;

/** An environment that is too large would fail the deployment. Each topic of a contact makes it larger. */
export const environmentTooLarge: Check<ObservatorySubject> = {
  id: 'environmentTooLarge',
  level: 'error',
  find: (observatory) => [observatory.checkerFunction, observatory.notifierFunction].flatMap((fn) => {
    const resource = fn?.node.defaultChild;
    if (!(resource instanceof CfnFunction)) return [];
    const size = longestJson(resource, { variables: resource.environment }, () => LONGEST_ARNS.sns!, 'generated');
    return size <= LARGEST_ENVIRONMENT ? []
      : [`the environment of ${resource.node.path} may take ${size} bytes, but Lambda allows ${LARGEST_ENVIRONMENT}; name fewer topics with Contact.topic, or give them shorter names`];
  }),
};

/** When a role has no room for more permissions, the checker cannot see a pipeline, or the notifier cannot reach a topic. */
export const policyTooLarge: Check<ObservatorySubject> = {
  id: 'policyTooLarge',
  level: 'error',
  find: (observatory) => (['evidence', 'topics'] as const).flatMap((need) => policyOverflowFor(observatory, need)),
};

/** The most names in one message. The others are counted. */
const MOST_NAMES = 3;

/** For each purpose: which role has no room for the permission, and the consequence. */
const CONSEQUENCES: Readonly<Record<Need, { readonly role: string; readonly consequence: (names: string) => string }>> = {
  evidence: { role: 'checker', consequence: (names) => `it could not see the runs of ${names}` },
  topics: { role: 'notifier', consequence: (names) => `it could not publish to the topics of ${names}` },
  causes: { role: 'notifier', consequence: (names) => `notifications about ${names} say what happened, but not why` },
};

/** The finding about the permissions for one purpose that a role had no room for. */
function policyOverflowFor({ _policyOverflow }: ObservatorySubject, need: Need): string[] {
  const names = [...new Set(_policyOverflow.filter((one) => one.need === need).map(({ pipelineName }) => pipelineName))];
  if (names.length === 0) return [];
  const { role, consequence } = CONSEQUENCES[need];
  return [`the role of its ${role} has no room for more permissions: ${consequence(listedUpTo(MOST_NAMES, names))}; spread the pipelines over several observatories, or over fewer stacks`];
}

/** When the notifier's role is full, notifications lack the reason. */
export const diagnosisPermissionsMissing: Check<ObservatorySubject> = {
  id: 'diagnosisPermissionsMissing',
  level: 'warning',
  find: (observatory) => policyOverflowFor(observatory, 'causes'),
};
