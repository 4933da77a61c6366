import { DAY, HOUR, Instant, MINUTE } from '../../core/time';
import type { Condition } from '../world/conditions';
import { onSchedules } from './aim';
import type { Fault } from './fault';

const EVERY = 12 * HOUR;
/** The first deployment comes so long after the run was due. */
const AFTER_DUE = 5 * MINUTE;

/**
 * CloudFormation writes a parameter anew on every update of the resource, for a tag too, so its date moves although its text
 * does not. (AWS Systems Manager API reference, PutParameter)
 */
export const contractTouched: Fault = {
  id: 'contractTouched',
  title: 'Deployments touch its contract, and a run is missing',
  what: `A run does not come. ${AFTER_DUE / MINUTE} minutes after it was due, and every ${EVERY / HOUR} hours from then on, a deployment with new tags stores the contract anew. Its text stays the same, so the run is still due.`,
  expects: 'told',
  needs: ['checker'],
  knownGap: () => 'Nothing is due before the date of the contract\'s last change, and Parameter Store moves that date although the text stays the same.',
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const notified = unseen.debt.knowableAt + unseen.debt.withinSeconds * 1000;
    const to = notified + DAY;
    return {
      conditions: [
        onSchedules(scene, { from: unseen.from, to }, { kind: 'none' }, 'disabled'),
        ...deployments(slot! + AFTER_DUE, to).map((at): Condition => ({
          from: at, to: at + EVERY,
          contract: (parameter) => (parameter === scene.pipeline.observed!.parameter ? { lastChanged: at } : undefined),
        })),
      ],
      begins: slot!,
      debts: [unseen.debt],
      to,
    };
  },
};

function deployments(first: Instant, to: Instant): Instant[] {
  return Array.from({ length: Math.ceil((to - first) / EVERY) }, (_, index) => first + index * EVERY);
}
