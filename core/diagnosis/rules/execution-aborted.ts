import { executionUrl } from '../../console/pages';
import { errorInWords } from '../text/error-text';
import { nameOf } from '../text/quote';
import { sentence } from '../text/sentence';
import type { MachineView } from '../views';
import type { Rule } from './rule';

/** Somebody stopped an execution. */
export const executionAborted: Rule<MachineView> = {
  id: 'executionAborted',
  family: 'failure',
  seen: 'an execution was ABORTED',
  calls: ['executions', 'executionFailure', 'executionHistory'],
  find: ({ bad, state, name, error }, { time, region, quotePayloads }) => {
    if (bad?.status !== 'ABORTED') return undefined;
    const at = bad.stop ?? bad.start;
    const said = errorInWords(error, quotePayloads);
    return {
      text: sentence(`Execution ${nameOf(bad.name)} of ${name} was aborted ${time(at)}${state === undefined ? '' : ` in state ${state}`}${said === undefined ? '' : `: ${said}`}`),
      at,
      short: 'execution aborted',
      next: 'Find who stopped it: CloudTrail has the call StopExecution.',
      link: { title: `Execution of ${name}`, url: executionUrl(region, bad.arn) },
    };
  },
};
