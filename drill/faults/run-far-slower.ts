import { onRuns } from './aim';
import { endedRun } from './failed-run';
import type { Fault } from './fault';

/** Nearly all that a run may take. */
const SHARE_OF_LIMIT = 0.9;

/** A run succeeds, after nearly all the time that it may take. */
export const runFarSlower: Fault = {
  id: 'runFarSlower',
  title: 'A run is far slower than usual',
  what: `One run takes ${SHARE_OF_LIMIT * 100} % of what it may take, several times as long as usual, and succeeds.`,
  expects: 'told',
  warmUpDays: 15,
  needs: ['knownLimit'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const millis = SHARE_OF_LIMIT * scene.limitOf(scene.first)!;
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, durationMillis: millis }))],
      begins: slot!,
      debts: [endedRun(scene, slot!)],
      severity: 'warning',
      to: scene.settledAfter(next!),
    };
  },
};
