import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';

const PAIRS = 3;
/** At once, at the due time, at the deadline, and the two recoveries. */
const MESSAGES_EACH = 5;

/** Every other run fails. */
export const flapping: Fault = {
  id: 'flapping',
  title: 'Every other run fails',
  what: `Of ${2 * PAIRS} runs every other one fails. Each failure may be told at once, at its due time, at its deadline, and when it is over, and no more often.`,
  expects: 'told',
  play: (scene) => {
    const slots = scene.slots(2 * PAIRS + 1);
    const failing = slots.slice(0, 2 * PAIRS).filter((_slot, index) => index % 2 === 0);
    return {
      conditions: failing.map((slot) => onRuns(scene.first, scene.around(slot), (plan) => ({ ...plan, outcome: 'failed' }))),
      begins: slots[0]!,
      debts: [failedRun(scene, slots[0]!)],
      heals: slots[2 * PAIRS - 1]!,
      to: scene.settledAfter(slots[2 * PAIRS]!),
      mostMessages: MESSAGES_EACH * PAIRS,
    };
  },
};
