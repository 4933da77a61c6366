import { DAY } from '../../core/time';
import type { DeliveredMessage } from '../result';
import { onSchedules } from './aim';
import type { Fault } from './fault';

const DAYS = 14;
/** The cap on messages about one pipeline in 24 hours. */
const MOST_PER_DAY = 10;
/** Those of two weeks, on both topics. */
const DIGESTS = 4;

/** Nobody cares: a message that was overlooked must not be the last one. */
export const brokenForTwoWeeks: Fault = {
  id: 'brokenForTwoWeeks',
  title: 'Nobody repairs it for two weeks',
  what: `What starts it is gone and nobody does anything for ${DAYS} days. It has to be told again every day, and not more than ${MOST_PER_DAY} times a day.`,
  expects: 'told',
  needs: ['notifier', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const { from, debt } = scene.unseen(slot!);
    const days = Array.from({ length: DAYS - 1 }, (_, index) => debt.knowableAt + (index + 1) * DAY);
    return {
      conditions: [onSchedules(scene, { from, to: Infinity }, { kind: 'none' }, 'deleted')],
      begins: slot!,
      debts: [debt, ...days.map((day) => ({ knowableAt: day, withinSeconds: DAY / 1000, repeats: true, paidBy: ({ at }: DeliveredMessage) => at >= day }))],
      to: debt.knowableAt + DAYS * DAY,
      mostMessages: DAYS * MOST_PER_DAY + DIGESTS,
    };
  },
};
