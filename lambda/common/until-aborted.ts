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
