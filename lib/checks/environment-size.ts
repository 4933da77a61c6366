import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { longestJson } from '../longest/longest-text';
import { LONGEST_ARNS } from '../longest/physical-names';
import type { Observatory } from '../observatory';
import type { Check } from './check';

/** All environment variables of a function together (Lambda developer guide, "Lambda quotas"). */
const LARGEST_ENVIRONMENT = 4096;

/** An environment that does not fit would fail the deployment; it grows with the topics that somebody names. */
export const environmentSize: Check<Observatory> = {
  id: 'environmentSize',
  level: 'error',
  find: (observatory) => [observatory.checkerFunction, observatory.notifierFunction].flatMap((fn) => {
    const resource = fn?.node.defaultChild;
    if (!(resource instanceof CfnFunction)) return [];
    const size = longestJson(resource, { variables: resource.environment }, () => LONGEST_ARNS.sns!, 'generated');
    return size <= LARGEST_ENVIRONMENT ? []
      : [`the environment of ${resource.node.path} may take ${size} of ${LARGEST_ENVIRONMENT} bytes; name fewer topics with Notify.topic, or give them shorter names`];
  }),
};
