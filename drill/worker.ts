import { parentPort, workerData } from 'node:worker_threads';
import { Drill } from './drill';
import type { Job, Order } from './jobs';

/**
 * A thread of the drill: plays the jobs that it receives, one after the other. An error ends it and reaches the thread that
 * started it.
 */
export function serveThread(): void {
  const drill = Drill._ofOrder(workerData as Order);
  const port = parentPort!;
  port.on('message', ({ index, job }: { readonly index: number; readonly job: Job }) => {
    // Thrown outside the promise: with `--unhandled-rejections=warn` a rejection would not end the thread, and the drill would wait for ever.
    drill._play(job).then((played) => port.postMessage({ index, played })).catch((error: unknown) => setImmediate(() => { throw error; }));
  });
}
