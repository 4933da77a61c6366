import { DAY, HOUR } from '../../core/time';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';

/** At most so many messages about one pipeline in 24 hours, with the one that the cap ends with and the recovery. */
const MOST = 12;

/** A job that runs often fails all day: a mailbox that gets a mail for each is muted. */
export const failsAllDay: Fault = {
  id: 'failsAllDay',
  title: 'Every run of a day fails',
  what: `A job that runs every hour or more often fails for a whole day. It has to be told, with ${MOST} messages at most, the last of which says that it is the last for a while.`,
  expects: 'told',
  needs: ['notifier', 'frequentRuns'],
  play: (scene) => {
    const slots = scene.slotsBetween(scene.ready, scene.ready + DAY);
    const [first] = slots;
    const [after] = scene.slots(1, slots.at(-1)! + 1);
    return {
      conditions: [onRuns(scene.first, { from: scene.around(first!).from, to: scene.around(after!).from }, (plan) => ({ ...plan, outcome: 'failed' }))],
      begins: first!,
      debts: [failedRun(scene, first!)],
      heals: after!,
      // What the cap held back is told when it ends, a day after the first message.
      to: scene.settledAfter(after!) + 6 * HOUR,
      mostMessages: MOST,
    };
  },
};
