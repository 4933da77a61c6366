import { existsSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Job, Order, Played } from './jobs';

/** The most memory that a thread needs, for an account with 50 pipelines. */
const WORKER_BYTES = 200 * 1024 * 1024;
/** The share of the free memory that the drill may use. */
const USABLE_SHARE = 0.8;
/** Starting a thread takes about as long as this many jobs. */
const LEAST_JOBS_PER_WORKER = 4;
/**
 * The code of a thread. It lies beside the bundle of the package. Under a test runner it does not exist, and the drill runs in
 * one thread.
 */
const THREAD = path.join(__dirname, 'worker.js');

interface Plan {
  readonly order: Order;
  /** Plays a job in this thread. */
  readonly play: (job: Job) => Promise<Played>;
  readonly onPlayed: (played: Played, all: (Played | undefined)[]) => void;
  /** @default - by cores, free memory and jobs */
  readonly workers?: number;
}

/** Plays jobs on several threads, and returns their results in the order of the jobs. Jobs share nothing. */
export async function playJobs(jobs: readonly Job[], { order, play, onPlayed, workers: asked }: Plan): Promise<Played[]> {
  const workers = Math.min(asked ?? workersFor(jobs.length), jobs.length);
  const all: (Played | undefined)[] = jobs.map(() => undefined);
  const queue = byLength(jobs);
  const keep = (index: number, played: Played): void => {
    all[index] = played;
    onPlayed(played, all);
  };
  if (workers <= 1) {
    for (const [index, job] of jobs.entries()) keep(index, await play(job));
  } else {
    await onThreads(workers, { order, jobs, next: () => queue.shift(), keep });
  }
  return all as Played[];
}

/**
 * The longest jobs come first, so that no thread works on one alone at the end: years, and faults that affect many pipelines at
 * once.
 */
function byLength(jobs: readonly Job[]): number[] {
  const weight = ({ fault, pipelines }: Job): number => (fault === undefined ? Infinity : pipelines.length);
  return [...jobs.keys()].sort((a, b) => weight(jobs[b]!) - weight(jobs[a]!) || a - b);
}

function workersFor(jobs: number): number {
  if (!existsSync(THREAD)) return 1;
  const byMemory = Math.floor(freemem() * USABLE_SHARE / WORKER_BYTES);
  return Math.min(availableParallelism(), byMemory, Math.floor(jobs / LEAST_JOBS_PER_WORKER));
}

interface ThreadPlan {
  readonly order: Order;
  readonly jobs: readonly Job[];
  /** The number of the next job; undefined when none is left. */
  readonly next: () => number | undefined;
  readonly keep: (index: number, played: Played) => void;
}

async function onThreads(count: number, { order, jobs, next, keep }: ThreadPlan): Promise<void> {
  const threads: Worker[] = [];
  try {
    // One after the other: if one cannot be started, those before it are ended too.
    while (threads.length < count) threads.push(new Worker(THREAD, { workerData: order }));
    await Promise.all(threads.map((thread) => new Promise<void>((resolve, reject) => {
      const give = (): void => {
        const index = next();
        if (index === undefined) resolve();
        else thread.postMessage({ index, job: jobs[index] });
      };
      thread.on('message', ({ index, played }: { readonly index: number; readonly played: Played }) => {
        keep(index, played);
        give();
      });
      thread.on('error', (cause) => reject(new Error(`A thread of the drill failed: ${cause.message}. If it ran out of memory, use fewer workers.`, { cause })));
      thread.on('exit', (code) => reject(new Error(`A thread of the drill ended with exit code ${code} before it finished.`)));
      give();
    })));
  } finally {
    for (const thread of threads) thread.removeAllListeners('exit');
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
