import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again, once a second, until there is an answer.
 * @throws when there is none in time, naming what was waited for
 */
export async function until<T>(what: string, timeoutSeconds: number, probe: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`waited ${timeoutSeconds} s in vain for ${what}`);
    await sleep(1000);
  }
}
