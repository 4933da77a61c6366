import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { untilAborted } from '../../common/until-aborted';
import type { Subscriber } from '../ports';

/** A page has 100 subscriptions; nobody reads a digest that names more than so many. */
const MAX_PAGES = 20;

/** What stands where the ARN would (SNS developer guide); what was deleted is listed for a while. */
const PENDING = 'PendingConfirmation';
const DELETED = 'Deleted';

/** Who is subscribed to a topic, confirmed or not. */
export async function listSubscribers(client: SNSClient, topicArn: string, signal: AbortSignal): Promise<readonly Subscriber[]> {
  const subscribers: Subscriber[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, NextToken: token });
    const { Subscriptions: subscriptions, NextToken: next } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    if (subscriptions === undefined) throw new Error(`ListSubscriptionsByTopic answered without a list of subscriptions of ${topicArn}`);
    for (const { Protocol: protocol = 'unknown', Endpoint: endpoint = '', SubscriptionArn: arn } of subscriptions) {
      if (arn !== DELETED) subscribers.push({ protocol, endpoint, confirmed: arn !== undefined && arn !== PENDING });
    }
    if (next === undefined || next === '') return subscribers;
    token = next;
  }
  throw new Error(`${topicArn} has more than ${subscribers.length} subscriptions`);
}
