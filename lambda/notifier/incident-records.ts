import type { IncidentRecord } from '../../core/incident/record';
import { DAY, type Instant, MINUTE } from '../../core/time';
import type { IncidentTable, NotifierPorts, StoredRecord } from './ports';

/** After its last change a record of nothing is kept so long: a digest compares two spans of a week with each other. */
export const RECORD_KEPT = 35 * DAY;

/** So many messages of a sort go out at once within a window of the clock; further ones are told together. */
export const SEND_SLOTS_PER_WINDOW = 3;
export const SEND_SLOT_WINDOW = 10 * MINUTE;

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

/** The same ports, of which the table remembers. For one tick, or one alarm. */
export function remembering(ports: NotifierPorts): NotifierPorts {
  const table = rememberingTable(ports.table);
  return new Proxy(ports, {
    get: (target, name) => {
      if (name === 'table') return table;
      const value: unknown = Reflect.get(target, name);
      // A method is one of the object behind, whose private fields a proxy has not.
      return typeof value === 'function' ? value.bind(target) as unknown : value;
    },
  });
}

/**
 * What was listed, loaded or written is not read again: in a storm that would be most of what there is to do. Who decides by
 * what somebody else has changed since finds that out when it is saved, and reads it then; a tick that finds nothing to save
 * decides anew a minute later.
 */
function rememberingTable(table: IncidentTable): IncidentTable {
  const known = new Map<string, StoredRecord>();
  /** A listing may be older than what was written a moment ago. */
  const newest = (stored: StoredRecord): StoredRecord => {
    const { pipeline } = stored.record;
    const before = known.get(pipeline);
    if (before !== undefined && before.revision >= stored.revision) return before;
    known.set(pipeline, stored);
    return stored;
  };
  return {
    load: async (pipeline) => known.get(pipeline) ?? newest(await table.load(pipeline)),
    loadAll: async () => (await table.loadAll()).map(newest),
    save: async (record, revision, now) => {
      // Whatever comes of it, what was known is over.
      known.delete(record.pipeline);
      const saved = await table.save(record, revision, now);
      if (saved) known.set(record.pipeline, { record, revision: revision + 1 });
      return saved;
    },
    acquireSendSlot: (sort, now) => table.acquireSendSlot(sort, now),
  };
}
