import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { encryptionKeyOf, ResolvedTopic, resolvedTopics, servesAlarms, takesAlarms } from '../observatory/resolved-topic';
import type { Check } from './check';
import type { ObservatorySubject } from './subjects';

type AnyAlarm = CfnAlarm | CfnCompositeAlarm;

const STATES = ['alarmActions', 'okActions', 'insufficientDataActions'] as const;
/** What a topic and its key must allow CloudWatch (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns). */
const NEEDS = 'cloudwatch.amazonaws.com needs sns:Publish on the topic, and kms:Decrypt and kms:GenerateDataKey* on its key';

const NO_ALARM = 'no alarm arrives';

/** Topics on which no alarm can arrive. */
export const topicBlocksAlarms: Check<ObservatorySubject> = {
  id: 'topicBlocksAlarms',
  level: 'error',
  find: (observatory) => [...new Set([
    ...alarmTopics(observatory).flatMap((topic) => [...fifo(topic), ...refusals(topic, Stack.of(observatory), observatory.intakeTopic === undefined)]),
    // The notifier publishes to these.
    ...notifiedTopics(observatory).flatMap((topic) => [...fifo(topic), ...elsewhere(topic, Stack.of(observatory))]),
  ])],
};

/** Topics on which an alarm may not arrive. */
export const topicMayBlockAlarms: Check<ObservatorySubject> = {
  id: 'topicMayBlockAlarms',
  level: 'warning',
  find: (observatory) => [...new Set(alarmTopics(observatory).flatMap((topic) => doubts(topic, Stack.of(observatory), observatory.intakeTopic !== undefined)))],
};

/** The same for an alarm that is not created by this library. A topic that is not known is no finding. */
export const alarmTopicBlocks: Check<AnyAlarm> = {
  id: 'topicBlocksAlarms',
  level: 'error',
  find: (alarm) => isBelowOurs(alarm) ? [] : [...new Set(topicsOf(alarm).flatMap((topic) => refusals(topic, Stack.of(alarm), true)))],
};

/** The same for an alarm that is not created by this library. */
export const alarmTopicMayBlock: Check<AnyAlarm> = {
  id: 'topicMayBlockAlarms',
  level: 'warning',
  find: (alarm) => isBelowOurs(alarm) ? [] : [...new Set(topicsOf(alarm).filter(({ resource }) => resource !== undefined).flatMap((topic) => doubts(topic, Stack.of(alarm), false)))],
};

const OURS = new WeakSet<IConstruct>();

/** Remembers that the alarms below a construct are checked with it. */
export function checkedWith(construct: IConstruct): void {
  OURS.add(construct);
}

function isBelowOurs({ node }: IConstruct): boolean {
  return node.scopes.some((scope) => OURS.has(scope));
}

function topicsOf(alarm: AnyAlarm): ResolvedTopic[] {
  return STATES.flatMap((state) => (alarm[state] === undefined ? [] : resolvedTopics(alarm, alarm[state])));
}

/** The topics to which alarms of an observatory and its pipelines publish directly, each once, without the observatory's own. */
function alarmTopics(observatory: ObservatorySubject): ResolvedTopic[] {
  const alarms = [observatory, ...observatory._pipelines].flatMap(({ node }) => node.findAll()).filter((node): node is AnyAlarm => node instanceof CfnAlarm || node instanceof CfnCompositeAlarm);
  const topics = alarms.flatMap((alarm) => topicsOf(alarm)).filter(({ resource }) => resource?.node.scopes.includes(observatory) !== true);
  return [...new Map(topics.map((topic) => [topic.name, topic])).values()];
}

function notifiedTopics(observatory: ObservatorySubject): ResolvedTopic[] {
  const given = [...observatory._wiring.added, ...observatory._pipelines.flatMap(({ _topics }) => _topics)].map(({ topic }) => topic.topicArn);
  return given.length === 0 ? [] : resolvedTopics(observatory, given);
}

/** @param directly whether the alarm publishes to the topic without a notifier */
function refusals(topic: ResolvedTopic, stack: Stack, directly: boolean): string[] {
  return [...elsewhere(topic, stack), ...(directly ? awsManaged(topic, NO_ALARM) : [])];
}

/**
 * A contact's topic must reach people. A FIFO topic cannot (SNS developer guide, "Amazon SNS FIFO topics"). CloudWatch itself
 * publishes to FIFO topics, so an alarm that is not created by this library may name one.
 */
function fifo({ name, isFifo }: ResolvedTopic): string[] {
  return isFifo ? [`the topic ${name} is a FIFO topic, which cannot reach people or chats, so the notifier does not publish to it; name a standard topic`] : [];
}

function elsewhere({ name, region }: ResolvedTopic, stack: Stack): string[] {
  return region === undefined || region === '' || Token.isUnresolved(stack.region) || region === stack.region ? []
    : [`the topic ${name} is in ${region}, but alarms publish only to topics in their own Region, which is ${stack.region}; name a topic there`];
}

function awsManaged({ name, resource }: ResolvedTopic, lost: string): string[] {
  return resource !== undefined && encryptionKeyOf(resource) === 'awsManaged'
    ? [`the topic ${name} is encrypted with an AWS managed key, which CloudWatch may not use, so ${lost}; encrypt it with a customer managed key, or not at all`] : [];
}

/** @param afterNotifier whether the notifier publishes to the topic too. If so, only the alarms about the notifier may be lost. */
function doubts(topic: ResolvedTopic, stack: Stack, afterNotifier: boolean): string[] {
  const lost = afterNotifier ? 'alarms about the notifier do not arrive' : NO_ALARM;
  const { name, resource } = topic;
  if (resource === undefined) {
    const foreign = topic.account === '' || topic.account === undefined || Token.isUnresolved(stack.account) || topic.account === stack.account ? '' : `, which is in account ${topic.account}`;
    return [`the policies of the topic ${name}${foreign} and of its key are not known at synth: ${NEEDS}, or ${lost}; acknowledge this once they allow it`];
  }
  const key = encryptionKeyOf(resource);
  return [
    ...(takesAlarms(resource) ? [] : [`the policy of the topic ${name} does not allow CloudWatch to publish, so ${lost}: ${NEEDS}`]),
    ...(afterNotifier ? awsManaged(topic, lost) : []),
    ...(key === 'unknown' ? [`the policy of the key of the topic ${name} is not known at synth: ${NEEDS}, or ${lost}; acknowledge this once it allows that`] : []),
    ...(key === undefined || typeof key === 'string' || servesAlarms(key) ? [] : [`the policy of the key of the topic ${name} does not allow CloudWatch to use it, so ${lost}: ${NEEDS}`]),
  ];
}

/** The topics of this app to which alarms publish directly. */
export function topicsOfAlarms(observatory: ObservatorySubject): NonNullable<ResolvedTopic['resource']>[] {
  return alarmTopics(observatory).flatMap(({ resource }) => resource ?? []);
}
