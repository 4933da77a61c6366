import { Instant, SECOND } from '../../core/time';
import { Deadline, Invocation } from '../shared/async';
import { jsonLog } from '../shared/log';
import { awsPorts, type Clients } from './aws-ports';
import { readEnvironment } from './environment';
import { Flow, handle, readEvent } from './handle';
import type { NotifierTick } from './tick';

/** Whoever gets a message waits at most 20 s longer for what explains it; the rest of that is for writing and sending. */
const READ_FOR_A_MESSAGE = 12 * SECOND;

/** What the handler has around it. */
export interface NotifierDeps {
  readonly clients: Clients;
  readonly variables: NodeJS.ProcessEnv;
  readonly clock: () => Instant;
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
export function createHandler({ clients, variables, clock }: NotifierDeps, flow?: Flow): Handler {
  return async (event, invocation) => {
    const read = readEvent(event);
    const environment = readEnvironment(variables);
    const now = clock();
    const deadline = new Deadline(invocation, read.kind === 'tick' ? undefined : READ_FOR_A_MESSAGE);
    try {
      const ports = awsPorts(clients, environment, deadline, now);
      const result = await handle(read, { ports, environment, now }, flow);
      jsonLog({ level: 'INFO', now: new Date(now).toISOString(), ...(read.kind === 'tick' ? { event: 'tick', ...result } : { event: 'received', messages: read.texts.length }) });
      return result;
    } finally {
      deadline.clear();
    }
  };
}
