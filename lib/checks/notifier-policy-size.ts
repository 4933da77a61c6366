import type { Observatory } from '../observatory';
import type { Check } from './check';

/** More than the notifier's role can hold would fail the deployment. */
export const notifierPolicySize: Check<Observatory> = {
  id: 'notifierPolicySize',
  level: 'error',
  find: (observatory) => {
    const resources = observatory._tooManyCauses();
    return resources === undefined ? [] : [`its pipelines have ${resources} resources that are asked why something went wrong, in more policies than the role of `
      + 'one notifier can have; spread the pipelines over several observatories'];
  },
};
