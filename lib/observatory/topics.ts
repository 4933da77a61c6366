import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, ITopic, Topic, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { pathOf } from '../app-tree/app-tree';
import { Severity } from '../pipeline/severity';
import type { Access } from './access-policies';
import { namedKey, onlyVia, PUBLISH_KEY_ACTIONS } from './key-use';
import { encryptionKeyOf, policiesOf, servesAlarms, takesAlarms } from './resolved-topic';

const CLOUDWATCH = new ServicePrincipal('cloudwatch.amazonaws.com');

/** The display names of the topics, with which SMS begin. Some Regions send no SMS without one. SNS adds "> ", and an SMS has 160 characters. */
export const DISPLAY_NAMES = { [Severity.CRITICAL]: 'CRITICAL', [Severity.WARNING]: 'WARNING', escalation: 'ESCALATE' } as const;

/** A topic to which CloudWatch alarms may really publish. */
export function alarmTopic(scope: Construct, id: string, key: IKey | undefined, displayName?: string): Topic {
  const topic = new Topic(scope, id, { displayName, enforceSSL: true, masterKey: key });
  // A topic policy replaces the default policy, and that of enforceSSL has only a Deny. Without this statement every alarm action
  // would fail silently at run time.
  topic.addToResourcePolicy(alarmStatement(topic.topicArn, Stack.of(scope)));
  return topic;
}

/** What a publisher of the account needs. It changes neither the policy of the topic nor that of its key. */
export function mayPublishTo({ topicArn, masterKey }: ITopic): Access[] {
  return [
    { actions: ['sns:Publish'], resources: [topicArn] },
    ...(masterKey === undefined ? [] : [mayUseToPublish(masterKey)]),
  ];
}

function mayUseToPublish(key: IKey): Access {
  const { conditions, ...named } = namedKey(key);
  return { actions: PUBLISH_KEY_ACTIONS, ...named, conditions: { ...onlyVia('sns'), ...conditions } };
}

/** What the notifier needs to publish to a topic and to list its subscribers. @param own the key that it may use already */
export function notifyAccess(topic: ITopic, own?: IKey): Access[] {
  const [publish, ...key] = mayPublishTo(topic);
  return [{ ...publish!, actions: ['sns:ListSubscriptionsByTopic', 'sns:Publish'] }, ...(topic.masterKey === own ? [] : key)];
}

/** Lets CloudWatch use a customer managed key to publish to encrypted topics. An AWS managed key cannot allow that. */
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
      `the policy of the imported key ${key.node.path} cannot be changed here; let it allow cloudwatch.amazonaws.com kms:Decrypt and `
      + 'kms:GenerateDataKey*, or no alarm will arrive');
  }
}

/**
 * Lets CloudWatch publish to an existing topic, as far as the policies of the topic and its key are in this app and do not allow
 * it yet. A topic without a policy stays as it is: the default policy lets alarms publish, and a policy would replace it.
 */
export function letAlarmsPublish(topic: CfnTopic): void {
  if (!takesAlarms(topic)) {
    const changed = policiesOf(topic).map((policy) => policy.node.scope).filter((policy) => policy instanceof TopicPolicy);
    for (const { document } of changed) document.addStatements(alarmStatement(topic.ref, Stack.of(topic)));
    if (changed.length > 0) Annotations.of(topic).addInfo(`the policy of ${pathOf(topic)} now lets cloudwatch.amazonaws.com publish, so that alarms arrive`);
  }
  const key = encryptionKeyOf(topic);
  if (!(key instanceof CfnKey) || servesAlarms(key) || !(key.node.scope instanceof Key)) return;
  allowAlarmsToUse(key.node.scope, key.node.scope);
  Annotations.of(key).addInfo(`the policy of ${pathOf(key)} now lets cloudwatch.amazonaws.com use it, so that alarms arrive on ${pathOf(topic)}`);
}

function alarmStatement(topicArn: string, stack: Stack): PolicyStatement {
  return new PolicyStatement({
    sid: 'AllowCloudWatchAlarms',
    effect: Effect.ALLOW,
    principals: [CLOUDWATCH],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: fromAlarmsOf(stack),
  });
}

function fromAlarmsOf(stack: Stack): Record<string, Record<string, string>> {
  return {
    StringEquals: { 'aws:SourceAccount': stack.account },
    ArnLike: { 'aws:SourceArn': `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:*` },
  };
}
