import type { Observatory } from '../observatory';
import type { Check } from './check';

/**
 * A role's inline policies hold 10,240 characters together (IAM user guide, "IAM and AWS STS quotas"); an ARN takes
 * about 120 and the checker's own statements the rest.
 */
const MOST_MACHINES = 75;

/** More machines than the checker's role can name would fail the deployment. */
export const evidencePolicySize: Check<Observatory> = {
  id: 'evidencePolicySize',
  level: 'error',
  find: (observatory) => {
    const machines = observatory._evidenceResources();
    return machines <= MOST_MACHINES ? [] : [`its pipelines have ${machines} state machines, but the role of one checker can name ${MOST_MACHINES}; `
      + 'spread the pipelines over several observatories'];
  },
};
