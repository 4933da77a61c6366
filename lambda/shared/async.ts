import { setMaxListeners } from 'node:events';
import { SECOND } from '../../core/time';

/**
 * Applies `work` to every item, at most `limit` at a time, and keeps the order of the results. The first failure is thrown, and
 * no work is started after it.
 */
export async function mapBounded<T, R>(items: readonly T[], limit: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      try {
        results[index] = await work(items[index], index);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** Work took longer than its limit. */
class TooSlowError extends Error {
  public constructor(what: string, millis: number) {
    super(`${what} took longer than ${Math.round(millis / 1000)} s`);
    this.name = 'TooSlowError';
  }
}

/** Awaits work for at most this long, and then throws. Later results and errors of the work are ignored. */
export async function inTime<T>(millis: number, what: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlowError(what, millis)), Math.max(0, millis));
  });
  // A later failure must not end the process.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts work when a place is free. */
type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** Limits how much work is under way at once, over all callers. Further work waits in line. */
export function limiter(most: number): Limiter {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => { waiting.push(resolve); });
    try {
      return await work();
    } finally {
      // The next one in line takes over the place.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/**
 * Awaits a call until the signal aborts, and then throws the signal's reason, even if the call goes on. The SDK obeys the signal
 * while a request is on the wire, but not while it looks for credentials or reads a body.
 */
export function untilAborted<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    call().then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A signal for one call. It aborts with the given signal, or after this many milliseconds, to leave time for later calls. */
export function within(millis: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(millis)]);
}

/** The part of Lambda's context that the handlers need. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** The time that is kept to publish and send what was found. */
const RESERVE = 10 * SECOND;

/** A call was under way, or was about to start, when its time was over. */
export class DeadlineError extends Error {
  public constructor(doing: string) {
    super(`no time was left for ${doing}`);
    this.name = 'DeadlineError';
  }
}

/**
 * The deadlines of one invocation. Reading ends before the function's timeout: 10 s before it, or a quarter of the whole time if
 * that is less. It ends earlier when a message waits for it. The reserve is for publishing, and its last quarter for the log.
 * So a call that hangs makes a tick incomplete, but never silent.
 */
export class Deadline {
  /** Aborts when reading must end. */
  public readonly reading: AbortSignal;
  /** Aborts after three quarters of the reading time, so that listed pipelines can still be examined. */
  public readonly listing: AbortSignal;
  /** Aborts after half of the reading time: for reads beside the evidence, which must not take its time. */
  public readonly verifying: AbortSignal;
  /** Aborts when publishing must end. */
  public readonly publishing: AbortSignal;
  readonly #invocation: Invocation;
  /** The invocation's remaining time when reading must end, in milliseconds. */
  readonly #kept: number;
  readonly #timers: NodeJS.Timeout[] = [];

  /** @param readAtMost the most milliseconds for reading. Default: all the time except the reserve */
  public constructor(invocation: Invocation, readAtMost = Infinity) {
    const left = invocation.getRemainingTimeInMillis();
    const reserve = Math.min(RESERVE, left / 4);
    this.#invocation = invocation;
    this.#kept = Math.max(reserve, left - readAtMost);
    this.reading = this.#abortAfter(left - this.#kept, 'reading evidence');
    this.listing = this.#abortAfter((left - this.#kept) * 3 / 4, 'listing');
    this.verifying = this.#abortAfter((left - this.#kept) / 2, 'verifying topics');
    this.publishing = this.#abortAfter(left - reserve / 4, 'publishing');
  }

  /** Milliseconds until reading must end; 0 or less when the time is over. */
  public timeLeft(): number {
    return this.reading.aborted ? 0 : this.#invocation.getRemainingTimeInMillis() - this.#kept;
  }

  /** Stops the timers. Call it at the end of an invocation: a live timer would fire during the next one. */
  public clear(): void {
    this.#timers.forEach((timer) => clearTimeout(timer));
  }

  #abortAfter(millis: number, doing: string): AbortSignal {
    const controller = new AbortController();
    // Every call under way listens to the signal. Node would warn of a leak at the eleventh.
    setMaxListeners(0, controller.signal);
    this.#timers.push(setTimeout(() => controller.abort(new DeadlineError(doing)), Math.max(0, millis)));
    return controller.signal;
  }
}
