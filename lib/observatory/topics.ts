import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Severity } from '../severity';
import type { Access } from './access-policy';
import { onlyVia, PUBLISH_KEY_ACTIONS } from './key-use';

const CLOUDWATCH = new ServicePrincipal('cloudwatch.amazonaws.com');

/** Who is told through a topic, as SMS are prefixed with; some regions send none without it. SNS adds "> ", and an SMS has 160 characters. */
export const DISPLAY_NAMES = { [Severity.CRITICAL]: 'CRITICAL', [Severity.WARNING]: 'WARNING', escalation: 'ESCALATE' } as const;

/** A topic on which CloudWatch's alarms really arrive. */
export function alarmTopic(scope: Construct, id: string, key: IKey | undefined, displayName?: string): Topic {
  const topic = new Topic(scope, id, { displayName, enforceSSL: true, masterKey: key });
  // A topic policy replaces the default one, and enforceSSL's has only a Deny: without this statement every alarm
  // action would fail, at run time and without a word.
  topic.addToResourcePolicy(new PolicyStatement({
    sid: 'AllowCloudWatchAlarms',
    effect: Effect.ALLOW,
    principals: [CLOUDWATCH],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: fromAlarmsOf(Stack.of(scope)),
  }));
  return topic;
}

/** What a publisher of the account needs; neither the topic's policy nor its key's is changed. */
export function mayPublishTo({ topicArn, masterKey }: ITopic): Access[] {
  return [
    { actions: ['sns:Publish'], resources: [topicArn] },
    ...(masterKey === undefined ? [] : [{ actions: PUBLISH_KEY_ACTIONS, resources: [masterKey.keyArn], conditions: onlyVia('sns') }]),
  ];
}

/** What the notifier needs to publish to a topic, and to see who is subscribed to it. @param own the key that it may use already */
export function mayTell(topic: ITopic, own?: IKey): Access[] {
  const [publish, ...key] = mayPublishTo(topic);
  return [{ ...publish!, actions: ['sns:ListSubscriptionsByTopic', 'sns:Publish'] }, ...(topic.masterKey === own ? [] : key)];
}

/** Lets CloudWatch use a customer-managed key to publish to encrypted topics; the AWS-managed key cannot allow it. */
export function allowAlarmsToUse(key: IKey, scope: Construct): void {
  const { statementAdded } = key.addToResourcePolicy(new PolicyStatement({
    sid: 'AllowCloudWatchAlarms',
    principals: [CLOUDWATCH],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  }));
  if (!statementAdded) {
    Annotations.of(scope).addWarningV2('cdk-observed-pipeline:keyPolicy',
      `the policy of the imported key ${key.node.path} cannot be changed here: it must allow cloudwatch.amazonaws.com kms:Decrypt and `
      + 'kms:GenerateDataKey*, or no alarm arrives');
  }
}

function fromAlarmsOf(stack: Stack): Record<string, Record<string, string>> {
  return {
    StringEquals: { 'aws:SourceAccount': stack.account },
    ArnLike: { 'aws:SourceArn': `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:*` },
  };
}
