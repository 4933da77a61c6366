import { onSchedules } from './aim';
import type { Fault } from './fault';

/** Somebody switches the schedule off and forgets about it for a while. */
export const scheduleDisabled: Fault = {
  id: 'scheduleDisabled',
  title: 'Never starts: its schedule is disabled',
  what: 'Somebody disables the schedule for maintenance and forgets it. Nothing runs, nothing fails, no metric moves.',
  expects: 'told',
  needs: ['schedule', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [onSchedules(scene, unseen, { kind: 'none' }, 'disabled')],
      begins: slot!,
      debts: [unseen.debt],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};
