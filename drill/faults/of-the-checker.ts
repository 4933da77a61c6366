import { HOUR } from '../../core/time';
import type { Condition } from '../world/conditions';
import type { Debt, Play } from './fault';
import type { Scene, Span } from './scene';

const LASTS = 3 * HOUR;

/** Something is wrong with the checker for three hours, and then not any more. */
export function ofTheChecker(scene: Scene, condition: (span: Span) => Condition, debt: (scene: Scene, knowableAt: number) => Debt): Play {
  const begins = scene.ready;
  const heals = begins + LASTS;
  const [next] = scene.slots(1, heals);
  return {
    conditions: [condition({ from: begins, to: heals })],
    begins,
    debts: [debt(scene, begins)],
    severity: 'critical',
    heals,
    to: Math.min(scene.settledAfter(next!), heals + 24 * HOUR),
  };
}

/** The error of a call that the role may not make. */
export function accessDenied(action: string): () => Error {
  return () => Object.assign(new Error(`the role is not authorized to perform: ${action}`), { name: 'AccessDeniedException' });
}
