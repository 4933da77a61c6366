import {
  type Account, type FunctionModel, type KeyModel, labelOf, type PolicyStatementModel, type ScheduleModel,
  type StateMachineModel, targetOf, type TopicModel,
} from '../model';
import { type AccessRequest, decide, type Decision, isAllowed, isDenied } from './decision';
import { defaultTopicPolicy } from './read-policy';

/** The key with an id, an ARN or an alias; undefined when the templates do not have it. */
export function keyOf({ keys }: Pick<Account, 'keys'>, keyId: string): KeyModel | undefined {
  const alias = /(?:^|:)(alias\/.+)$/.exec(keyId)?.[1];
  return keys.find(({ id, arn, aliases = [] }) => keyId === id || keyId === arn || (alias !== undefined && aliases.includes(alias)));
}

/** Whether an alarm may publish to a topic. */
export interface Publication {
  readonly allowed: boolean;
  /**
   * False when it depends on something outside the templates. `allowed` is then false too, because unknown never counts as
   * good.
   */
  readonly known: boolean;
  /** Why, as a sentence without a full stop. */
  readonly reason: string;
}

const CLOUDWATCH = 'service:cloudwatch.amazonaws.com';

/** What SNS needs of a topic's key on behalf of the publisher. [sns: sns-key-management.html] */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Whether CloudWatch may publish an alarm's actions to a topic. Neither CloudWatch nor CloudFormation checks that. An alarm
 * that may not publish is deployed without a warning, and fails when you need it.
 * The topic must be in the alarm's Region. Its policy (or the default one, which lets only its own account publish) must allow
 * it, and so must the policy of its key. The AWS-managed key `alias/aws/sns` never does. [RP
 * cloudwatch-receive-sns-for-alarm-trigger, cloudwatch-configure-alarm-sns]
 */
export function mayPublish(account: Account, alarmArn: string, topicArn: string): Publication {
  const [alarm, place] = [arnPlace(alarmArn), arnPlace(topicArn)];
  if (alarm.region !== place.region) {
    return refused(`the topic is in ${place.region}, the alarm in ${alarm.region}: CloudWatch publishes only to topics of its own Region`);
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

/** An action of a role in its own account. */
type RoleRequest = Pick<AccessRequest, 'action' | 'resource' | 'context'>;

/**
 * What a role's own policies allow. For a role outside the templates nothing is known, and a drill assumes that it may do its
 * work.
 */
export function roleMay(account: Account, roleName: string | undefined, request: RoleRequest): Decision {
  const statements = statementsOf(account, roleName);
  if (statements === undefined) return { allowed: true, reason: 'the role is not in the templates, so what it may do is not known', notEvaluated: [] };
  return decide(statements, request);
}

/**
 * Whether a role may publish to a topic of its account. Within an account, the role's policy or the topic's must allow it, and
 * neither may deny it (IAM user guide, "Policy evaluation logic"). A statement for the whole account leaves it to the role's
 * policy. For an encrypted topic the role needs the key too. [sns: sns-key-management.html]
 */
export function roleMayPublish(account: Account, roleName: string | undefined, topicArn: string): Publication {
  const topic = account.topics.find(({ arn }) => arn === topicArn);
  if (topic === undefined) return { allowed: false, known: false, reason: `the topic ${topicArn} is not in the templates, so its policy is not known` };
  const policy = topic.policy ?? defaultTopicPolicy(account.accountId, topicArn);
  const published = together(account, roleName, policy, { action: 'sns:Publish', resource: topicArn });
  if (!published.allowed || topic.keyId === undefined) return published;
  const use = roleMayUseKey(account, roleName, { keyId: topic.keyId, owner: 'topic', service: 'sns', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] });
  return use.allowed ? published : use;
}

/** A use of a key that encrypts something. */
export interface KeyUse {
  readonly keyId: string;
  /** What the key encrypts, in the reader's words. */
  readonly owner: string;
  /** The service through which the key is used. */
  readonly service: 'sns' | 'sqs' | 'dynamodb' | 'lambda';
  readonly actions: readonly string[];
}

/**
 * Whether a role may use the key of something encrypted. The AWS-managed key of a service lets every role of the account use it
 * through that service.
 */
export function roleMayUseKey(account: Account, roleName: string | undefined, { keyId, owner, service, actions }: KeyUse): Publication {
  if (keyId.endsWith(`alias/aws/${service}`)) return granted(`the AWS-managed key of ${service} may be used through ${service}`);
  const key = keyOf(account, keyId);
  if (key === undefined) return { allowed: false, known: false, reason: `the ${owner}'s key ${keyId} is not in the templates, so its policy is not known` };
  if (key.enabled === false) return refused(`the ${owner}'s key ${keyId} is disabled`);
  const alias = key.aliases?.find((one) => keyId.endsWith(one)) ?? key.aliases?.[0];
  const context = { 'kms:ViaService': viaService(key.arn, service), ...(alias === undefined ? {} : { 'kms:ResourceAliases': alias }) };
  const uses = actions.map((action) => together(account, roleName, key.policy, { action, resource: key.arn, context }));
  return uses.find(({ allowed }) => !allowed) ?? granted(`the role ${roleName} may use the ${owner}'s key`);
}

/**
 * Whether a function can start at all: Lambda decrypts its environment with its role. [lambda:
 * configuration-envvars-encryption.html]
 */
export function mayReadEnvironment(account: Account, { name, roleName, keyId }: FunctionModel): Publication {
  if (keyId === undefined) return granted('its environment is encrypted with the AWS-managed key of Lambda');
  return roleMayUseKey(account, roleName, { keyId, owner: `function ${name}`, service: 'lambda', actions: ['kms:Decrypt'] });
}

function viaService(keyArn: string, service: string): string {
  return `${service}.${keyArn.split(':')[3]}.amazonaws.com`;
}

/** The policy of a role together with that of the topic or key that it uses. */
function together(account: Account, roleName: string | undefined, policy: readonly PolicyStatementModel[], request: RoleRequest): Publication {
  const { accountId } = account;
  const [, partition = 'aws', service] = request.resource.split(':');
  const asked: AccessRequest = {
    ...request, principal: `aws:arn:${partition}:iam::${accountId}:role/${roleName}`,
    context: { 'aws:SourceOwner': accountId, 'aws:PrincipalAccount': accountId, 'aws:SecureTransport': 'true', ...request.context },
  };
  const own = roleMay(account, roleName, asked);
  const ofRole = `the role ${roleName}: ${own.reason}`;
  if (isDenied(policy, asked)) return refused(`${service} policy: ${decide(policy, asked).reason}`);
  if (isDenied(statementsOf(account, roleName) ?? [], asked)) return refused(ofRole);
  const byName = policy.filter(({ principals }) => !principals.some((principal) => isAccount(principal, accountId)));
  if (isAllowed(byName, asked)) return granted(`${service} policy: ${decide(byName, asked).reason}`);
  // Unlike elsewhere, a role's policy counts for a key only if the key's own policy leaves it to the account.
  if (service === 'kms' && !isAllowed(policy, asked)) return refused(`kms policy: ${decide(policy, asked).reason}`);
  return own.allowed ? granted(ofRole) : refused(ofRole);
}

function statementsOf({ rolePolicies }: Account, roleName: string | undefined): readonly PolicyStatementModel[] | undefined {
  return roleName === undefined ? undefined : rolePolicies.get(roleName);
}

function isAccount(principal: string, accountId: string): boolean {
  return new RegExp(`^aws:(?:arn:[^:]+:iam::)?${accountId}(?::root)?$`).test(principal);
}

/**
 * Whether an AWS service may use the key of something encrypted, to put something into it. Only a customer-managed key can
 * allow that, because nobody can change the policy of an AWS-managed key.
 * @param sourceArn the resource for which the service acts
 */
export function serviceMayUseKey(account: Account, principal: string, sourceArn: string, { keyId, owner, actions }: KeyUse): Publication {
  if (keyId.includes('alias/aws/')) return { allowed: false, known: true, reason: `the ${owner} is encrypted with the AWS-managed key ${keyId}, which ${principal} may not use` };
  const key = keyOf(account, keyId);
  if (key === undefined) return { allowed: false, known: false, reason: `the ${owner}'s key ${keyId} is not in the templates, so its policy is not known` };
  if (key.enabled === false) return { allowed: false, known: true, reason: `the ${owner}'s key ${keyId} is disabled` };
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account.accountId };
  const decisions = actions.map((action) => decide(key.policy, { principal: `service:${principal}`, action, resource: key.arn, context }));
  const refusal = decisions.find(({ allowed }) => !allowed);
  return refusal === undefined
    ? { allowed: true, known: true, reason: `the key's policy lets ${principal} use it` }
    : { allowed: false, known: true, reason: `key policy: ${refusal.reason}` };
}

/** Whether a schedule or a rule may start its target. */
interface StartPermission {
  readonly allowed: boolean;
  /** False when it depends on something outside the templates; it is then assumed to be allowed. */
  readonly known: boolean;
  /** Why, as a sentence without a full stop. */
  readonly reason: string;
  /** What to do when it is not allowed, as a sentence with a full stop. */
  readonly remedy?: string;
}

const EVENTBRIDGE = 'service:events.amazonaws.com';

/**
 * Whether a schedule or rule may start a target. A schedule of EventBridge Scheduler acts with its role. A rule does too for a
 * state machine. For a function it needs the function's own policy, for exactly the qualifier that it targets: a permission on
 * the function does not cover an alias. What a drill does not play may be started. [sch: setting-up.html "Set up the execution
 * role"; eb: eb-use-resource-based.html; lambda: access-control-resource-based.html]
 */
export function mayStart(account: Account, schedule: ScheduleModel, targetArn: string): StartPermission {
  const target = targetOf(account, targetArn);
  if (target?.kind === 'function') {
    return schedule.kind === 'rule' ? ofFunction(account, schedule, target.model, targetArn) : ofRole(account, schedule, target.model, { targetArn, action: 'lambda:InvokeFunction' });
  }
  if (target?.kind === 'stateMachine') return ofRole(account, schedule, target.model, { targetArn, action: 'states:StartExecution' });
  return { allowed: true, known: false, reason: `${targetArn} is not in the templates` };
}

function ofFunction({ accountId }: Account, rule: ScheduleModel, model: FunctionModel, targetArn: string): StartPermission {
  const { invokePolicy = [] } = model;
  const resource = targetArn.replace(/:\$LATEST$/, '');
  const context = { ...(rule.arn === undefined ? {} : { 'aws:SourceArn': rule.arn }), 'aws:SourceAccount': accountId };
  const { allowed, reason } = decide(invokePolicy, { principal: EVENTBRIDGE, action: 'lambda:InvokeFunction', resource, context });
  const [qualifier] = resource.split(':').slice(7);
  const called = `${labelOf(model)}${qualifier === undefined ? '' : `:${qualifier}`}`;
  if (allowed) return { allowed, known: true, reason };
  return {
    allowed, known: true,
    reason: `the rule ${labelOf(rule)} may not invoke the function ${called}: in the function's policy, ${reason}`,
    remedy: `Add the target with new LambdaFunction(…) of aws-cdk-lib/aws-events-targets, or give ${qualifier === undefined ? 'the function' : `the version or alias ${called} itself`} an AWS::Lambda::Permission for events.amazonaws.com with the rule's ARN as its SourceArn.`,
  };
}

interface Wish {
  readonly targetArn: string;
  readonly action: string;
}

function ofRole(account: Account, schedule: ScheduleModel, model: FunctionModel | StateMachineModel, { targetArn, action }: Wish): StartPermission {
  const { kind, targetRoles, roleName: roleOfAll } = schedule;
  const name = labelOf(model);
  const roleName = targetRoles?.[targetArn] ?? roleOfAll;
  const who = `the ${kind === 'rule' ? 'rule' : 'schedule'} ${labelOf(schedule)}`;
  if (roleName === undefined) {
    // A schedule without a role was added by the drill.
    if (kind === 'scheduler') return { allowed: true, known: true, reason: 'it is started from outside' };
    return { allowed: false, known: true, reason: `${who} may not start ${name}: its target has no role`, remedy: `Give the target a role that may do ${action}; new SfnStateMachine(…) of aws-cdk-lib/aws-events-targets creates one.` };
  }
  const statements = account.rolePolicies.get(roleName);
  if (statements === undefined) return { allowed: true, known: false, reason: `the templates do not tell what the role ${roleName} of ${who} may do; the drill assumes that it may start ${name}` };
  const { allowed, reason } = decide(statements, { action, resource: targetArn });
  return {
    allowed, known: true,
    reason: allowed ? reason : `${who} may not start ${name}: in the policies of its role ${roleName}, ${reason}`,
    ...(allowed ? {} : { remedy: `Allow the role ${roleName} to do ${action} on ${name}, for example with ${action === 'lambda:InvokeFunction' ? 'grantInvoke(role)' : 'grantStartExecution(role)'}.` }),
  };
}
