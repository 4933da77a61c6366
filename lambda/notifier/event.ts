/** What invoked the notifier. */
export type NotifierEvent =
  /** Its schedule. */
  | { readonly kind: 'tick' }
  /** Messages of the intake topic, and what was delivered with them and is none. */
  | { readonly kind: 'messages'; readonly texts: readonly string[]; readonly unreadable: readonly unknown[] };

/** Reads the event of an invocation. @throws Error that shows what came, if it is neither a tick nor from a topic */
export function readEvent(event: unknown): NotifierEvent {
  if (field(event, 'kind') === 'tick') return { kind: 'tick' };
  const records = field(event, 'Records');
  if (!Array.isArray(records) || records.length === 0) throw new Error(`the event is neither a tick nor from a topic: ${shown(event)}`);
  const messages = records.map((record: unknown) => ({ record, text: field(field(record, 'Sns'), 'Message') }));
  return {
    kind: 'messages',
    texts: messages.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])),
    unreadable: messages.flatMap(({ record, text }) => (typeof text === 'string' ? [] : [record])),
  };
}

/** As much of a value as a line of the log, or a message, should have. */
export function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
