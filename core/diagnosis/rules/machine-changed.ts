import { stateMachineUrl } from '../../console/pages';
import { valueOf } from '../findings';
import { changedInWords, isSuspicious, newestExecution } from '../look-back';
import type { MachineView } from '../views';
import type { Found, Rule } from './rule';

/** The definition of the state machine is not what it was when it last succeeded. */
export const machineChanged: Rule<MachineView> = {
  id: 'machineChanged',
  family: 'change',
  seen: 'the state machine was created or changed after the last success and before it went wrong, or is another revision than its last execution ran',
  calls: ['machine', 'executedMachine', 'executions'],
  find: ({ machine, executedMachine, executions, bad, name, source }, context) => {
    const { region } = context;
    const deployed = valueOf(machine);
    const executed = valueOf(executedMachine);
    const found = (text: string, at?: number): Found => ({
      text, ...(at === undefined ? {} : { at }),
      short: 'state machine changed',
      next: `Compare state machine ${name} with the version that last worked.`,
      link: { title: `State machine ${name}`, url: stateMachineUrl(region, source.stateMachineArn) },
    });
    const dates = [executed?.changedAt, deployed?.changedAt].filter((date) => isSuspicious(date, bad?.start, context));
    if (dates.length > 0) return found(`State machine ${name} ${changedInWords(Math.max(...dates), context)}.`, Math.max(...dates));
    const last = newestExecution(valueOf(executions) ?? []);
    // Such a change has no date; after a run that failed it may be the repair. The first revision has no name (API reference).
    if (bad !== undefined || last === undefined || deployed?.revision === undefined || executed?.revision === undefined || deployed.revision === executed.revision) return undefined;
    return found(`State machine ${name} was changed after its last execution started ${context.time(last.start)}.`);
  },
};
