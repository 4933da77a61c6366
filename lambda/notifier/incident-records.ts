import type { IncidentRecord } from '../../core/incident/record';
import { DAY, type Instant, MINUTE } from '../../core/time';
import type { IncidentTable, StoredRecord } from './ports';

/** How long a record without an open incident is kept after its last change. A digest compares two spans of a week. */
export const RECORD_KEPT = 35 * DAY;

/** At most this many messages of one kind go out at once in a window of the clock. Further messages are sent as a group. */
export const SEND_SLOTS_PER_WINDOW = 3;
export const SEND_SLOT_WINDOW = 10 * MINUTE;

/** How often another process may write first. Each pipeline has its own record, so processes seldom collide. */
const MOST_TRIES = 8;

/** A change of a pipeline's record. It returns the same record when there is nothing to change. */
export type RecordChange = (record: IncidentRecord) => IncidentRecord;

/**
 * Changes a pipeline's record, however many processes do the same: a process whose write is refused reads the record again.
 *
 * @throws when the table cannot be used, or when other processes always write first
 */
export async function updateRecord(table: IncidentTable, pipeline: string, now: Instant, change: RecordChange): Promise<IncidentRecord> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { record, revision } = await table.load(pipeline);
    const changed = change(record);
    if (changed === record || await table.save(changed, revision, now)) return changed;
  }
  throw new Error(`the record of ${pipeline} was changed by others ${MOST_TRIES} times in a row`);
}

/**
 * The same table, which reads no record twice: in a storm, reading is most of the work. It lives as long as one run of the
 * notifier. A run that decides by a stale record finds out when it saves, and then reads the record again. A tick that has
 * nothing to save decides again a minute later.
 */
export function cachedTable(table: IncidentTable): IncidentTable {
  const known = new Map<string, StoredRecord>();
  /** A listing may be older than a record that was written a moment ago. */
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
      // Whether the write succeeds or not, the known record is out of date.
      known.delete(record.pipeline);
      const saved = await table.save(record, revision, now);
      if (saved) known.set(record.pipeline, { record, revision: revision + 1 });
      return saved;
    },
    acquireSendSlot: (kind, now) => table.acquireSendSlot(kind, now),
  };
}
