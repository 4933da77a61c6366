import type { Environment } from '../intrinsics/environment';
import type { PolicyStatementModel } from '../model';

/**
 * The policy of a topic that is given none: whatever acts for the topic's account may publish, CloudWatch's alarms among
 * them. `aws:SourceOwner` is the older name of `aws:SourceAccount`.
 */
export function defaultTopicPolicy(accountId: string, topicArn: string): readonly PolicyStatementModel[] {
  return [{
    sid: '__default_statement_ID',
    effect: 'Allow',
    principals: ['*'],
    actions: ['SNS:Publish', 'SNS:Subscribe', 'SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:ListSubscriptionsByTopic'],
    resources: [topicArn],
    conditions: { StringEquals: { 'aws:SourceOwner': [accountId] } },
  }];
}

/** The policy of a key that is given none: the account decides by its own policies, and no service is allowed anything. */
export function defaultKeyPolicy({ partition, accountId }: Pick<Environment, 'partition' | 'accountId'>): readonly PolicyStatementModel[] {
  return [{
    effect: 'Allow', principals: [`aws:arn:${partition}:iam::${accountId}:root`], actions: ['kms:*'], resources: ['*'], conditions: {},
  }];
}
