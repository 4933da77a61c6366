import { onSchedules } from './aim';
import type { Fault } from './fault';
import { ownAlarms } from './own-topics';

/** Somebody has muted the pipeline's alarms and forgotten it. */
export const actionsDisabled: Fault = {
  id: 'actionsDisabled',
  title: 'The actions of its alarms are disabled, and a run is missing',
  what: 'Somebody runs `disable-alarm-actions` on the alarms of the pipeline and forgets it. Then a run is missing. Its alarm goes up, and CloudWatch notifies nobody.',
  expects: 'told',
  needs: ['alarms', 'expectation'],
  knownGap: ({ observed }) => (observed === undefined ? undefined
    : 'CloudWatch takes no action of such an alarm, and the notifier takes it that this is meant. Nothing remembers for how long it has been so.'),
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const [after] = scene.slots(1, unseen.to);
    const names = new Set(ownAlarms(scene.account, scene.pipeline).map(({ name }) => name));
    return {
      conditions: [
        { from: scene.ready, to: Infinity, sparesWatchers: true, disablesActions: (name) => names.has(name) },
        onSchedules(scene, unseen, { kind: 'none' }, 'disabled'),
      ],
      begins: slot!,
      debts: [unseen.debt],
      to: scene.settledAfter(after!),
    };
  },
};
