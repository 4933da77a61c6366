import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import type { TopicAttributes } from '../../../core/topic-policy';
import { untilAborted } from '../../common/until-aborted';

/** What SNS says of a topic, by GetTopicAttributes, which asks for no key of an encrypted topic. */
export async function readTopic(client: SNSClient, topicArn: string, signal: AbortSignal): Promise<TopicAttributes> {
  const command = new GetTopicAttributesCommand({ TopicArn: topicArn });
  const { Attributes: attributes } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
  const confirmed = attributes?.SubscriptionsConfirmed;
  if (confirmed === undefined || !/^\d+$/.test(confirmed)) {
    throw new Error(`GetTopicAttributes answered with ${confirmed === undefined ? 'no' : JSON.stringify(confirmed)} SubscriptionsConfirmed`);
  }
  return { policy: attributes?.Policy, confirmed: Number(confirmed) };
}
