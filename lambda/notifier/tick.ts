import type { Instant } from '../../core';
import type { NotifierEnvironment } from './environment';
import type { NotifierPorts } from './ports';

/** What one tick came to. */
export interface NotifierTick {
  readonly complete: boolean;
}

/** Has nothing to do as long as every alarm is told at once. */
export async function tick(ports: NotifierPorts, _environment: NotifierEnvironment, now: Instant): Promise<NotifierTick> {
  ports.log({ level: 'INFO', event: 'tick', now: new Date(now).toISOString() });
  return { complete: true };
}
