import type { Instant } from '../../core/time';
import { Deadline, Invocation } from '../shared/async';
import { jsonLog } from '../shared/log';
import { awsPorts, type Clients, pingWatchdog } from './aws-ports';
import { readEnvironment } from './environment';
import { tick, TickSummary } from './tick';
import { VerdictLog } from './verdict-log';

/** What the handler works with. */
export interface CheckerDeps {
  readonly clients: Clients;
  readonly variables: NodeJS.ProcessEnv;
  readonly clock: () => Instant;
  readonly get?: typeof fetch;
}

/** A Lambda handler. It ignores the event that invokes it. */
export type Handler = (event: unknown, invocation: Invocation) => Promise<TickSummary>;

/**
 * Makes the checker's handler: each invocation is one tick, at the time of the invocation.
 *
 * When the checker dies, an alarm fires that depends on no code of this library. An incomplete tick (a call failed or hung,
 * or no time was left) resolves without a heartbeat, and CheckerSilent fires. An unexpected exception or a missing
 * environment variable rejects, and CheckerFailing fires. A timeout or a crash of the process causes both alarms. A checker
 * that is never invoked sends no heartbeat, so CheckerSilent fires.
 */
export function createHandler({ clients, variables, clock, get }: CheckerDeps): Handler {
  const log = new VerdictLog();
  return async (_event, invocation) => {
    const environment = readEnvironment(variables);
    const now = clock();
    const deadline = new Deadline(invocation);
    try {
      // Lambda's answer has a limited size, so the judgements stay here.
      const { judgements: _judgements, standings: _standings, ...summary } = await tick(awsPorts(clients, environment, deadline, now), now, log);
      if (summary.complete && environment.watchdogUrl !== undefined) {
        await pingWatchdog(environment.watchdogUrl, jsonLog, deadline.publishing, get);
      }
      return summary;
    } finally {
      deadline.clear();
    }
  };
}
