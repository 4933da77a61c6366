import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { publishDecision } from '../../core/topic-policy';
import { longest, referencedResources } from '../longest-text';

/** A topic as far as synth knows it. */
export interface ResolvedTopic {
  /** The path or ARN by which a person finds the topic. */
  readonly name: string;
  /** Absent: the topic is not in this app. */
  readonly resource?: CfnTopic;
  readonly isFifo: boolean;
  /** Undefined: known only at deployment. */
  readonly region?: string;
  readonly account?: string;
}

/** What CloudWatch must be allowed to do with the key of an encrypted topic (SNS developer guide, "Key management"). */
const KEY_USES = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The topics among the actions of alarms. Other actions, and what is known only at deployment, are left out. */
export function resolvedTopics(scope: IConstruct, actions: unknown): ResolvedTopic[] {
  return referencedResources(scope, actions).flatMap((action) => resolvedTopic(action) ?? []);
}

function resolvedTopic(action: unknown): ResolvedTopic | undefined {
  if (action instanceof CfnTopic) {
    const { region, account } = Stack.of(action);
    return { name: topicPath(action), resource: action, isFifo: action.fifoTopic === true, ...withoutTokens({ region, account }) };
  }
  if (typeof action !== 'string') return undefined;
  const [, , service, region, account, name] = action.split(':');
  return service === 'sns' ? { name: action, isFifo: name?.endsWith('.fifo') === true, region, account } : undefined;
}

/** Whether the policy of a topic of this app lets alarms publish. A topic without a policy does. */
export function takesAlarms(topic: CfnTopic): boolean {
  return policiesOf(topic).every(({ policyDocument }) => allows(topic, policyDocument, 'sns:Publish'));
}

/** The policies of a topic, wherever in the app they are. The last one that CloudFormation sets stays. */
export function policiesOf(topic: CfnTopic): CfnTopicPolicy[] {
  return topic.node.root.node.findAll()
    .filter((node): node is CfnTopicPolicy => node instanceof CfnTopicPolicy && referencedResources(node, node.topics).includes(topic));
}

/** What encrypts a topic: an AWS managed key, a key of this app, or an unknown key; undefined when nothing does. */
export function encryptionKeyOf(topic: CfnTopic): 'awsManaged' | 'unknown' | CfnKey | undefined {
  const { kmsMasterKeyId: id } = topic;
  if (id === undefined) return undefined;
  const [target] = referencedResources(topic, id);
  if (target instanceof CfnKey) return target;
  const text = longest(topic, id);
  const alias = typeof text === 'string' ? /(?:^|[:/])(alias\/.+)$/.exec(text)?.[1] : undefined;
  if (alias?.startsWith('alias/aws/')) return 'awsManaged';
  const meant = topic.node.root.node.findAll().find((node): node is CfnAlias => node instanceof CfnAlias && (longest(node, node.aliasName) === alias || target === node));
  const [key] = meant === undefined ? [] : referencedResources(meant, meant.targetKeyId);
  return key instanceof CfnKey ? key : 'unknown';
}

/** Whether the policy of a key lets alarms publish to a topic that it encrypts. */
export function servesAlarms(key: CfnKey): boolean {
  return KEY_USES.every((action) => allows(key, key.keyPolicy, action));
}

/** What is not known counts as allowed. */
function allows(scope: IConstruct, document: unknown, action: string): boolean {
  const { account } = Stack.of(scope);
  const text = JSON.stringify(longest(scope, document));
  const accountId = Token.isUnresolved(account) ? String(longest(scope, account)) : account;
  return ['allowed', 'malformed'].includes(publishDecision(text, accountId, action));
}

function topicPath({ node }: CfnTopic): string {
  return node.id === 'Resource' && node.scope !== undefined ? node.scope.node.path : node.path;
}

function withoutTokens<T extends Record<string, string>>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !Token.isUnresolved(value))) as Partial<T>;
}
