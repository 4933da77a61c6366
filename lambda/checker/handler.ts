import type { Instant } from '../../core/time';
import { Deadline, Invocation } from '../shared/async';
import { jsonLog } from '../shared/log';
import { awsPorts, type Clients, pingWatchdog } from './aws-ports';
import { readEnvironment } from './environment';
import { tick, TickResult } from './tick';
import { VerdictLog } from './verdict-log';

/** What the handler has around it. */
export interface CheckerDeps {
  readonly clients: Clients;
  readonly variables: NodeJS.ProcessEnv;
  readonly clock: () => Instant;
  readonly get?: typeof fetch;
}

/** A Lambda handler; whatever event invokes it is not looked at. */
export type Handler = (event: unknown, invocation: Invocation) => Promise<TickResult>;

/**
 * Makes the checker's handler: one invocation, one tick, at the time at which it runs.
 *
 * If it dies, an alarm that is no code of ours speaks. An incomplete tick (a call that failed or hung, no time left)
 * resolves without a heartbeat: the heartbeat alarm. An exception nobody expected, or a missing environment variable,
 * rejects: the alarm on the function's errors. A timeout or a crash of the process is both; never being invoked is the
 * heartbeat alarm again.
 */
export function createHandler({ clients, variables, clock, get }: CheckerDeps): Handler {
  const log = new VerdictLog();
  return async (_event, invocation) => {
    const environment = readEnvironment(variables);
    const now = clock();
    const deadline = new Deadline(invocation);
    try {
      const result = await tick(awsPorts(clients, environment, deadline, now), now, log);
      if (result.complete && environment.watchdogUrl !== undefined) {
        await pingWatchdog(environment.watchdogUrl, jsonLog, deadline.publishing, get);
      }
      return result;
    } finally {
      deadline.clear();
    }
  };
}
