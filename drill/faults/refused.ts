import { Instant, MINUTE } from '../../core/time';
import type { Firing } from '../world/conditions';
import { onSchedules } from './aim';
import type { Play } from './fault';
import type { Scene } from './scene';

/** The schedule fires, and its target cannot be invoked, for as long as a missing run needs to be told. */
export function refused(scene: Scene, why: Extract<Firing, { kind: 'refused' }>['why']): Play {
  const [slot] = scene.slots(1);
  const unseen = scene.unseen(slot!);
  const [after] = scene.slots(1, unseen.to);
  // The first attempt is refused in the minute of the slot; it need not be told sooner than a run that is missing.
  const knowableAt: Instant = slot! + MINUTE;
  const until = unseen.debt.knowableAt + unseen.debt.withinSeconds * 1000;
  return {
    conditions: [onSchedules(scene, unseen, { kind: 'refused', why })],
    begins: slot!,
    debts: [{ knowableAt, withinSeconds: (until - knowableAt) / 1000 }],
    heals: after!,
    to: scene.settledAfter(after!),
  };
}
