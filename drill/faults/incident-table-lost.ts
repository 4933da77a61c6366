import { HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Debt, Fault } from './fault';
import { isAbout } from './own-topics';
import type { Scene } from './scene';

/** All that the notifier remembers is gone. */
export const incidentTableLost: Fault = {
  id: 'incidentTableLost',
  title: 'The table of incidents is lost',
  what: 'Two runs in a row fail, and between them the table of incidents is emptied. Both failures have to be told, and the recovery: only that they belong together is lost. Of runs within an hour, the second may wait for proof of life.',
  expects: 'told',
  needs: ['notifier'],
  play: (scene) => {
    const [slot, second, after] = scene.slots(3);
    const emptied = second! - Math.min(5 * MINUTE, scene.interval / 4);
    const tables = new Set(scene.pipeline.observed!.notifiers.map(({ tableName }) => tableName));
    const paidBy = isAbout(scene.account, scene.pipeline);
    return {
      conditions: [
        onRuns(scene.first, scene.around(slot!, 2), (plan) => ({ ...plan, outcome: 'failed' })),
        { from: emptied, to: emptied + 1, empties: (name) => tables.has(name) },
      ],
      begins: slot!,
      debts: [
        { ...failedRun(scene, slot!), paidBy },
        { ...failedAgain(scene, second!), paidBy: (message) => message.at > emptied && paidBy(message) && message.kind !== 'reminder' },
      ],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/** While the alarm of a run shortly before is still up, another failure changes nothing about it: proof of life notifies of that. */
function failedAgain(scene: Scene, slot: Instant): Debt {
  const failed = failedRun(scene, slot);
  if (scene.interval >= HOUR) return failed;
  const { knowableAt, withinSeconds } = scene.unseen(slot).debt;
  return { ...failed, withinSeconds: Math.max(failed.withinSeconds, (knowableAt - slot) / SECOND + withinSeconds) };
}
