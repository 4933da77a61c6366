import { HOUR } from '../../core/time';
import { timesOf } from '../pipeline';
import { onSchedules } from './aim';
import type { Fault } from './fault';

/** Runs that do not come after the first that was told. */
const MORE = 2;

/** One run after the other does not come: an alarm that stays in ALARM says nothing of the second and the third. */
export const missesThreeRuns: Fault = {
  id: 'missesThreeRuns',
  title: 'Three runs in a row do not come',
  what: 'Runs do not come, of a weekly job for weeks. Each has to be told: the alarm that stays in ALARM is mute about all but the first.',
  expects: 'told',
  needs: ['notifier', 'dueTimes'],
  play: (scene) => {
    const first = timesOf(scene.pipeline)!.failuresToAlarm;
    const slots = scene.slots(first + MORE + 1);
    const after = slots.at(-1)!;
    const more = scene.interval < HOUR ? [] : slots.slice(first, -1);
    return {
      conditions: [onSchedules(scene, { from: scene.around(slots[0]!).from, to: scene.around(after).from }, { kind: 'none' }, 'disabled')],
      begins: slots[0]!,
      debts: [scene.unseen(slots[0]!).debt, ...more.map((slot) => scene.missedAgainAt(slot))],
      heals: after,
      to: scene.settledAfter(after),
    };
  },
};
