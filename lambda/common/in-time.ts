/** Something took longer than it may. */
export class TooSlowError extends Error {
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
