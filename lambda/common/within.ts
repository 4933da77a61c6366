/** A signal for one call: it aborts with the other one, or after so many milliseconds, so that what comes after the call has its time too. */
export function within(millis: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(millis)]);
}
