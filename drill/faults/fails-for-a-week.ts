import { HOUR, Instant, SECOND } from '../../core/time';
import { silenceOf } from '../pipeline';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Debt, Fault } from './fault';
import type { Scene } from './scene';

const NIGHTS = 7;

/** Seven runs in a row fail: an alarm that stays in ALARM says nothing of the second to the seventh. */
export const failsForAWeek: Fault = {
  id: 'failsForAWeek',
  title: 'Seven runs in a row fail',
  what: 'Seven runs in a row fail, as on every night of a week. Each has to be told: an alarm that stays in ALARM is mute about all but the first. Where only a maximum silence is expected, once in each such time is enough.',
  expects: 'told',
  play: (scene) => {
    const slots = scene.slots(NIGHTS + 1);
    return {
      conditions: [onRuns(scene.first, scene.around(slots[0]!, NIGHTS), (plan) => ({ ...plan, outcome: 'failed' }))],
      begins: slots[0]!,
      debts: debtsOf(scene, slots.slice(0, NIGHTS)),
      heals: slots[NIGHTS]!,
      to: scene.settledAfter(slots[NIGHTS]!),
    };
  },
};

function debtsOf(scene: Scene, failing: readonly Instant[]): Debt[] {
  const [first, last] = [failing[0]!, failing.at(-1)!];
  // Runs that follow each other closely are one incident.
  if (scene.interval < HOUR) return [failedRun(scene, first)];
  const silence = silenceOf(scene.pipeline)?.maxSilenceSeconds;
  if (silence === undefined) return failing.map((slot) => failedRun(scene, slot));
  const again = Array.from({ length: Math.ceil((last - first) / (silence * SECOND)) - 1 }, (_, index): Instant => first + (index + 1) * silence * SECOND);
  return [failedRun(scene, first), ...again.map((knowableAt): Debt => ({ knowableAt, withinSeconds: silence, repeats: true, paidBy: ({ at }) => at >= knowableAt }))];
}
