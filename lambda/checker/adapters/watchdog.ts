import { SECOND } from '../../../core/time';
import { reasonOf } from '../../common/reason';
import type { CheckerPorts } from '../ports';

const TIMEOUT = 5 * SECOND;

/**
 * Tells a watchdog outside of AWS that a tick was complete, by a GET of its URL. A failure is logged and no more: the
 * watchdog itself speaks when it hears nothing. The URL is not logged, since whoever knows it can pretend to be alive.
 */
export async function pingWatchdog(url: string, log: CheckerPorts['log'], signal: AbortSignal, get: typeof fetch = fetch): Promise<void> {
  try {
    if (!URL.canParse(url)) throw new Error('WATCHDOG_URL is not a URL');
    const response = await get(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]) });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the watchdog answered ${response.status}`);
  } catch (error) {
    log({ level: 'WARN', event: 'watchdogNotReached', problem: reasonOf(error).replaceAll(url, 'WATCHDOG_URL') });
  }
}
