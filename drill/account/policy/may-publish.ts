import type { Account, TopicModel } from '../model';
import { type AccessRequest, decide } from './decision';
import { defaultTopicPolicy } from './default-policies';
import { keyOf } from './key-of';

/** Whether an alarm's message gets into a topic. */
export interface Publication {
  readonly allowed: boolean;
  /** False when it hangs on something outside the templates. `allowed` is then false too: not known never counts as good. */
  readonly known: boolean;
  /** Why, as a sentence without a full stop. */
  readonly reason: string;
}

const CLOUDWATCH = 'service:cloudwatch.amazonaws.com';

/** What SNS needs of a topic's key on behalf of whoever publishes. [sns: sns-key-management.html] */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Whether CloudWatch may publish an alarm's actions to a topic. Neither CloudWatch nor CloudFormation checks that: an
 * alarm that may not publish is deployed without a word and fails when it matters.
 *
 * The topic must lie in the alarm's Region, its policy (or the default one, which lets only its own account publish) must
 * allow it, and so must the policy of the key it is encrypted with. The AWS-managed key `alias/aws/sns` never does.
 * [RP cloudwatch-receive-sns-for-alarm-trigger, cloudwatch-configure-alarm-sns]
 */
export function mayPublish(account: Account, alarmArn: string, topicArn: string): Publication {
  const [alarm, place] = [arnPlace(alarmArn), arnPlace(topicArn)];
  if (alarm.region !== place.region) {
    return refused(`the topic lies in ${place.region}, the alarm in ${alarm.region}: CloudWatch takes topics of its own Region only`);
  }
  const topic = account.topics.find(({ arn }) => arn === topicArn);
  if (topic === undefined) return unknown(`the topic ${topicArn} is not in the templates, so its policy is not known`);

  const request = {
    principal: CLOUDWATCH,
    context: {
      'aws:SourceAccount': alarm.accountId, 'aws:SourceOwner': alarm.accountId, 'aws:SourceArn': alarmArn, 'aws:SecureTransport': 'true',
    },
  };
  const byTopic = topicDecision(topic, place.accountId, request);
  return byTopic.allowed && topic.keyId !== undefined ? keyDecision(account, topic.keyId, request, byTopic.reason) : byTopic;
}

type Publisher = Pick<AccessRequest, 'principal' | 'context'>;

function topicDecision(topic: TopicModel, accountId: string, request: Publisher): Publication {
  const statements = topic.policy ?? defaultTopicPolicy(accountId, topic.arn);
  const { allowed, reason } = decide(statements, { ...request, action: 'sns:Publish', resource: topic.arn });
  if (topic.policy === undefined) {
    return allowed
      ? granted('the default topic policy lets the account publish')
      : refused('the default topic policy lets only the topic\'s own account publish');
  }
  if (allowed) return granted(`topic policy: ${reason}`);
  return refused(`topic policy: ${reason}; a policy replaces the default one, so add a statement that allows cloudwatch.amazonaws.com sns:Publish`);
}

function keyDecision(account: Account, keyId: string, request: Publisher, topicReason: string): Publication {
  if (keyId.endsWith('alias/aws/sns')) {
    return refused('the topic is encrypted with the AWS-managed key alias/aws/sns, which CloudWatch may not use: '
      + 'encrypt it with a customer-managed key');
  }
  const key = keyOf(account, keyId);
  if (key === undefined) return unknown(`the topic's key ${keyId} is not in the templates, so its policy is not known`);
  if (key.enabled === false) return refused(`the topic's key ${keyId} is disabled`);
  for (const action of KEY_ACTIONS) {
    const { allowed, reason } = decide(key.policy, { ...request, action, resource: key.arn });
    if (!allowed) return refused(`key policy: ${reason}; the key's policy must allow cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey*`);
  }
  return granted(`${topicReason}, and the key's policy allows CloudWatch to use it`);
}

function arnPlace(arn: string): { readonly region: string; readonly accountId: string } {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { region, accountId };
}

function granted(reason: string): Publication {
  return { allowed: true, known: true, reason };
}

function refused(reason: string): Publication {
  return { allowed: false, known: true, reason };
}

function unknown(reason: string): Publication {
  return { allowed: false, known: false, reason };
}
