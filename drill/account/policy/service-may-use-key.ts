import type { Account } from '../model';
import { decide } from './decision';
import { keyOf } from './key-of';
import type { Publication } from './may-publish';
import type { KeyUse } from './role-may';

/**
 * Whether an AWS service may use the key with which something is encrypted, to put something into it. Only a key of one's own
 * can allow that: nobody can change the policy of an AWS-managed one.
 *
 * @param sourceArn on whose behalf it does so
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
