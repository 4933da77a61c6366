import { DAY } from '../../core/time';
import { onSchedules } from './aim';
import type { Fault } from './fault';

/** No alarm of CloudWatch looks back longer than a week; whatever has not spoken after that will not. */
const WATCHED = 8 * DAY;

/** The schedule is gone for good. */
export const scheduleDeleted: Fault = {
  id: 'scheduleDeleted',
  title: 'Never starts: its schedule is deleted',
  what: 'The schedule is deleted, by hand or by a deployment that lost it. From then on nothing runs any more.',
  expects: 'told',
  needs: ['schedule', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    return {
      conditions: [onSchedules(scene, { from: unseen.from, to: Infinity }, { kind: 'none' }, 'deleted')],
      begins: slot!,
      debts: [unseen.debt],
      to: Math.max(scene.settledAfter(unseen.to), slot! + WATCHED, slot! + 3 * scene.interval),
    };
  },
};
