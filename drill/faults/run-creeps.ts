import { DAY } from '../../core/time';
import { onRuns } from './aim';
import type { Fault } from './fault';

const WEEKS = 3;
/** So close to what it may take it ends up. */
const ENDS_AT = 0.97;
/** From so many times the usual duration on somebody should wonder. */
const NOTICEABLE = 2;

/** Runs take a little longer every day, until one will not finish. */
export const runCreeps: Fault = {
  id: 'runCreeps',
  title: 'Creeps towards its timeout over weeks',
  what: `Over ${WEEKS} weeks runs take longer and longer, up to ${ENDS_AT * 100} % of what they may take. It has to be told before one fails.`,
  expects: 'told',
  gradual: true,
  warmUpDays: 15,
  needs: ['knownLimit'],
  play: (scene) => {
    const [first] = scene.slots(1);
    const length = Math.max(WEEKS * 7 * DAY, 10 * scene.interval);
    const to = first! + length;
    const usual = scene.usualOf(scene.first);
    const most = ENDS_AT * scene.limitOf(scene.first)!;
    const durationAt = (start: number): number => usual + (most - usual) * Math.min(1, (start - first!) / length);
    const knowableAt = first! + length * Math.min(1, ((NOTICEABLE - 1) * usual) / (most - usual));
    return {
      conditions: [onRuns(scene.first, { from: first!, to: Infinity }, (plan) => ({ ...plan, durationMillis: durationAt(plan.start) }))],
      begins: first!,
      debts: [{ knowableAt, withinSeconds: (to - knowableAt) / 1000 }],
      severity: 'warning',
      to,
    };
  },
};
