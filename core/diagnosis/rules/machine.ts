import { executionUrl } from '../../console';
import { durationText, ordinal } from '../../text/count-and-duration';
import { ended } from '../../text/sentence';
import { SECOND } from '../../time';
import { type DiagnosisContext, situationOf } from '../diagnosis';
import { errorInShort, errorName, errorText, quote } from '../error-text';
import type { ExecutionFacts } from '../facts';
import { endedBadly, isRunning, type MachineView, valueOf } from '../findings';
import { adviceOn, type Rule } from './rule';

/** The state machine is deleted, or is being deleted. */
export const machineDeleted: Rule<MachineView> = {
  id: 'machineDeleted',
  family: 'existence',
  seen: 'the state machine does not exist, or its status is DELETING',
  calls: ['machine'],
  find: ({ machine, name }) => {
    const next = `Deploy the stack of state machine ${name} again.`;
    if (machine.kind === 'missing') return { text: `State machine ${name} does not exist.`, short: 'state machine deleted', next };
    if (valueOf(machine)?.status !== 'DELETING') return undefined;
    return { text: `State machine ${name} is being deleted and takes no new executions.`, short: 'state machine DELETING', next };
  },
};

/** `States.Timeout` of a state, or a heartbeat that did not come. */
const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/** Whether an execution, or a state in it, timed out. */
function timedOut({ bad, error }: MachineView): boolean {
  return bad?.status === 'TIMED_OUT' || (bad?.status === 'FAILED' && TIMEOUTS.has(error.type ?? ''));
}

/** An execution, or a state in it, timed out. */
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
    const took = bad.stop === undefined ? '' : `, ${durationText((bad.stop - bad.start) / SECOND)} after it started`;
    const text = whole
      ? `Execution ${errorName(bad.name)} of ${name} timed out ${time(at)}${took}${state === undefined ? '' : `, in state ${state}`}.`
      : `${state === undefined ? 'A state' : `State ${state}`} of ${name} timed out ${time(at)} (${error.type}).`;
    return {
      text, at,
      short: `timed out${state === undefined ? '' : ` in ${state}`}`,
      next: `Find what ${state === undefined ? 'the execution' : `state ${state}`} was waiting for.`,
      link: { title: `Execution of ${name}`, url: executionUrl(region, bad.arn) },
    };
  },
};

const LONGEST_INPUT = 200;

/** An execution failed: in which state, with which error. */
export const executionFailed: Rule<MachineView> = {
  id: 'executionFailed',
  family: 'failure',
  seen: 'an execution FAILED: its state, error and cause, and how many ended badly in a row',
  calls: ['executions', 'executionFailure', 'executionHistory'],
  find: (view, context) => {
    const { bad, state, name, error } = view;
    if (bad?.status !== 'FAILED' || timedOut(view)) return undefined;
    const { time, region, includeExecutionData } = context;
    const at = bad.stop ?? bad.start;
    const who = state === undefined ? `Execution ${errorName(bad.name)} of ${name}` : `State ${state} of ${name}`;
    const said = errorText(error, includeExecutionData);
    const short = [state, errorInShort(error, includeExecutionData)].filter((part) => part !== undefined).join(': ');
    return {
      text: `${ended(`${who} failed ${time(at)}${repetition(view, bad, context)}${said === undefined ? '' : `: ${said}`}`)}${afterwards(view)}${input(view, context)}`,
      at,
      short: short === '' ? 'execution failed' : short,
      next: adviceOn(error, `state machine ${name}`, `Open the execution${state === undefined ? '' : ` at state ${state}`}.`),
      link: { title: `Execution of ${name}`, url: executionUrl(region, bad.arn) },
    };
  },
};

/** `, the 3rd unsuccessful execution in a row since …`, as far back as was listed. */
function repetition({ executions }: MachineView, bad: ExecutionFacts, { time }: DiagnosisContext): string {
  const ended = (valueOf(executions) ?? []).filter((one) => !isRunning(one)).sort((a, b) => (b.stop ?? b.start) - (a.stop ?? a.start));
  const before = ended.slice(ended.findIndex(({ arn }) => arn === bad.arn));
  const good = before.findIndex((one) => !endedBadly(one));
  const row = before.slice(0, good < 0 ? before.length : good);
  const first = row.at(-1);
  return row.length < 2 || first === undefined ? '' : `, the ${ordinal(row.length)} unsuccessful execution in a row since ${time(first.stop ?? first.start)}`;
}

/** A machine that catches its errors ends in another state than the one that failed. */
function afterwards({ history, state, name }: MachineView): string {
  const end = valueOf(history)?.state;
  return valueOf(history)?.caught === undefined || end === undefined || errorName(end) === state ? '' : ` ${name} caught the error and ended in state ${errorName(end)}.`;
}

function input({ failure }: MachineView, { includeExecutionData }: DiagnosisContext): string {
  const text = valueOf(failure)?.input;
  return includeExecutionData && text !== undefined && text !== '' ? ended(` Its input: ${quote(text, { includeExecutionData, longest: LONGEST_INPUT })}`) : '';
}

/** Somebody stopped an execution. */
export const executionAborted: Rule<MachineView> = {
  id: 'executionAborted',
  family: 'failure',
  seen: 'an execution was ABORTED',
  calls: ['executions', 'executionFailure', 'executionHistory'],
  find: ({ bad, state, name, error }, { time, region, includeExecutionData }) => {
    if (bad?.status !== 'ABORTED') return undefined;
    const at = bad.stop ?? bad.start;
    const said = errorText(error, includeExecutionData);
    return {
      text: ended(`Execution ${errorName(bad.name)} of ${name} was aborted ${time(at)}${state === undefined ? '' : ` in state ${state}`}${said === undefined ? '' : `: ${said}`}`),
      at,
      short: 'execution aborted',
      next: 'Find who stopped it: CloudTrail has the call StopExecution.',
      link: { title: `Execution of ${name}`, url: executionUrl(region, bad.arn) },
    };
  },
};

/** An execution has started and not ended. */
export const stillRunning: Rule<MachineView> = {
  id: 'stillRunning',
  family: 'running',
  seen: 'an execution is RUNNING or PENDING_REDRIVE: since when, and in which state',
  calls: ['executions', 'executionHistory'],
  find: ({ running, state, name, history }, context) => {
    const { time, now, region } = context;
    // After a failure, a running execution is the next attempt and not a reason.
    if (running === undefined || situationOf(context) === 'failed') return undefined;
    const lasts = durationText((now - running.start) / SECOND);
    const stateSince = valueOf(history)?.stateSince;
    const where = state === undefined ? '' : `, in state ${state}${stateSince === undefined ? '' : ` since ${time(stateSince)}`}`;
    const waits = running.status === 'PENDING_REDRIVE';
    return {
      text: waits
        ? `Execution ${errorName(running.name)} of ${name}, started ${time(running.start)}, is waiting for a redrive${where}.`
        : `Execution ${errorName(running.name)} of ${name} has been running since ${time(running.start)} (${lasts})${where}.`,
      at: running.start,
      short: waits ? 'waiting for a redrive' : `running for ${lasts}`,
      next: waits ? 'Redrive the execution, or stop it.' : `Find what ${state === undefined ? 'the execution' : `state ${state}`} is waiting for.`,
      link: { title: `Execution of ${name}`, url: executionUrl(region, running.arn) },
    };
  },
};
