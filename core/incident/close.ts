import type { FoldContext } from './context';
import { decide } from './decide';
import type { IncidentRecord, OpenIncident, Recovery } from './record';

/** Ends an incident, and tells it once if anything of it was told. */
export function close(record: IncidentRecord, incident: OpenIncident, recovery: Omit<Recovery, 'failures'>, context: FoldContext): IncidentRecord {
  const recovered = { ...recovery, failures: incident.failures };
  const { incident: _open, ...rest } = record;
  const closed: IncidentRecord = { ...rest, closed: { incident, recovery: recovered } };
  return incident.toldTo.length === 0 ? closed : decide(closed, incident, { kind: 'recovered', recovered }, context);
}
