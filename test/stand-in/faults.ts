import { ServiceError } from './wire';

/** What goes wrong with one request; a request with nothing of it is answered at once. */
export interface Fault {
  readonly delayMillis?: number;
  readonly error?: ServiceError;
}

/** One request that came, of the requests of its operation the how manieth, from 0. */
export interface Request {
  readonly operation: string;
  readonly index: number;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What goes wrong, if anything. */
export type Faults = (request: Request) => Fault | undefined;

export const NO_FAULTS: Faults = () => undefined;

/** Each fault that applies adds to the delay; the first error counts. */
export function all(...faults: readonly Faults[]): Faults {
  return (request) => {
    const found = faults.flatMap((fault) => fault(request) ?? []);
    return { delayMillis: found.reduce((sum, { delayMillis = 0 }) => sum + delayMillis, 0), error: found.find(({ error }) => error !== undefined)?.error };
  };
}

/** Every request, or those of one operation, take a while. */
export function slow(delayMillis: number, operation?: string): Faults {
  return (request) => (operation === undefined || operation === request.operation ? { delayMillis } : undefined);
}

/** The service fails from the n-th request of an operation on. */
export function failing(operation: string, from = 0): Faults {
  return (request) => (request.operation === operation && request.index >= from ? { error: new ServiceError('InternalServerError', 'please try again', 500) } : undefined);
}

/** A quota as AWS enforces it: a bucket of so many tokens, filled by so many a second. */
export function throttled(operation: string, perSecond: number, cost: (request: Request) => number = () => 1, burst = perSecond): Faults {
  let tokens = burst;
  let filledAt = performance.now();
  return (request) => {
    if (request.operation !== operation) return undefined;
    const now = performance.now();
    tokens = Math.min(burst, tokens + (now - filledAt) / 1000 * perSecond);
    filledAt = now;
    // Whoever asks for more than the bucket holds empties it.
    const wanted = Math.min(cost(request), burst);
    if (tokens < wanted) return { error: new ServiceError('ThrottlingException', 'Rate exceeded', 400) };
    tokens -= wanted;
    return undefined;
  };
}
