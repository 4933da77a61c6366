import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';

/** Somebody stops an execution. */
export const runAborted: Fault = {
  id: 'runAborted',
  title: 'A run is aborted',
  what: 'Somebody stops an execution by hand, and forgets to start another.',
  expects: 'told',
  needs: ['stateMachine'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'aborted' }))],
      begins: slot!,
      debts: [failedRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};
