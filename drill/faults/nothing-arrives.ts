import { DAY, Instant, MINUTE, SECOND } from '../../core/time';
import { onSchedules } from './aim';
import type { Debt, Fault } from './fault';
import type { Span } from './scene';

/** No alarm of CloudWatch looks back longer than a week; whatever has not spoken after that will not. */
const WATCHED = 8 * DAY;

/** Whatever starts it falls silent: nothing fails anywhere, there is just nothing any more. */
export const nothingArrives: Fault = {
  id: 'nothingArrives',
  title: 'Nothing arrives any more',
  what: 'What starts the pipeline from outside its templates falls silent, or is cut off from it: no upload, no message, no event. Nothing runs, nothing fails, no metric moves. Later it comes again.',
  expects: 'told',
  needs: ['otherTrigger', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.pipeline.observed === undefined ? longSilence(slot!) : scene.unseen(slot!);
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [onSchedules(scene, { from: unseen.from, to: unseen.to }, { kind: 'none' })],
      begins: slot!,
      debts: [unseen.debt],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/** Where nobody says how long it may be silent, any alarm that speaks at all is soon enough. */
function longSilence(slot: Instant): Span & { readonly debt: Debt } {
  return { from: slot - MINUTE, to: slot + WATCHED, debt: { knowableAt: slot, withinSeconds: WATCHED / SECOND } };
}
