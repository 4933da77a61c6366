import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';

/** One run fails, with all its retries. */
export const runFails: Fault = {
  id: 'runFails',
  title: 'A run fails',
  what: 'One run of the first stage fails, and so do its retries. The next run is well again.',
  expects: 'told',
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' }))],
      begins: slot!,
      debts: [failedRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};
