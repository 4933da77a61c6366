import { MINUTE } from '../../core/time';
import { onRuns } from './aim';
import type { Fault } from './fault';

/** It waits so long, or for this share of what it may take, if that is less. */
const WAITS = 3 * MINUTE;
const SHARE_OF_LIMIT = 0.25;

/** An execution waits because the account makes too many state transitions, and goes on. */
export const transitionsThrottled: Fault = {
  id: 'transitionsThrottled',
  title: 'State transitions are throttled for a while',
  what: 'A neighbour uses up the account\'s quota of state transitions. An execution waits for some minutes, goes on, and succeeds in time.',
  expects: 'silence',
  needs: ['machine'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const machines = scene.pipeline.stages.filter(({ kind }) => kind === 'stateMachine');
    return {
      conditions: machines.map((machine) => {
        const throttledMillis = Math.min(WAITS, SHARE_OF_LIMIT * (scene.limitOf(machine) ?? Infinity));
        return onRuns(machine, scene.around(slot!), (plan) => ({ ...plan, throttled: true, throttledMillis }));
      }),
      begins: slot!,
      debts: [],
      to: scene.settledAfter(next!),
    };
  },
};
