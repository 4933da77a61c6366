import { Instant, SECOND } from '../../core/time';
import { silenceOf } from '../pipeline';
import { onSchedules } from './aim';
import type { Fault } from './fault';

const ARRIVALS = 4;
/** So much of the silence that is allowed lies between two of them. */
const SHARE = 0.9;

/** Business is slow, and still within what was agreed. */
export const arrivalsGetRarer: Fault = {
  id: 'arrivalsGetRarer',
  title: 'Arrivals get rarer, within the silence allowed',
  what: `What starts the pipeline comes more rarely than usual: ${ARRIVALS} times in a row after ${SHARE * 100} % of the silence that its owner allows. That is no reason to wake anybody.`,
  expects: 'silence',
  needs: ['otherTrigger', 'silence'],
  play: (scene) => {
    const begins = scene.slots(1)[0]!;
    const gap = SHARE * silenceOf(scene.pipeline)!.maxSilenceSeconds * SECOND;
    const arrivals = Array.from({ length: ARRIVALS }, (_, index): Instant => begins + (index + 1) * gap);
    // The slots between are not served, and the last one before an arrival is served when that is due.
    const served = arrivals.map((at) => ({ at, slot: scene.slotBefore(at + 1) }));
    const [after] = scene.slots(1, arrivals.at(-1)! + 1);
    const spans = served.map(({ slot, at }) => onSchedules(scene, { from: slot, to: slot + scene.interval }, { kind: 'delayed', seconds: (at - slot) / SECOND }));
    return {
      conditions: [...spans, onSchedules(scene, { from: begins + 1, to: after! }, { kind: 'none' })],
      begins,
      debts: [],
      to: scene.settledAfter(after!),
    };
  },
};
