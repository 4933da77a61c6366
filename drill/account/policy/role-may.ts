import type { Account, FunctionModel, PolicyStatementModel } from '../model';
import { type AccessRequest, decide, type Decision, isAllowed, isDenied } from './decision';
import { defaultTopicPolicy } from './default-policies';
import { keyOf } from './key-of';
import type { Publication } from './may-publish';

/** What a role wants to do in its own account. */
export type RoleRequest = Pick<AccessRequest, 'action' | 'resource' | 'context'>;

/** What a role's own policies say. Of a role outside the templates nothing is known: that it may do its work is assumed. */
export function roleMay(account: Account, roleName: string | undefined, request: RoleRequest): Decision {
  const statements = statementsOf(account, roleName);
  if (statements === undefined) return { allowed: true, reason: 'the role is not in the templates, so what it may do is not known', notEvaluated: [] };
  return decide(statements, request);
}

/**
 * Whether a role may publish to a topic of its account. Within an account it is enough that the role's policy or the topic's
 * allows it, and neither denies it (IAM user guide, "Policy evaluation logic"); a statement for the whole account leaves
 * it to the role's policy. Of an encrypted topic it needs the key as well. [sns: sns-key-management.html]
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

/** A use of the key with which something is encrypted. */
export interface KeyUse {
  readonly keyId: string;
  /** What is encrypted with it, as a reader calls it. */
  readonly owner: string;
  /** Through which service the key is used. */
  readonly service: 'sns' | 'sqs' | 'dynamodb' | 'lambda';
  readonly actions: readonly string[];
}

/**
 * Whether a role may use the key with which something is encrypted. The AWS-managed key of a service lets every role of the
 * account use it through that service.
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

/** Whether a function can be started at all: Lambda decrypts its environment with its role. [lambda: configuration-envvars-encryption.html] */
export function mayReadEnvironment(account: Account, { name, roleName, keyId }: FunctionModel): Publication {
  if (keyId === undefined) return granted('its environment is encrypted with the AWS-managed key of Lambda');
  return roleMayUseKey(account, roleName, { keyId, owner: `function ${name}`, service: 'lambda', actions: ['kms:Decrypt'] });
}

function viaService(keyArn: string, service: string): string {
  return `${service}.${keyArn.split(':')[3]}.amazonaws.com`;
}

/** The policy of a role and that of the topic or key that it wants to use. */
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
  // Other than elsewhere, a role's policy counts for nothing at a key unless the key's own leaves it to the account.
  if (service === 'kms' && !isAllowed(policy, asked)) return refused(`kms policy: ${decide(policy, asked).reason}`);
  return own.allowed ? granted(ofRole) : refused(ofRole);
}

function statementsOf({ rolePolicies }: Account, roleName: string | undefined): readonly PolicyStatementModel[] | undefined {
  return roleName === undefined ? undefined : rolePolicies.get(roleName);
}

function isAccount(principal: string, accountId: string): boolean {
  return new RegExp(`^aws:(?:arn:[^:]+:iam::)?${accountId}(?::root)?$`).test(principal);
}

function granted(reason: string): Publication {
  return { allowed: true, known: true, reason };
}

function refused(reason: string): Publication {
  return { allowed: false, known: true, reason };
}
