import type { OpenIncident, SeenAlarm } from './record';

/**
 * Whether an alarm says that an incident goes on. One on a deadline stays up until the next deadline is met, hours after
 * the work was done: it says so of an incident of slowness, and nothing of failures.
 */
export function keepsOpen({ state, lasting, question }: SeenAlarm, incident: Pick<OpenIncident, 'question'>): boolean {
  return state === 'ALARM' && lasting && (question !== 'SLOW' || incident.question === 'SLOW');
}
