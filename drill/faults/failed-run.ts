import { Instant, MINUTE } from '../../core/time';
import type { RunRecord } from '../world/runs/run-log';
import { isOwnRun } from './aim';
import type { Debt } from './fault';
import type { Scene } from './scene';

/**
 * What has to be told of the first stage's run of a slot that fails: known when it ends, or, where its owner expects
 * retries, when the last of them has.
 */
export function failedRun(scene: Scene, slot: Instant): Debt {
  const isRetried = (scene.first.contract?.retryWithinSeconds ?? 0) > 0;
  return {
    ...scene.seenAt(slot + MINUTE),
    knownFrom: (runs) => {
      const ends = endsOf(runs, scene, slot);
      return isRetried ? ends.at(-1) : ends[0];
    },
  };
}

/** What has to be told of the first stage's run of a slot that ends, well or not. */
export function endedRun(scene: Scene, slot: Instant): Debt {
  return { ...scene.seenAt(slot + MINUTE), knownFrom: (runs) => endsOf(runs, scene, slot).at(-1) };
}

/** What has to be told of a run that does not end by itself: its timeout ends it, or it is stuck before that. */
export function overdueRun(scene: Scene, slot: Instant): Debt {
  const { resource, contract } = scene.first;
  const stuck = scene.stuckAt(slot);
  const isStuckFirst = stuck !== undefined && contract !== undefined && contract.maxDurationSeconds <= (resource.timeoutSeconds ?? Infinity);
  if (isStuckFirst) return stuck;
  return resource.timeoutSeconds === undefined ? scene.unseen(slot).debt : failedRun(scene, slot);
}

/** When the attempts of a slot's run ended, oldest first. */
function endsOf(runs: readonly RunRecord[], scene: Scene, slot: Instant): Instant[] {
  return attemptsOf(runs, scene, slot).flatMap(({ end }) => end ?? []);
}

function attemptsOf(runs: readonly RunRecord[], scene: Scene, slot: Instant): RunRecord[] {
  const { from, to } = scene.around(slot);
  return runs.filter((run) => isOwnRun(scene.first, run)).filter(({ slot: served, start }) => (served ?? start) >= from && (served ?? start) < to);
}
