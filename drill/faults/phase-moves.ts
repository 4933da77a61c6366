import type { Instant } from '../../core/time';
import type { Condition } from '../world/conditions';
import { onSchedules } from './aim';
import type { Fault } from './fault';
import type { Scene } from './scene';

/** Runs after which it is settled that they come at another time now. */
const RUNS = 6;

/** A rate counts from when its schedule was made: whoever makes it again moves all runs. */
export const phaseMoves: Fault = {
  id: 'phaseMoves',
  title: 'Its rate is made again, and runs come at another time',
  what: 'The schedule of a rate is deleted and made again between two runs. From then on runs come half an interval earlier than before, the first at once.',
  expects: 'silence',
  needs: ['rate', 'dueTimes', 'schedule'],
  play: (scene) => {
    const { recreatedAt, condition } = recreated(scene);
    return { conditions: [condition], begins: recreatedAt, debts: [], to: scene.settledAfter(recreatedAt + RUNS * scene.interval) };
  },
};

/** What is due moves with the runs. */
export const phaseMovesThenStops: Fault = {
  id: 'phaseMovesThenStops',
  title: 'Its rate is made again, and later runs do not come',
  what: `The schedule of a rate is deleted and made again between two runs. ${RUNS} runs come at the new time, and then none.`,
  expects: 'told',
  needs: ['rate', 'dueTimes', 'schedule'],
  play: (scene) => {
    const { recreatedAt, condition } = recreated(scene);
    const earlier = scene.interval / 2;
    const slot = recreatedAt + RUNS * scene.interval;
    const unseen = scene.unseen(slot + earlier);
    const debt = { ...unseen.debt, knowableAt: unseen.debt.knowableAt - earlier };
    const to = debt.knowableAt + debt.withinSeconds * 1000 + 2 * scene.interval;
    return {
      conditions: [condition, onSchedules(scene, { from: unseen.from - earlier, to }, { kind: 'none' }, 'disabled')],
      begins: slot,
      debts: [debt],
      to,
    };
  },
};

function recreated(scene: Scene): { readonly recreatedAt: Instant; readonly condition: Condition } {
  const [slot] = scene.slots(1);
  const recreatedAt = slot! + scene.interval / 2;
  return {
    recreatedAt,
    // The first run of a schedule that is made without a start date comes at once.
    condition: { from: recreatedAt, to: Infinity, sparesWatchers: true, recreated: (schedule) => (scene.starts(schedule) ? recreatedAt : undefined) },
  };
}
