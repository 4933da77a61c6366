import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './until';

/** How a process is started. */
export interface Start {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file that takes what it writes. */
  readonly log: string;
}

const TAIL_LINES = 40;
const LONGEST_LINE = 300;
const GRACE_MILLIS = 5000;

/** The processes of this test. Each leads a group of its own, so that it ends together with all that it started. */
export class Processes {
  readonly #running = new Set<ChildProcess>();

  public start(command: string, args: readonly string[], { cwd, env, log }: Start): ChildProcess {
    const output = openSync(log, 'a');
    const child = spawn(command, args, { cwd, env, stdio: ['pipe', output, output], detached: true });
    closeSync(output);
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    child.once('error', () => this.#running.delete(child));
    return child;
  }

  /** Runs a command to its end. @throws when it fails, with the end of what it wrote */
  public async run(command: string, args: readonly string[], start: Start, accepted: (code: number) => boolean = (code) => code === 0): Promise<void> {
    const child = this.start(command, args, start);
    child.stdin!.end();
    const [code] = await once(child, 'exit') as [number | null];
    if (code === null || !accepted(code)) throw new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${tail(start.log)}`);
  }

  /** Ends a process and its group, first by asking. */
  public async stop(child: ChildProcess): Promise<void> {
    if (this.#running.has(child)) {
      signal(child, 'SIGTERM');
      await Promise.race([once(child, 'exit'), sleep(GRACE_MILLIS, undefined, { ref: false })]);
    }
    signal(child, 'SIGKILL');
  }

  /** Ends everything at once. */
  public killAll(): void {
    for (const child of this.#running) signal(child, 'SIGKILL');
  }
}

/** The end of a log, for a message. */
export function tail(log: string): string {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES);
  // An error in minified code shows all of it on a line.
  return lines.map((line) => line.trimEnd().slice(0, LONGEST_LINE)).join('\n');
}

/** @throws when a process is left in the group of a process that was stopped. What is killed may take a moment to go. */
export async function requireGone(child: ChildProcess): Promise<void> {
  await until(`the processes of group ${child.pid} to end`, GRACE_MILLIS / 1000, () => Promise.resolve(isGone(child) ? true : undefined));
}

function isGone(child: ChildProcess): boolean {
  if (!signal(child, 0)) return true;
  // In a container nobody may ask for the exit codes of what is dead, which then still counts as a process.
  const { status, stdout } = spawnSync('ps', ['-A', '-o', 'pgid=', '-o', 'stat='], { encoding: 'utf8' });
  return status === 0 && !stdout.split('\n').some((line) => new RegExp(`^\\s*${child.pid}\\s+[^Z]`).test(line));
}

/** @returns whether there was anybody to hear it */
function signal(child: ChildProcess, name: string | number): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
