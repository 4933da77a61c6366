import pc from 'picocolors';
import { Paint, PLAIN } from '../drill/report/terminal/paint';
import type { Terminal } from './terminal';

/** Whether to colour what goes to standard output: `--no-color` and NO_COLOR win over FORCE_COLOR, a pipe gets none. */
export function wantsColours({ stdout, env }: Terminal, asked: boolean): boolean {
  if (!asked || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') return false;
  return (env.FORCE_COLOR ?? '') !== '' ? env.FORCE_COLOR !== '0' : stdout.isTTY === true;
}

/** Colours by meaning, or none. */
export function paintOf(coloured: boolean): Paint {
  if (!coloured) return PLAIN;
  const colours = pc.createColors(true);
  return {
    good: colours.green, bad: (text) => colours.bold(colours.red(text)), warn: (text) => colours.bold(colours.yellow(text)),
    calm: colours.dim, none: colours.dim, strong: colours.bold,
  };
}
