/** Runs work under a clock that advances at once. @returns the value, or the error when the work rejects */
export async function played<T>(work: () => Promise<T>, seconds: number): Promise<{ readonly value?: T; readonly error?: Error }> {
  // Jest does not fake the timers of a signal.
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation((millis) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(Object.assign(new Error('The operation was aborted due to timeout'), { name: 'TimeoutError' })), millis);
    return controller.signal;
  });
  try {
    const done = work().then((value) => ({ value }), (error: unknown) => ({ error: error as Error }));
    await jest.advanceTimersByTimeAsync(seconds * 1000);
    return await done;
  } finally {
    timeout.mockRestore();
  }
}
