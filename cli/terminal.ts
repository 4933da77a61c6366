import pc from 'picocolors';
import { Paint, PLAIN } from '../drill/report/terminal/paint';
import { wrap } from '../drill/report/terminal/plain-text';

/** One of the two streams that the program writes to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What the program runs in: streams, environment and clock. Tests give their own. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; only differences matter. */
  readonly clock: () => number;
}

/** Long lines are hard to read, however wide the terminal is. */
const WIDEST = 100;
/** A narrower terminal breaks the lines itself. */
const NARROWEST = 40;

/** The width of text on an output. Without a terminal and without COLUMNS it is 100 columns. */
export function textColumns(output: Output, env: Terminal['env']): number {
  return Math.min(WIDEST, tableColumns(output, env));
}

/**
 * The most columns that a table may take: the width of the terminal, or COLUMNS. In a pipe it has its natural width, so that a
 * row stays one line for `grep`.
 */
export function tableColumns({ columns = 0 }: Output, env: Terminal['env']): number {
  const known = columns > 0 ? columns : Number(env.COLUMNS);
  return known >= 1 ? Math.max(NARROWEST, Math.floor(known)) : Infinity;
}

/** The option `--no-color`, before or after the name of a command. */
export interface ColourFlags {
  readonly color: boolean;
}

/** Whether standard output gets colours: `--no-color` and NO_COLOR win over FORCE_COLOR; a pipe gets none. */
function wantsColours({ stdout, env }: Terminal, { color }: ColourFlags): boolean {
  if (!color || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') return false;
  return (env.FORCE_COLOR ?? '') !== '' ? env.FORCE_COLOR !== '0' : stdout.isTTY === true;
}

/** Colours by meaning, or none. */
export function paintOf(terminal: Terminal, flags: ColourFlags): Paint {
  if (!wantsColours(terminal, flags)) return PLAIN;
  const colours = pc.createColors(true);
  return {
    good: colours.green, bad: (text) => colours.bold(colours.red(text)), warn: (text) => colours.bold(colours.yellow(text)),
    calm: colours.dim, none: colours.dim, strong: colours.bold,
  };
}

/**
 * The text after the options in a command's help, wrapped to the terminal. Commands stay on one line, so that you can copy
 * them.
 */
export function helpText(text: string, { stdout, env }: Terminal): string {
  const columns = textColumns(stdout, env);
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '' || /^ *\$ /.test(line) || line.length <= columns) return [line];
    const [, indent = '', mark = '', rest = ''] = /^( *)(\d {2})?(.*)$/.exec(line)!;
    const hanging = indent.length + mark.length;
    return wrap(rest, columns - hanging).map((part, index) => (index === 0 ? indent + mark : ' '.repeat(hanging)) + part);
  }).join('\n');
}
