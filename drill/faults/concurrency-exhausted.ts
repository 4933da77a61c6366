import { HOUR, MINUTE } from '../../core/time';
import type { DeliveredMessage } from '../result';
import { notifierFunctions } from './aim';
import type { Debt, Fault } from './fault';
import { comesFrom } from './own-topics';
import type { Scene } from './scene';

/** It begins so long before the run that it hits. */
const LEAD = 45 * MINUTE;
/** And lasts so long after that run should have been missed. */
const LINGERS = HOUR;

/** A neighbour takes all of the account's concurrency: work and watchers stand still together. */
export const concurrencyExhausted: Fault = {
  id: 'concurrencyExhausted',
  title: 'The account has no Lambda concurrency left',
  what: 'A neighbour uses all of the account\'s concurrency. No function runs that has none reserved: neither the pipeline\'s own nor the checker nor the notifier. It has to be notified past all of them.',
  expects: 'told',
  needs: ['functions'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const begins = slot! - Math.min(LEAD, scene.interval / 2);
    const heals = unseen.debt.knowableAt + unseen.debt.withinSeconds * 1000 + LINGERS;
    const [after] = scene.slots(1, heals);
    const reserved = new Set(scene.account.functions.filter(({ reservedConcurrency }) => reservedConcurrency !== undefined).map(({ arn }) => arn));
    return {
      conditions: [{
        from: begins, to: heals,
        run: (plan) => (plan.kind === 'function' && !reserved.has(plan.resourceArn) ? { ...plan, throttled: true } : plan),
      }],
      begins,
      debts: scene.pipeline.observed === undefined ? [unseen.debt] : watchersDown(scene, begins),
      severity: 'critical',
      to: scene.settledAfter(after!),
    };
  },
};

/** The notifier's own alarm speaks by itself; what the checker's alarms say has to wait until the notifier is given up. */
function watchersDown(scene: Scene, begins: number): Debt[] {
  const patience = Math.max(0, ...notifierFunctions(scene).map(({ asyncMaxEventAgeSeconds = 0 }) => asyncMaxEventAgeSeconds));
  const checker = scene.checkerSilentAt(begins);
  const isOfTheChecker = (message: DeliveredMessage): boolean => comesFrom('CheckerSilent')(message) || comesFrom('CheckerFailing')(message);
  return [
    ...(notifierFunctions(scene).length === 0 ? [] : [scene.notifierFailingAt(begins)]),
    { ...checker, withinSeconds: checker.withinSeconds + patience + 60, paidBy: isOfTheChecker },
  ];
}
