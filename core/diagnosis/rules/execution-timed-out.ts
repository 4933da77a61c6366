import { executionUrl } from '../../console/pages';
import { SECOND } from '../../time';
import { durationInWords } from '../../words/duration';
import { nameOf } from '../text/quote';
import type { MachineView } from '../views';
import type { Rule } from './rule';

/** `States.Timeout` of a state, or a heartbeat that did not come. */
const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/** Whether an execution, or a state of it, ended because its time was over. */
export function timedOut({ bad, error }: MachineView): boolean {
  return bad?.status === 'TIMED_OUT' || (bad?.status === 'FAILED' && TIMEOUTS.has(error.type ?? ''));
}

/** An execution, or a state in it, ran out of time. */
export const executionTimedOut: Rule<MachineView> = {
  id: 'executionTimedOut',
  family: 'failure',
  seen: 'an execution TIMED_OUT, or a state in it failed with States.Timeout',
  calls: ['executions', 'executionFailure', 'executionHistory'],
  find: (view, { time, region }) => {
    const { bad, state, name, error } = view;
    if (bad === undefined || !timedOut(view)) return undefined;
    const at = bad.stop ?? bad.start;
    const whole = bad.status === 'TIMED_OUT';
    const took = bad.stop === undefined ? '' : `, ${durationInWords((bad.stop - bad.start) / SECOND)} after it started`;
    const text = whole
      ? `Execution ${nameOf(bad.name)} of ${name} timed out ${time(at)}${took}${state === undefined ? '' : `, in state ${state}`}.`
      : `${state === undefined ? 'A state' : `State ${state}`} of ${name} timed out ${time(at)} (${error.type}).`;
    return {
      text, at,
      short: `timed out${state === undefined ? '' : ` in ${state}`}`,
      next: `See what ${state === undefined ? 'the execution' : `state ${state}`} was waiting for.`,
      link: { title: `Execution of ${name}`, url: executionUrl(region, bad.arn) },
    };
  },
};
