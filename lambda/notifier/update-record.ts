import type { IncidentRecord } from '../../core/incident/record';
import type { Instant } from '../../core/time';
import type { IncidentTable } from './ports';

/** So often somebody else may be first. In a storm each pipeline has a record of its own, so few ever meet. */
const MOST_TRIES = 8;

/**
 * Changes a record as it is now, however many others do the same: whoever is second reads again what the first wrote.
 *
 * @param change gives back the same record when there is nothing to change
 * @throws when the table cannot be used, or others are always first
 */
export async function updateRecord(table: IncidentTable, pipeline: string, now: Instant, change: (record: IncidentRecord) => IncidentRecord): Promise<IncidentRecord> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { record, revision } = await table.load(pipeline);
    const changed = change(record);
    if (changed === record || await table.save(changed, revision, now)) return changed;
  }
  throw new Error(`the record of ${pipeline} was changed by others ${MOST_TRIES} times in a row`);
}
