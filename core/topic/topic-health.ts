import { publishDecision } from './publish-decision';

/** What SNS says of a topic. */
export interface TopicAttributes {
  /** Its policy, a JSON text. @default - not told, which is evidence of nothing */
  readonly policy?: string;
  /** How many of its subscriptions are confirmed. */
  readonly confirmed: number;
}

/** Why nobody would be told, and what to do about it. */
export interface TopicProblem {
  /** In few words, without a full stop. */
  readonly problem: string;
  readonly remedy: string;
}

/** Deploying again is no remedy: CloudFormation sees no change in a policy that somebody overwrote by hand. */
const RESTORE = 'restore its policy from the template of its stack';

/**
 * Whether an alarm's message would get into a topic and out of it again. Only evidence convicts: what is not understood
 * of a policy is no problem. Undefined when there is none.
 *
 * Encryption is not looked at: whether CloudWatch may use a key only the key's policy says.
 */
export function topicProblem({ policy, confirmed }: TopicAttributes, { accountId }: { readonly accountId: string }): TopicProblem | undefined {
  // A policy that takes nothing comes first: without it nobody's confirmation helps.
  if (policy !== undefined) {
    const decision = publishDecision(policy, accountId);
    if (decision === 'malformed') return { problem: `its policy is no policy: ${JSON.stringify(policy.slice(0, 60))}`, remedy: RESTORE };
    if (decision === 'denied') return { problem: 'its policy denies cloudwatch.amazonaws.com sns:Publish', remedy: RESTORE };
    if (decision === 'notAllowed') return { problem: 'its policy does not allow cloudwatch.amazonaws.com sns:Publish', remedy: RESTORE };
  }
  if (confirmed > 0) return undefined;
  return {
    problem: 'nobody is subscribed and confirmed',
    remedy: 'have a subscriber click the link in the mail "AWS Notification - Subscription Confirmation"; it is valid for two days, then subscribe again',
  };
}
