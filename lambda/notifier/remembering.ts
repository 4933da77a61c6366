import type { IncidentTable, NotifierPorts, StoredRecord } from './ports';

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
    takeTurn: (sort, now) => table.takeTurn(sort, now),
  };
}
