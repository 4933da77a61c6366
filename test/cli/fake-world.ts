import type { CatalogueEntry, Driller, DrillOrder } from '../../cli/driller';
import { run } from '../../cli/program';
import type { Step } from '../../cli/progress';
import type { Live } from '../../cli/status/ports';
import type { Output, Terminal } from '../../cli/terminal';
import type { DrillReport } from '../../drill';

/** What a run of the program came to. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly orders: readonly DrillOrder[];
}

export interface World {
  readonly report?: DrillReport;
  readonly steps?: readonly Step[];
  readonly fails?: unknown;
  readonly tty?: boolean;
  /** @default 100 on a terminal */
  readonly columns?: number;
  readonly env?: Record<string, string>;
  /** The account that `status` looks at. */
  readonly live?: Live;
  /** How far the clock goes on from one look to the next. */
  readonly tickMillis?: number;
}

export const CATALOGUE: readonly CatalogueEntry[] = [
  { id: 'run-fails', title: 'A run fails', what: 'One run fails | with its retries.', expected: 'detected' },
  { id: 'retries', title: 'Succeeds after retries', what: 'The second attempt succeeds.', expected: 'quiet' },
];

/** Runs the program with a drill that gives what the test wants. */
export async function ran(args: readonly string[], world: World = {}): Promise<Ran> {
  const orders: DrillOrder[] = [];
  const driller: Driller = {
    catalogue: () => CATALOGUE,
    play: async (order, onStep) => {
      orders.push(order);
      if (world.fails !== undefined) throw world.fails;
      for (const step of world.steps ?? []) onStep(step);
      return Promise.resolve(world.report ?? { app: order.app, startedAt: '2026-11-22T09:00:00Z', results: [], years: [], notPlayed: [], tookMillis: 1 });
    },
  };
  const [stdout, stderr] = [sink(world), sink(world)];
  let now = 0;
  const terminal: Terminal = { stdout, stderr, env: world.env ?? {}, clock: () => { now += world.tickMillis ?? 0; return now; } };
  const code = await run(args, driller, terminal, '1.2.3', world.live);
  return { code, stdout: stdout.text(), stderr: stderr.text(), orders };
}

function sink({ tty: isTTY = false, columns = 100 }: World): Output & { text: () => string } {
  const parts: string[] = [];
  return { isTTY, columns: isTTY ? columns : undefined, write: (text) => parts.push(text), text: () => parts.join('') };
}
