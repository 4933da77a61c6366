import { readPolicy } from '../policy/read-policy';
import type { ResourceKind } from './resource-kind';

/** AWS::SNS::TopicPolicy and AWS::SNS::TopicInlinePolicy: both replace the topic's default policy. */
export const TOPIC_POLICY: ResourceKind = {
  identity: {},
  read: ({ properties, note }, draft) => {
    const topics = properties.has('Topics') ? properties.textList('Topics') : properties.textList('TopicArn');
    const policy = readPolicy(properties.value('PolicyDocument'), 'PolicyDocument', 'resource');
    for (const topic of topics) {
      if (draft.topicPolicies.has(topic)) {
        note(`is not the only policy of ${topic}: which one wins is not defined, the last of the template is played`);
      }
      draft.topicPolicies.set(topic, policy);
      draft.afterwards(() => {
        if (!draft.topics.some(({ arn }) => arn === topic)) note(`is for the topic ${topic}, which is not in the templates`);
      });
    }
  },
};
