import { onRuns } from './aim';
import { overdueRun } from './failed-run';
import type { Fault } from './fault';

/** A run starts and never ends by itself. */
export const runHangs: Fault = {
  id: 'runHangs',
  title: 'A run starts and hangs',
  what: 'A run waits for an answer that never comes. It ends when a timeout ends it, or not at all.',
  expects: 'told',
  needs: ['endOfHangingRun'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, durationMillis: Infinity }))],
      begins: slot!,
      debts: [overdueRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};
