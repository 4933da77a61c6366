import { Instant, MINUTE } from '../../core/time';
import type { Fault } from './fault';

/** The pipeline is deployed anew while it runs. */
export const deploymentDuringRun: Fault = {
  id: 'deploymentDuringRun',
  title: 'A deployment in the middle of a run',
  what: 'The stack is deployed while a run is under way: the contract is stored anew, and nothing before that is owed any more.',
  expects: 'silence',
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const deployedAt: Instant = slot! + MINUTE + scene.usualOf(scene.first) / 2;
    const name = scene.pipeline.observed?.parameter?.name;
    return {
      conditions: [{
        from: deployedAt, to: Infinity, sparesWatchers: false,
        contract: (parameter) => (parameter.name === name ? { lastChanged: deployedAt } : undefined),
      }],
      begins: slot!,
      debts: [],
      to: scene.settledAfter(next!),
    };
  },
};
