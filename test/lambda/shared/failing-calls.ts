/** The ways in which any AWS call can fail, as the SDK throws them. */
export const FAILURES: readonly (readonly [what: string, error: Error])[] = [
  ['is denied', named('AccessDeniedException', 'User: arn:aws:sts::111122223333:assumed-role/checker is not authorized')],
  ['is throttled', named('ThrottlingException', 'Rate exceeded')],
  ['times out', named('TimeoutError', 'a request has exceeded the configured 10000 ms requestTimeout')],
  ['cannot be connected', named('Error', 'getaddrinfo ENOTFOUND')],
  ['fails in the service', named('InternalServerError', 'please try again')],
];

export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** A call that never answers. */
export function hanging(): Promise<never> {
  return new Promise(() => {});
}

/** A signal that never aborts. */
export function endless(): AbortSignal {
  return new AbortController().signal;
}

/** A signal that aborts as soon as the running code waits for something. */
export function soonOver(): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort(OVER));
  return controller.signal;
}

export const OVER = named('DeadlineError', 'no time was left for reading evidence');
