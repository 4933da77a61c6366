import type { Instant } from '../time';
import type { OpenIncident } from './record';

/** A thread is read by people and kept in one item of a table: older lines are counted. */
const MOST_LINES = 30;

/** Adds a line that no message has told yet. */
export function addLine(incident: OpenIncident, at: Instant, text: string): OpenIncident {
  const thread = [...incident.thread, { at, text, told: false }];
  const dropped = Math.max(0, thread.length - MOST_LINES);
  return { ...incident, thread: thread.slice(dropped), droppedLines: incident.droppedLines + dropped };
}

/** Takes all lines for told. @returns those that were not */
export function tellThread(incident: OpenIncident): { readonly incident: OpenIncident; readonly changed: readonly string[] } {
  return {
    incident: { ...incident, thread: incident.thread.map((line) => ({ ...line, told: true })) },
    changed: incident.thread.filter(({ told }) => !told).map(({ text }) => text),
  };
}
