import { DAY, Instant } from '../../core/time';
import type { Fault, Play } from './fault';
import type { Scene } from './scene';

/** The pipeline runs as ever, around a date that schedules are known to stumble over. */
export function quietAround(scene: Scene, daysAfter: number): Play {
  const to = scene.ready + daysAfter * DAY;
  return { conditions: [], begins: scene.ready, debts: [], to: Math.max(to, scene.settledAfter(to)) };
}

/** A fault that is none: only the date is special. `when` gives the moment two days before it. */
export function quietDate(fault: Pick<Fault, 'id' | 'title' | 'what' | 'when' | 'needs'>, daysAfter = 5): Fault {
  return { ...fault, expects: 'silence', play: (scene) => quietAround(scene, daysAfter) };
}

/** Days before the date at which a play begins. */
export const LEAD: Instant = 2 * DAY;
