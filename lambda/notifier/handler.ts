import { AlarmChange, AlarmPayloadError, Instant, readAlarmChange, SECOND } from '../../core';
import { Deadline, Invocation } from '../common/deadline';
import { jsonLog } from '../common/json-log';
import { reasonOf } from '../common/reason';
import { awsPorts } from './aws-ports';
import type { Clients } from './clients';
import { NotifierEnvironment, readEnvironment } from './environment';
import { readEvent, shown } from './event';
import type { NotifierPorts } from './ports';
import { rawMessage } from './raw-message';
import { receive } from './receive';
import { NotifierTick, tick } from './tick';

/** Whoever gets a message waits at most 20 s longer for what explains it; the rest of that is for writing and sending. */
const READ_FOR_A_MESSAGE = 12 * SECOND;

/** What the handler has around it. */
export interface Surroundings {
  readonly clients: Clients;
  readonly variables: NodeJS.ProcessEnv;
  readonly clock: () => Instant;
}

/** What is done with an alarm, and every minute. */
export interface Flow {
  readonly receive: typeof receive;
  readonly tick: typeof tick;
}

/** A Lambda handler. A tick says what it came to; messages say nothing. */
export type Handler = (event: unknown, invocation: Invocation) => Promise<NotifierTick | undefined>;

/**
 * Makes the notifier's handler: for each message of the intake topic one alarm is received, and each minute there is a tick.
 *
 * If it dies, nothing is lost in silence. Whatever fails, or comes and is not understood, rejects the invocation: Lambda
 * repeats it and then sends the raw event to the failure destination, and the alarm NotifierFailing speaks, both without
 * code of ours. So does a timeout or a crash of the process. If it is never invoked, NotifierSilent speaks, and what could not
 * be delivered to it comes out of the dead-letter queue, of which AlarmsUndelivered speaks.
 */
export function createHandler({ clients, variables, clock }: Surroundings, flow: Flow = { receive, tick }): Handler {
  return async (event, invocation) => {
    const read = readEvent(event);
    const environment = readEnvironment(variables);
    const now = clock();
    const deadline = new Deadline(invocation, read.kind === 'tick' ? undefined : READ_FOR_A_MESSAGE);
    try {
      const ports = awsPorts(clients, environment, deadline, now);
      if (read.kind === 'tick') return await flow.tick(ports, environment, now);
      await hearAll(read.texts, (text) => hear(flow, ports, environment, text, now));
      if (read.unreadable.length > 0) throw new Error(`the event has what is no message of a topic: ${shown(read.unreadable[0])}`);
      return undefined;
    } finally {
      deadline.clear();
    }
  };
}

/** One message that cannot be told must not keep the others: all are tried before the invocation fails for it. */
async function hearAll(texts: readonly string[], each: (text: string) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const text of texts) {
    try {
      await each(text);
    } catch (error) {
      jsonLog({ level: 'ERROR', event: 'notTold', problem: reasonOf(error), message: text });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} of ${texts.length} messages not told, the first because of ${reasonOf(failures[0])}`, { cause: failures[0] });
}

async function hear(flow: Flow, ports: NotifierPorts, environment: NotifierEnvironment, text: string, now: Instant): Promise<void> {
  const change = readOrProblem(text);
  if (typeof change !== 'string') return flow.receive(ports, environment, change, now);
  ports.log({ level: 'WARN', event: 'noAlarm', problem: change, message: text });
  return ports.publish(environment.topics.critical, rawMessage(environment.place, text, change));
}

function readOrProblem(text: string): AlarmChange | string {
  try {
    return readAlarmChange(text);
  } catch (error) {
    if (error instanceof AlarmPayloadError) return error.message;
    throw error;
  }
}
