import { HOUR } from '../../core/time';
import { DrillPipeline, neighbourOf } from '../pipeline';
import type { Condition } from '../world/conditions';
import type { Fault } from './fault';
import type { Scene } from './scene';

/** The second comes so long after the first, when that has long been notified. */
const LATER = 2 * HOUR;
const LASTS = 6 * HOUR;

/** A count that is up already cannot say that it has grown. */
export const secondUnverifiable: Fault = {
  id: 'secondUnverifiable',
  title: 'A second pipeline cannot be verified while a first one cannot',
  what: `The contract of another pipeline is corrupted, and ${LATER / HOUR} hours later its own. The alarm on pipelines that cannot be verified is up by then. Both have to be notified.`,
  expects: 'told',
  needs: ['checker', 'neighbour'],
  knownGap: () => 'One alarm counts all pipelines that cannot be verified. While it is up, one more changes nothing that CloudWatch notifies of.',
  play: (scene) => {
    const first = scene.ready;
    const second = first + LATER;
    const heals = first + LASTS;
    const other = neighbourOf(scene.pipeline, scene.all)!;
    return {
      conditions: [corrupted(other, first, heals), corrupted(scene.pipeline, second, heals)],
      begins: first,
      debts: [scene.unverifiableAt(first), scene.unverifiableAt(second)],
      severity: 'critical',
      heals,
      to: settled(scene, heals),
    };
  },
};

function corrupted({ observed }: DrillPipeline, from: number, to: number): Condition {
  return { from, to, contract: (parameter) => (parameter === observed!.parameter ? { text: parameter.value.slice(0, 40) } : undefined) };
}

function settled(scene: Scene, heals: number): number {
  const [next] = scene.slots(1, heals);
  return Math.min(scene.settledAfter(next!), heals + 24 * HOUR);
}
