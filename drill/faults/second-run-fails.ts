import { HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import type { RunRecord } from '../world/runs/run-log';
import { isOwnRun, onRuns, onSchedules } from './aim';
import type { Fault } from './fault';
import type { Scene } from './scene';

/** The second run comes so long after the first, at the most. */
const LONGEST_PAUSE = 8 * HOUR;

/** That a run succeeded once heals no later failure. */
export const secondRunFails: Fault = {
  id: 'secondRunFails',
  title: 'A second run fails after the first has succeeded',
  what: 'A run succeeds. Hours later, or halfway to the next one, its event is delivered once more, and that run fails. Nothing has recovered until a later run succeeds.',
  expects: 'told',
  needs: ['dueTimes', 'schedule'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const pause = Math.min(LONGEST_PAUSE, (next! - slot!) / 2);
    const again = slot! + pause;
    return {
      conditions: [
        onSchedules(scene, scene.around(slot!), { kind: 'twice', seconds: pause / SECOND }),
        onRuns(scene.first, scene.around(slot!), (plan) => (plan.start >= again ? { ...plan, outcome: 'failed' } : plan)),
      ],
      begins: again,
      debts: [{ ...scene.seenAt(again + MINUTE), knownFrom: (runs) => failedAt(scene, again, runs) }],
      heals: next!,
      unhealedUntil: next!,
      to: scene.settledAfter(next!),
    };
  },
};

/** When the run that was started again failed: at its first attempt, or at its last where its owner expects retries. */
function failedAt(scene: Scene, again: Instant, runs: readonly RunRecord[]): Instant | undefined {
  const ends = runs.filter((run) => isOwnRun(scene.first, run) && run.start >= again && run.outcome !== 'succeeded' && (run.slot ?? again) <= again).flatMap(({ end }) => end ?? []);
  return (scene.first.contract?.retryWithinSeconds ?? 0) > 0 ? ends.at(-1) : ends[0];
}
