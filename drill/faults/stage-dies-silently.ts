import { onRuns } from './aim';
import type { Fault } from './fault';

/** One stage does not run any more, and nobody else minds. */
export const stageDiesSilently: Fault = {
  id: 'stageDiesSilently',
  title: 'One stage dies silently while the others run',
  what: 'The last stage is not started any more, while those before it run on as if nothing had happened.',
  expects: 'told',
  needs: ['laterStage', 'expectation'],
  play: (scene) => {
    const stage = scene.pipeline.stages.at(-1)!;
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!, stage);
    const [after] = scene.slots(1, unseen.to);
    return {
      // To its callers it looks as if it had been accepted; nothing is started, and no metric moves.
      conditions: [onRuns(stage, unseen, (plan) => ({ ...plan, vanishes: true }))],
      begins: slot!,
      debts: [unseen.debt],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};
