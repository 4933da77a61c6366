import { HOUR } from '../../core';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';

const NIGHTS = 7;

/** Seven runs in a row fail: an alarm that stays in ALARM says nothing of the second to the seventh. */
export const failsForAWeek: Fault = {
  id: 'failsForAWeek',
  title: 'Seven runs in a row fail',
  what: 'Seven runs in a row fail, as on every night of a week. Each has to be told: an alarm that stays in ALARM is mute about all but the first.',
  expects: 'told',
  inapplicable: ({ schedules: [{ expression }] }) => (/^rate\(\d+ minutes?\)$/.test(expression) ? 'Its runs follow each other so closely that they are one incident.' : undefined),
  play: (scene) => {
    const slots = scene.slots(NIGHTS + 1);
    const isOneIncident = scene.interval < HOUR;
    return {
      conditions: [onRuns(scene.first, scene.around(slots[0]!, NIGHTS), (plan) => ({ ...plan, outcome: 'failed' }))],
      begins: slots[0]!,
      debts: slots.slice(0, isOneIncident ? 1 : NIGHTS).map((slot) => failedRun(scene, slot)),
      heals: slots[NIGHTS]!,
      to: scene.settledAfter(slots[NIGHTS]!),
    };
  },
};
