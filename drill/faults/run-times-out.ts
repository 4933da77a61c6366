import { onRuns } from './aim';
import { overdueRun } from './failed-run';
import type { Fault } from './fault';

/** A run is cut off by its own timeout. */
export const runTimesOut: Fault = {
  id: 'runTimesOut',
  title: 'A run times out',
  what: 'One run takes longer than the timeout of its resource, which ends it; so do its retries.',
  expects: 'told',
  needs: ['timeout'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const timeout = scene.first.resource.timeoutSeconds! * 1000;
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, durationMillis: 2 * timeout }))],
      begins: slot!,
      debts: [overdueRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};
