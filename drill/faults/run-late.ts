import { MINUTE } from '../../core/time';
import { onSchedules } from './aim';
import type { Fault } from './fault';

/** Runs come too late. */
export const runLate: Fault = {
  id: 'runLate',
  title: 'A run starts late',
  what: 'What starts the run is late, by more than its owner tolerates; then the run succeeds. It has to be told, and so does the recovery.',
  expects: 'told',
  needs: ['dueTimes', 'everyBadRun'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const slots = scene.slots(100, slot!).filter((one) => one < unseen.to);
    const last = slots.at(-1)!;
    const seconds = (unseen.debt.knowableAt - last) / 1000 + (scene.pipeline.observed === undefined ? 0 : unseen.debt.withinSeconds) + 5 * 60;
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [onSchedules(scene, unseen, { kind: 'delayed', seconds })],
      begins: slot!,
      debts: [unseen.debt],
      heals: last + seconds * 1000,
      to: Math.max(scene.settledAfter(after!), last + seconds * 1000 + 60 * MINUTE),
    };
  },
};
