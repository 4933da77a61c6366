import { executionUrl } from '../../console/pages';
import { ordinal } from '../../words/count';
import type { DiagnosisContext } from '../context';
import type { ExecutionFacts } from '../facts';
import { valueOf } from '../findings';
import { endedBadly, isRunning } from '../look-back';
import { errorInShort, errorInWords } from '../text/error-text';
import { nameOf, quote } from '../text/quote';
import { sentence } from '../text/sentence';
import type { MachineView } from '../views';
import { adviceOn } from './advice';
import { timedOut } from './execution-timed-out';
import type { Rule } from './rule';

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
    const { time, region, quotePayloads } = context;
    const at = bad.stop ?? bad.start;
    const who = state === undefined ? `Execution ${nameOf(bad.name)} of ${name}` : `State ${state} of ${name}`;
    const said = errorInWords(error, quotePayloads);
    const short = [state, errorInShort(error, quotePayloads)].filter((part) => part !== undefined).join(': ');
    return {
      text: `${sentence(`${who} failed ${time(at)}${repetition(view, bad, context)}${said === undefined ? '' : `: ${said}`}`)}${afterwards(view)}${input(view, context)}`,
      at,
      short: short === '' ? 'execution failed' : short,
      next: adviceOn(error, `state machine ${name}`, `Open the execution${state === undefined ? '' : ` at state ${state}`}.`),
      link: { title: `Execution of ${name}`, url: executionUrl(region, bad.arn) },
    };
  },
};

/** `, the 3rd execution in a row to end badly since …`: as far back as was listed. */
function repetition({ executions }: MachineView, bad: ExecutionFacts, { time }: DiagnosisContext): string {
  const ended = (valueOf(executions) ?? []).filter((one) => !isRunning(one)).sort((a, b) => (b.stop ?? b.start) - (a.stop ?? a.start));
  const before = ended.slice(ended.findIndex(({ arn }) => arn === bad.arn));
  const good = before.findIndex((one) => !endedBadly(one));
  const row = before.slice(0, good < 0 ? before.length : good);
  const first = row.at(-1);
  return row.length < 2 || first === undefined ? '' : `, the ${ordinal(row.length)} execution in a row to end badly since ${time(first.stop ?? first.start)}`;
}

/** A machine that catches its errors ends elsewhere than where it failed. */
function afterwards({ history, state, name }: MachineView): string {
  const end = valueOf(history)?.state;
  return valueOf(history)?.caught === undefined || end === undefined || nameOf(end) === state ? '' : ` ${name} caught it and ended in state ${nameOf(end)}.`;
}

function input({ failure }: MachineView, { quotePayloads }: DiagnosisContext): string {
  const text = valueOf(failure)?.input;
  return quotePayloads && text !== undefined && text !== '' ? sentence(` Its input: ${quote(text, true, LONGEST_INPUT)}`) : '';
}
