import type { Json, Service } from '../wire';

/** The default bus, which takes everything. */
export function eventBridge(events: Json[]): Service {
  return {
    PutEvents: ({ Entries: entries }) => {
      const list = entries as { readonly Detail: string }[];
      events.push(...list.map(({ Detail }) => JSON.parse(Detail) as Json));
      return { FailedEntryCount: 0, Entries: list.map((_, index) => ({ EventId: `e-${index}` })) };
    },
  };
}
