import { Instant, MINUTE } from '../time';
import { JudgedFacts, JudgedSlot, newestGood } from './judged-facts';
import { keepsOpen } from './keeps-open';
import type { IncidentRecord, OpenIncident, SeenAlarm } from './record';

/** An alarm that says nothing of its points or its window is about this time before it. No function runs longer. */
const UNKNOWN_WINDOW = 15 * MINUTE;

/** In which stretch of time a run failed of which an alarm tells; undefined where it tells of no failed run. */
export function failureOf({ question, at, breach }: SeenAlarm): OpenIncident['lastFailure'] {
  if (question !== 'FAILED') return undefined;
  return breach ?? { from: at - UNKNOWN_WINDOW, to: at };
}

/** The later of two failures. */
export function laterFailure(a: OpenIncident['lastFailure'], b: OpenIncident['lastFailure']): OpenIncident['lastFailure'] {
  if (a === undefined || b === undefined) return a ?? b;
  return b.from >= a.from ? b : a;
}

/**
 * Whether a good slot's success comes after the newest failure that an alarm told of: one before it heals nothing. Within the
 * alarm's own stretch of time the newest outcome of the slot decides, and that is good.
 */
export function heals(good: JudgedSlot, { lastFailure }: OpenIncident): boolean {
  return lastFailure === undefined || newestSuccess(good) >= lastFailure.from;
}

/**
 * Whether the evidence would have to be looked at more closely before a recovery is told: as metrics show it, a success may
 * have come before or after the failure.
 */
export function isHealingInDoubt({ incident, alarms }: IncidentRecord, judged: JudgedFacts): boolean {
  const good = newestGood(judged);
  if (incident?.lastFailure === undefined || good === undefined || judged.open) return false;
  const raised = Object.values(alarms).filter(({ state }) => state === 'ALARM');
  if (raised.some((alarm) => keepsOpen(alarm, incident)) || !heals(good, incident)) return false;
  // An alarm that is up tells no further failure.
  return newestSuccess(good) < incident.lastFailure.to || raised.some(({ question }) => question === 'FAILED');
}

/** When a run succeeded that ended an incident: the slot's first success after the incident began, or else its newest. */
export function recoveredAt(good: JudgedSlot, { openedAt, lastFailure }: OpenIncident): Instant | undefined {
  const began = Math.max(openedAt, lastFailure?.from ?? -Infinity);
  return good.succeededAt !== undefined && good.succeededAt >= began ? good.succeededAt : good.newestSuccessAt ?? good.succeededAt;
}

function newestSuccess({ newestSuccessAt, succeededAt }: JudgedSlot): Instant {
  return newestSuccessAt ?? succeededAt ?? -Infinity;
}
