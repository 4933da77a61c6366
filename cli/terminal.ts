/** One of the two streams that the program writes to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What surrounds the program: streams, environment and clock. Tests pass their own. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; only differences are used. */
  readonly clock: () => number;
}

/** Long lines are hard to read, however wide the terminal is. */
const WIDEST = 100;
/** A narrower terminal breaks our lines itself. */
const NARROWEST = 40;

/** How wide text is written to an output. Without a terminal and without COLUMNS it is 100 columns wide. */
export function textColumns(output: Output, env: Terminal['env']): number {
  return Math.min(WIDEST, tableColumns(output, env));
}

/**
 * How wide a table may become: as wide as the terminal, or as COLUMNS says. In a pipe it keeps its natural width, so that
 * a row stays one line for `grep`.
 */
export function tableColumns({ columns = 0 }: Output, env: Terminal['env']): number {
  const known = columns > 0 ? columns : Number(env.COLUMNS);
  return known >= 1 ? Math.max(NARROWEST, Math.floor(known)) : Infinity;
}
