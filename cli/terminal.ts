/** One of the two streams that the program writes to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** All that the program knows of the world around it, so that tests can give it another. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; only differences are used. */
  readonly clock: () => number;
}

/** How wide an output is; a terminal that does not know says 0. */
export function columnsOf({ columns = 0 }: Output, otherwise: number): number {
  return columns > 0 ? columns : otherwise;
}

/** Long lines are hard to read, however wide the terminal is. */
const WIDEST = 100;
const NARROWEST = 60;

/** How wide a page of text is made. */
export function pageColumns({ stdout }: Pick<Terminal, 'stdout'>): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columnsOf(stdout, WIDEST)));
}
