import { onRuns } from './aim';
import type { Fault } from './fault';

/** An attempt fails, its retry succeeds. */
export const succeedsAfterRetries: Fault = {
  id: 'succeedsAfterRetries',
  title: 'A run succeeds after a retry',
  what: 'The first attempt fails and its retry succeeds, as planned by whoever asked for retries.',
  expects: 'silence',
  needs: ['retries'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const isMachine = scene.first.kind === 'stateMachine';
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => {
        if (isMachine) return { ...plan, failedTries: 1 };
        return plan.attempt === 1 ? { ...plan, outcome: 'failed' } : plan;
      })],
      begins: slot!,
      debts: [],
      to: scene.settledAfter(next!),
    };
  },
};
