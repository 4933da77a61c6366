import { valueOf } from '../findings';
import type { MachineView } from '../views';
import type { Rule } from './rule';

/** The state machine is gone, or going. */
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
