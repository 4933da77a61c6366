import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { encryptionKeyOf, ResolvedTopic, resolvedTopics, servesAlarms, takesAlarms } from '../observatory/resolved-topic';
import type { Check } from './check';
import type { ObservatorySubject } from './subjects';

type AnyAlarm = CfnAlarm | CfnCompositeAlarm;

const STATES = ['alarmActions', 'okActions', 'insufficientDataActions'] as const;
/** What CloudWatch needs of a topic and of its key (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns). */
const NEEDS = 'cloudwatch.amazonaws.com needs sns:Publish on the topic, and of a key kms:Decrypt and kms:GenerateDataKey*';

/** Topics on which no alarm can ever arrive, whatever is set elsewhere. */
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

/** The same of an alarm that was written by hand, whose topics are nobody else's business: what is not known is no finding. */
export const alarmTopicBlocks: Check<AnyAlarm> = {
  id: 'topicBlocksAlarms',
  level: 'error',
  find: (alarm) => isBelowOurs(alarm) ? [] : [...new Set(topicsOf(alarm).flatMap((topic) => refusals(topic, Stack.of(alarm), true)))],
};

export const alarmTopicMayBlock: Check<AnyAlarm> = {
  id: 'topicMayBlockAlarms',
  level: 'warning',
  find: (alarm) => isBelowOurs(alarm) ? [] : [...new Set(topicsOf(alarm).filter(({ resource }) => resource !== undefined).flatMap((topic) => doubts(topic, Stack.of(alarm), false)))],
};

const OURS = new WeakSet<IConstruct>();

/** From now on the alarms below a construct are checked with it. */
export function checkedWith(construct: IConstruct): void {
  OURS.add(construct);
}

function isBelowOurs({ node }: IConstruct): boolean {
  return node.scopes.some((scope) => OURS.has(scope));
}

function topicsOf(alarm: AnyAlarm): ResolvedTopic[] {
  return STATES.flatMap((state) => (alarm[state] === undefined ? [] : resolvedTopics(alarm, alarm[state])));
}

/** What the alarms of an observatory and its pipelines publish to without the notifier, each once; its own topics are right. */
function alarmTopics(observatory: ObservatorySubject): ResolvedTopic[] {
  const alarms = [observatory, ...observatory._pipelines].flatMap(({ node }) => node.findAll()).filter((node): node is AnyAlarm => node instanceof CfnAlarm || node instanceof CfnCompositeAlarm);
  const topics = alarms.flatMap((alarm) => topicsOf(alarm)).filter(({ resource }) => resource?.node.scopes.includes(observatory) !== true);
  return [...new Map(topics.map((topic) => [topic.name, topic])).values()];
}

function notifiedTopics(observatory: ObservatorySubject): ResolvedTopic[] {
  const given = [...observatory._wiring.added, ...observatory._pipelines.flatMap(({ _topics }) => _topics)].map(({ topic }) => topic.topicArn);
  return given.length === 0 ? [] : resolvedTopics(observatory, given);
}

/** @param directly whether an alarm has no other way */
function refusals(topic: ResolvedTopic, stack: Stack, directly: boolean): string[] {
  return [...elsewhere(topic, stack), ...(directly ? awsManaged(topic) : [])];
}

/**
 * A contact's topic must reach people, which a FIFO topic cannot (SNS developer guide, "Amazon SNS FIFO topics"). CloudWatch
 * itself publishes to FIFO topics, so an alarm that was written by hand may name one.
 */
function fifo({ name, isFifo }: ResolvedTopic): string[] {
  return isFifo ? [`the topic ${name} is a FIFO topic, from which no person and no chat receives anything, and to which the notifier does not publish; name a standard topic`] : [];
}

function elsewhere({ name, region }: ResolvedTopic, stack: Stack): string[] {
  return region === undefined || region === '' || Token.isUnresolved(stack.region) || region === stack.region ? []
    : [`the topic ${name} is in ${region}, but alarms publish to topics of their own Region only, which is ${stack.region}; name a topic there`];
}

function awsManaged({ name, resource }: ResolvedTopic): string[] {
  return resource !== undefined && encryptionKeyOf(resource) === 'awsManaged'
    ? [`the topic ${name} is encrypted by a key of AWS, which CloudWatch may not use and whose policy cannot be changed: no alarm arrives; encrypt it by a customer-managed key, or by none`] : [];
}

/** @param afterNotifier whether the notifier publishes to it besides: then only its own alarms may be lost */
function doubts(topic: ResolvedTopic, stack: Stack, afterNotifier: boolean): string[] {
  const lost = afterNotifier ? 'alarms about the notifier itself do not arrive' : 'no alarm arrives';
  const { name, resource } = topic;
  if (resource === undefined) {
    const foreign = topic.account === '' || topic.account === undefined || Token.isUnresolved(stack.account) || topic.account === stack.account ? '' : `, which is in account ${topic.account}`;
    return [`the policies of the topic ${name}${foreign} and of its key are not known here: ${NEEDS}, or ${lost}; acknowledge this when it is allowed`];
  }
  const key = encryptionKeyOf(resource);
  return [
    ...(takesAlarms(resource) ? [] : [`the policy of the topic ${name} does not let CloudWatch publish, so ${lost}: ${NEEDS}`]),
    ...(afterNotifier ? awsManaged(topic).map((finding) => finding.replace('no alarm arrives', lost)) : []),
    ...(key === 'unknown' ? [`the policy of the key of the topic ${name} is not known here: ${NEEDS}, or ${lost}; acknowledge this when it is allowed`] : []),
    ...(key === undefined || typeof key === 'string' || servesAlarms(key) ? [] : [`the policy of the key of the topic ${name} does not let CloudWatch use it, so ${lost}: ${NEEDS}`]),
  ];
}

/** The resources of the topics of this app to which alarms publish. */
export function topicsOfAlarms(observatory: ObservatorySubject): NonNullable<ResolvedTopic['resource']>[] {
  return alarmTopics(observatory).flatMap(({ resource }) => resource ?? []);
}
