import { Instant, SECOND } from '../../core/time';
import { Deadline, Invocation } from '../shared/async';
import { jsonLog } from '../shared/log';
import { awsPorts, type Clients } from './aws-ports';
import { readEnvironment } from './environment';
import { Flow, handle, readEvent } from './handle';
import type { NotifierTick } from './tick';

/** How long a message may wait for what explains it. The rest of the function's time is for writing and sending. */
const READ_FOR_A_MESSAGE = 12 * SECOND;

/** What the handler works with. */
export interface NotifierDeps {
  readonly clients: Clients;
  readonly variables: NodeJS.ProcessEnv;
  readonly clock: () => Instant;
}

/** A Lambda handler. A tick returns its result; messages return nothing. */
export type Handler = (event: unknown, invocation: Invocation) => Promise<NotifierTick | undefined>;

/**
 * Makes the notifier's handler: it receives one alarm for each message of the intake topic, and runs a tick each minute.
 *
 * If the receiver fails, or cannot read an event, it rejects the invocation. Lambda retries once after a minute. If that fails
 * too, Lambda's failure destination sends the unformatted alarm, and the alarm NotifierFailing fires. A timeout or a crash of
 * the process has the same effect. If the receiver cannot be invoked, a queue and a pipe deliver the unformatted alarm, and
 * AlarmsUndelivered fires. If the ticker is never invoked, NotifierSilent fires. None of this depends on code of this
 * library.
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
