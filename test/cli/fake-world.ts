import type { OpenDrill } from '../../cli/open-drill';
import { run } from '../../cli/program';
import type { Live } from '../../cli/status/ports';
import type { Output, Terminal } from '../../cli/terminal';
import type { DrillOptions, DrillReport, Progress, RunAllOptions } from '../../drill';

/** What a run of the program came to. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The drills that were played: what they were opened with, and what they were asked to play. */
  readonly drills: readonly PlayedDrill[];
}

/** The options of a drill of the folder `app`. */
export type PlayedDrill = DrillOptions & Omit<RunAllOptions, 'onProgress'>;

export interface World {
  readonly report?: DrillReport;
  readonly steps?: readonly Progress[];
  /** @default - A and B */
  readonly pipelines?: readonly string[];
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

/** Runs the program with a drill that gives what the test wants. */
export async function ran(args: readonly string[], world: World = {}): Promise<Ran> {
  const drills: PlayedDrill[] = [];
  const open: OpenDrill = (app, opened) => ({
    pipelines: world.pipelines ?? ['A', 'B'],
    nameOf: (name) => name,
    runAll: async (asked) => {
      const { onProgress, ...options } = asked ?? {};
      drills.push({ ...opened, ...options });
      if (world.fails !== undefined) throw world.fails;
      for (const step of world.steps ?? []) onProgress?.(step);
      return Promise.resolve(world.report ?? { app, startedAt: '2026-11-22T09:00:00Z', results: [], years: [], notPlayed: [], tookMillis: 1 });
    },
  });
  const [stdout, stderr] = [sink(world), sink(world)];
  let now = 0;
  const terminal: Terminal = { stdout, stderr, env: world.env ?? {}, clock: () => { now += world.tickMillis ?? 0; return now; } };
  const code = await run(args, { terminal, version: '1.2.3', open, live: world.live });
  return { code, stdout: stdout.text(), stderr: stderr.text(), drills };
}

function sink({ tty: isTTY = false, columns = 100 }: World): Output & { text: () => string } {
  const parts: string[] = [];
  return { isTTY, columns: isTTY ? columns : undefined, write: (text) => parts.push(text), text: () => parts.join('') };
}
