import type { OpenDrill } from '../../cli/open-drill';
import { run } from '../../cli/program';
import type { Live } from '../../cli/status/ports';
import type { Output, Terminal } from '../../cli/terminal';
import type { DrillOptions, DrillReport, Progress, RunAllOptions } from '../../drill';

/** The result of a run of the program. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The drills that were played: what they were opened with, and what they were asked to play. */
  readonly drills: readonly PlayedDrill[];
}

/** The options of a drill of the folder `app`. */
export type PlayedDrill = DrillOptions & Omit<RunAllOptions, 'onProgress'>;

export interface FakeProgram {
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
  /** How far the clock moves with each reading. */
  readonly tickMillis?: number;
}

/** Runs the program with a drill that returns what the test needs. */
export async function ran(args: readonly string[], given: FakeProgram = {}): Promise<Ran> {
  const drills: PlayedDrill[] = [];
  const open: OpenDrill = (app, opened) => ({
    pipelines: given.pipelines ?? ['A', 'B'],
    nameOf: (name) => name,
    runAll: async (asked) => {
      const { onProgress, ...options } = asked ?? {};
      drills.push({ ...opened, ...options });
      if (given.fails !== undefined) throw given.fails;
      for (const step of given.steps ?? []) onProgress?.(step);
      return Promise.resolve(given.report ?? { app, startedAt: '2026-11-22T09:00:00Z', results: [], years: [], notPlayed: [], tookMillis: 1 });
    },
  });
  const [stdout, stderr] = [sink(given), sink(given)];
  let now = 0;
  const terminal: Terminal = { stdout, stderr, env: given.env ?? {}, clock: () => { now += given.tickMillis ?? 0; return now; } };
  const code = await run(args, { terminal, version: '1.2.3', open, live: given.live });
  return { code, stdout: stdout.text(), stderr: stderr.text(), drills };
}

function sink({ tty: isTTY = false, columns = 100 }: FakeProgram): Output & { text: () => string } {
  const parts: string[] = [];
  return { isTTY, columns: isTTY ? columns : undefined, write: (text) => parts.push(text), text: () => parts.join('') };
}
