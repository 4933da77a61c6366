import { AlarmChange, AlarmPayloadError, readAlarmChange } from '../../core/alarm-change';
import { reasonOf } from '../shared/log';
import { unformattedMessage } from './fallback-message';
import type { NotifierPorts } from './ports';
import { receive } from './receive';
import type { RunDeps } from './run';
import { NotifierTick, tick } from './tick';

/** What invoked the notifier. */
type NotifierEvent =
  /** Its schedule. */
  | { readonly kind: 'tick' }
  /** Messages of the intake topic, and records of the event that are not messages. */
  | { readonly kind: 'messages'; readonly texts: readonly string[]; readonly unreadable: readonly unknown[] };

/** Reads the event of an invocation. @throws Error that shows the event, if it is neither a tick nor from a topic */
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

/** A value, cut to a length that suits a line of the log or a message. */
function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** What to do with an alarm, and every minute. */
export interface Flow {
  readonly receive: typeof receive;
  readonly tick: typeof tick;
}

/**
 * Does what an event asks for, whatever the ports are: runs a tick, or receives the alarm of each message.
 *
 * If this code throws, the invocation fails and the alarm NotifierFailing fires. For a message, the unformatted alarm follows.
 */
export async function handle(event: NotifierEvent, run: RunDeps, flow: Flow = { receive, tick }): Promise<NotifierTick | undefined> {
  if (event.kind === 'tick') return flow.tick(run.ports, run.environment, run.now);
  await receiveAll(run.ports, event.texts, (text) => receiveOne(text, run, flow));
  if (event.unreadable.length > 0) throw new Error(`the event contains something that is not a message of a topic: ${shown(event.unreadable[0])}`);
  return undefined;
}

/** One message that cannot be sent must not stop the others: all are tried before the invocation fails. */
async function receiveAll(ports: NotifierPorts, texts: readonly string[], each: (text: string) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const text of texts) {
    try {
      await each(text);
    } catch (error) {
      ports.log({ level: 'ERROR', event: 'notReceived', problem: reasonOf(error), message: text });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} of ${texts.length} messages failed, the first because of ${reasonOf(failures[0])}`, { cause: failures[0] });
}

async function receiveOne(text: string, { ports, environment, now }: RunDeps, flow: Flow): Promise<void> {
  const change = readOrProblem(text);
  if (typeof change !== 'string') return flow.receive(ports, environment, change, now);
  ports.log({ level: 'WARN', event: 'notAnAlarm', problem: change, message: text });
  return ports.publish(environment.topics.critical, unformattedMessage(environment.address, text, change));
}

function readOrProblem(text: string): AlarmChange | string {
  try {
    return readAlarmChange(text);
  } catch (error) {
    if (error instanceof AlarmPayloadError) return error.message;
    throw error;
  }
}
