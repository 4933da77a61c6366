import { asList, isObject } from './json';
import { appliesToAlarms } from './statement';

/** What a policy says to CloudWatch's alarms. */
export type PublishDecision = 'allowed' | 'notAllowed' | 'denied' | 'malformed';

const PUBLISH = 'sns:Publish';

/**
 * What a topic's policy says to alarms of an account that publish, or what a key's says to them when they use it. As in IAM a statement that denies wins, else one that
 * allows is needed (IAM user guide, "Policy evaluation logic"). In doubt the answer is 'allowed'.
 */
export function publishDecision(policy: string, accountId: string, action = PUBLISH): PublishDecision {
  const document = parse(policy);
  if (!isObject(document)) return 'malformed';
  const statements = asList(document.Statement).filter(isObject).map((statement) => ({
    effect: statement.Effect, applies: appliesToAlarms(statement, action, accountId),
  }));
  if (statements.some(({ effect, applies }) => effect === 'Deny' && applies === 'yes')) return 'denied';
  return statements.some(({ effect, applies }) => effect === 'Allow' && applies !== 'no') ? 'allowed' : 'notAllowed';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
