const begun = performance.now();

/** Seconds since the test began. */
export function seconds(): string {
  return ((performance.now() - begun) / 1000).toFixed(1);
}

/** One line about what is being done. */
export function say(text: string): void {
  console.log(`[${seconds().padStart(6)} s] ${text}`);
}
