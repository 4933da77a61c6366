import { MINUTE } from '../../core';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';
import { isAbout } from './own-topics';

/** All that the notifier remembers is gone. */
export const incidentTableLost: Fault = {
  id: 'incidentTableLost',
  title: 'The table of incidents is lost',
  what: 'Two runs in a row fail, and between them the table of incidents is emptied. Both failures have to be told, and the recovery: only that they belong together is lost.',
  expects: 'told',
  needs: ['notifier'],
  play: (scene) => {
    const [slot, second, after] = scene.slots(3);
    const emptied = second! - 5 * MINUTE;
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
        { ...failedRun(scene, second!), paidBy: (message) => message.at > emptied && paidBy(message) && message.kind !== 'reminder' },
      ],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};
