import { executionUrl } from '../../console/pages';
import { SECOND } from '../../time';
import { durationInWords } from '../../words/duration';
import { situationOf } from '../context';
import { valueOf } from '../findings';
import { nameOf } from '../text/quote';
import type { MachineView } from '../views';
import type { Rule } from './rule';

/** An execution started and has not ended. */
export const stillRunning: Rule<MachineView> = {
  id: 'stillRunning',
  family: 'running',
  seen: 'an execution is RUNNING or PENDING_REDRIVE: since when, and in which state',
  calls: ['executions', 'executionHistory'],
  find: ({ running, state, name, history }, context) => {
    const { time, now, region } = context;
    // After a failure a running execution is the next attempt and no reason.
    if (running === undefined || situationOf(context) === 'failed') return undefined;
    const lasts = durationInWords((now - running.start) / SECOND);
    const stateSince = valueOf(history)?.stateSince;
    const where = state === undefined ? '' : `, in state ${state}${stateSince === undefined ? '' : ` since ${time(stateSince)}`}`;
    const waits = running.status === 'PENDING_REDRIVE';
    return {
      text: waits
        ? `Execution ${nameOf(running.name)} of ${name}, started ${time(running.start)}, waits to be redriven${where}.`
        : `Execution ${nameOf(running.name)} of ${name} has been running since ${time(running.start)} (${lasts})${where}.`,
      at: running.start,
      short: waits ? 'waits for redrive' : `running for ${lasts}`,
      next: waits ? 'Redrive the execution, or stop it.' : `See what ${state === undefined ? 'the execution' : `state ${state}`} is waiting for.`,
      link: { title: `Execution of ${name}`, url: executionUrl(region, running.arn) },
    };
  },
};
