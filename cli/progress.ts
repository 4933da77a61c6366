import { durationText } from '../core/text/count-and-duration';
import { cut, printable } from '../drill/report/terminal/plain-text';
import { tableColumns, Terminal } from './terminal';

/** The progress of a drill. */
export interface Step {
  readonly done: number;
  readonly total: number;
  /** What was played last. */
  readonly what?: string;
}

/** Shows the progress of a drill on standard error. */
export interface Progress {
  step(step: Step): void;
  /** Removes the bar; lines stay. */
  end(): void;
}

const BAR = 16;
/** A terminal that does not report its width usually has at least this many columns. */
const MOST_COLUMNS = 80;
const REDRAW_MILLIS = 80;
/** Logs of CI jobs should be short but show that the job is alive. */
const LINE_MILLIS = 2000;
const CLEAR_LINE = '\r\u001b[2K';

/** A bar where standard error is a terminal, a line every two seconds where it is not, nothing with `--quiet`. */
export function progressOn(terminal: Terminal, { quiet = false }: { readonly quiet?: boolean }): Progress {
  if (quiet) return { step: () => undefined, end: () => undefined };
  return terminal.stderr.isTTY === true && terminal.env.TERM !== 'dumb' ? bar(terminal) : lines(terminal);
}

function bar({ stderr, env, clock }: Terminal): Progress {
  const begun = clock();
  let drawn = -Infinity;
  return {
    step: ({ done, total, what }) => {
      const now = clock();
      if (now - drawn < REDRAW_MILLIS && done < total) return;
      drawn = now;
      const filled = total === 0 ? 0 : Math.round((done / total) * BAR);
      const text = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${done} of ${total}  ${times(now - begun, done, total)}${what === undefined ? '' : `  ${printable(what)}`}`;
      stderr.write(CLEAR_LINE + cut(text, Math.min(MOST_COLUMNS, tableColumns(stderr, env)) - 1));
    },
    end: () => stderr.write(CLEAR_LINE),
  };
}

function lines({ stderr, clock }: Terminal): Progress {
  const begun = clock();
  let written = begun;
  return {
    step: ({ done, total }) => {
      const now = clock();
      if (now - written < LINE_MILLIS) return;
      written = now;
      stderr.write(`${done} of ${total} played after ${times(now - begun, done, total)}\n`);
    },
    end: () => undefined,
  };
}

/** The elapsed time, and the estimated time that is left. */
function times(millis: number, done: number, total: number): string {
  const left = done === 0 || done >= total ? '' : `, about ${durationText((millis / done) * (total - done) / 1000)} left`;
  return `${durationText(millis / 1000)}${left}`;
}
