import { setMaxListeners } from 'node:events';
import { SECOND } from '../../core/time';

/**
 * Applies `work` to every item, at most `limit` at a time, keeping the order of the results. The first failure is
 * thrown, and nothing is begun after it.
 */
export async function mapBounded<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      try {
        results[index] = await work(items[index]);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** Something took longer than it may. */
class TooSlowError extends Error {
  public constructor(what: string, millis: number) {
    super(`${what} took longer than ${Math.round(millis / 1000)} s`);
    this.name = 'TooSlowError';
  }
}

/** Awaits something for so long and no longer; what becomes of it after that is nobody's business. */
export async function inTime<T>(millis: number, what: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlowError(what, millis)), Math.max(0, millis));
  });
  // Its failure after that must not end the process.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

/** Begins a work when its turn comes. */
type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many works be under way at once, whoever asks for them; the others wait in line. */
export function limiter(most: number): Limiter {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => { waiting.push(resolve); });
    try {
      return await work();
    } finally {
      // Whoever is next takes the place over.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/**
 * Awaits a call until the signal aborts, and then fails with the signal's reason, whatever becomes of the call. The SDK
 * obeys the signal while a request is on the wire, but not while it looks for credentials or reads a body.
 */
export function untilAborted<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    call().then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A signal for one call: it aborts with the other one, or after so many milliseconds, so that what comes after the call has its time too. */
export function within(millis: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(millis)]);
}

/** What Lambda tells a handler about its invocation, as far as it matters here. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** Kept back from the function's timeout, so that what was found is still published and told. */
const RESERVE = 10 * SECOND;

/** A call was still under way, or would have begun, when its time was over. */
export class DeadlineError extends Error {
  public constructor(doing: string) {
    super(`no time was left for ${doing}`);
    this.name = 'DeadlineError';
  }
}

/**
 * An invocation's own deadlines. Evidence is read until some time before the function's timeout: 10 s, or a quarter of the
 * time there is if that is less; or no longer than whoever waits for it can wait. What was found by then is published in
 * the time that is left, of which a last quarter of the reserve is kept for the log. So a call that hangs makes a tick
 * incomplete, and never a silent one.
 */
export class Deadline {
  /** Aborted when reading has to end. */
  public readonly reading: AbortSignal;
  /** Aborted sooner than that by a quarter: what was listed by then can still be looked at. */
  public readonly listing: AbortSignal;
  /** Aborted halfway to the end of reading: for what is looked at beside the evidence and must not take its time. */
  public readonly verifying: AbortSignal;
  /** Aborted when publishing has to end. */
  public readonly publishing: AbortSignal;
  readonly #invocation: Invocation;
  /** What is left of the invocation's time when reading has to end. */
  readonly #kept: number;
  readonly #timers: NodeJS.Timeout[] = [];

  /** @param readAtMost milliseconds; by default all that there are */
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

  /** Milliseconds until reading has to end; 0 or less when it is over. */
  public timeLeft(): number {
    return this.reading.aborted ? 0 : this.#invocation.getRemainingTimeInMillis() - this.#kept;
  }

  /** Stops the timers. To be called when the tick is done: a live timer would fire in the next invocation. */
  public clear(): void {
    this.#timers.forEach((timer) => clearTimeout(timer));
  }

  #abortAfter(millis: number, doing: string): AbortSignal {
    const controller = new AbortController();
    // Every call under way listens; Node would warn of a leak at the eleventh.
    setMaxListeners(0, controller.signal);
    this.#timers.push(setTimeout(() => controller.abort(new DeadlineError(doing)), Math.max(0, millis)));
    return controller.signal;
  }
}
