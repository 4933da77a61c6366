import { arnOf, type Environment, generatedName, type Named } from '../intrinsics/environment';
import type { Origin, SubscriptionModel } from '../model';
import { readPolicy } from '../policy/read-policy';
import type { Properties } from './properties';
import { type ResourceKind, roleNameOf } from './resource-kind';

/** AWS::SNS::Subscription */
export const SUBSCRIPTION: ResourceKind = {
  identity: {
    ref: ({ text, logicalId }) => `${text('TopicArn') ?? 'arn'}:${logicalId}`,
    arn: ({ text, logicalId }) => `${text('TopicArn') ?? 'arn'}:${logicalId}`,
  },
  read: ({ origin, properties, note }, draft) => {
    const subscription = readSubscription(properties, properties.text('TopicArn'));
    draft.subscriptions.push({ ...origin, ...subscription });
    if (subscription.filterPolicy !== undefined) {
      note(subscription.filterScope === 'MessageAttributes'
        ? 'its filter policy looks at message attributes, which alarms do not send: that is not played'
        : 'whether its filter policy lets an alarm through is not played');
    }
  },
};

const FILTER_SCOPES = ['MessageAttributes', 'MessageBody'] as const;

/** Reads who receives a topic's messages. */
function readSubscription(properties: Properties, topicArn: string): Omit<SubscriptionModel, keyof Origin> {
  const filterPolicy = properties.optional('FilterPolicy', (at) => JSON.stringify(properties.value(at)));
  const filterScope = properties.optional('FilterPolicyScope', (at) => properties.oneOf(at, FILTER_SCOPES));
  const redrive = properties.optional('RedrivePolicy', (at) => properties.object(at));
  const deadLetterArn = redrive?.optional('deadLetterTargetArn', (at) => redrive.text(at));
  return {
    topicArn,
    protocol: properties.text('Protocol'),
    endpoint: properties.text('Endpoint'),
    ...(filterPolicy === undefined ? {} : { filterPolicy, filterScope: filterScope ?? 'MessageAttributes' }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
  };
}

/** AWS::SNS::Topic, with the subscriptions in its own properties. */
export const TOPIC: ResourceKind = {
  identity: {
    nameProperty: 'TopicName',
    generated: (topic) => `${generatedName(topic)}${topic.text('FifoTopic') === 'true' ? '.fifo' : ''}`,
    ref: ({ environment, name }) => arnOf(environment, 'sns', name),
    arn: ({ environment, name }) => arnOf(environment, 'sns', name),
    attributes: { TopicArn: ({ environment, name }) => arnOf(environment, 'sns', name), TopicName: ({ name }) => name },
  },
  read: (resource, draft) => {
    const { origin, name, arn, properties } = resource;
    const subscriptions = (properties.optional('Subscription', (at) => properties.objects(at)) ?? []).map((inner) => readSubscription(inner, arn));
    draft.topics.push({
      ...origin, name, arn,
      displayName: properties.optional('DisplayName', (at) => properties.text(at)),
      keyId: properties.optional('KmsMasterKeyId', (at) => properties.text(at) || undefined),
    });
    draft.subscriptions.push(...subscriptions.map((subscription) => ({ ...origin, ...subscription })));
  },
};

/** AWS::SNS::TopicPolicy and AWS::SNS::TopicInlinePolicy: both replace the topic's default policy. */
export const TOPIC_POLICY: ResourceKind = {
  identity: {},
  read: ({ properties, note }, draft) => {
    const topics = properties.has('Topics') ? properties.textList('Topics') : properties.textList('TopicArn');
    const policy = readPolicy(properties.value('PolicyDocument'), 'PolicyDocument', 'resource');
    for (const topic of topics) {
      if (draft.topicPolicies.has(topic)) {
        note(`is not the only policy of ${topic}: AWS does not define which one wins, so the last one in the template is played`);
      }
      draft.topicPolicies.set(topic, policy);
      draft.afterwards(() => {
        if (!draft.topics.some(({ arn }) => arn === topic)) note(`is for the topic ${topic}, which is not in the templates`);
      });
    }
  },
};

function urlOf({ region, urlSuffix, accountId }: Environment, name: string): string {
  return `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`;
}

function queueUrl({ environment, name }: Named): string {
  return urlOf(environment, name);
}

/** AWS::SQS::Queue */
export const QUEUE: ResourceKind = {
  identity: {
    nameProperty: 'QueueName',
    generated: (queue) => `${generatedName(queue)}${queue.text('FifoQueue') === 'true' ? '.fifo' : ''}`,
    ref: queueUrl,
    arn: ({ environment, name }) => arnOf(environment, 'sqs', name),
    attributes: { QueueName: ({ name }) => name, QueueUrl: queueUrl },
  },
  read: ({ origin, name, arn, environment, properties }, draft) => {
    const keyId = properties.optional('KmsMasterKeyId', (at) => properties.text(at) || undefined);
    draft.queues.push({ ...origin, name, arn, ...(keyId === undefined ? {} : { keyId }) });
    draft.queueUrls.set(arn, urlOf(environment, name));
  },
};

/** AWS::SQS::QueuePolicy and AWS::SQS::QueueInlinePolicy: without one no service may send to the queue. */
export const QUEUE_POLICY: ResourceKind = {
  identity: {},
  read: ({ properties }, draft) => {
    const queues = properties.has('Queues') ? properties.textList('Queues') : properties.textList('Queue');
    const policy = readPolicy(properties.value('PolicyDocument'), 'PolicyDocument', 'resource');
    for (const url of queues) draft.queuePolicies.set(url, policy);
  },
};

const QUEUE_ARN = /^arn:[^:]+:sqs:/;
const TOPIC_ARN = /^arn:[^:]+:sns:/;

/** AWS::Pipes::Pipe from a queue to a topic; others are listed. */
export const PIPE: ResourceKind = {
  identity: {
    nameProperty: 'Name',
    arn: ({ environment, name }) => arnOf(environment, 'pipes', `pipe/${name}`),
  },
  read: ({ origin, name, arn, properties, note }, draft) => {
    const [sourceArn, targetArn] = [properties.text('Source'), properties.text('Target')];
    if (!QUEUE_ARN.test(sourceArn) || !TOPIC_ARN.test(targetArn)) {
      note(`what flows through it from ${sourceArn} to ${targetArn} is not played`);
      return;
    }
    const parameters = properties.optional('TargetParameters', (at) => properties.object(at));
    const inputTemplate = parameters?.optional('InputTemplate', (at) => parameters.text(at));
    const filtered = properties.optional('SourceParameters', (at) => properties.object(at).has('FilterCriteria')) ?? false;
    if (properties.has('Enrichment')) note('its enrichment is not played');
    if (filtered) note('its filter is not played: every message passes');
    draft.pipes.push({
      ...origin, name, arn, sourceArn, targetArn,
      roleName: roleNameOf(properties.text('RoleArn')),
      running: (properties.optional('DesiredState', (at) => properties.oneOf(at, ['RUNNING', 'STOPPED'])) ?? 'RUNNING') === 'RUNNING',
      ...(inputTemplate === undefined ? {} : { inputTemplate }),
    });
  },
};
