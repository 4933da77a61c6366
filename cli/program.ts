import { Command, CommanderError } from 'commander';
import { costCommand } from './cost/cost-command';
import { drillCommand } from './drill-command';
import { EXIT } from './exit-code';
import { listFaultsCommand } from './list-faults-command';
import { openDrill, type OpenDrill } from './open-drill';
import { overviewCommand } from './overview-command';
import { OWN_LIVE } from './status/own-live';
import type { Live } from './status/ports';
import { statusCommand } from './status/status-command';
import { Terminal, textColumns } from './terminal';
import { UserError } from './user-error';

/** Descriptions of options wrap unless less than this is left of the line. */
const LEAST_HELP_COLUMNS = 12;

/** What the program runs in. Tests replace the drill and the account. */
export interface ProgramOptions {
  readonly terminal: Terminal;
  readonly version: string;
  /** @default - a drill of the cloud assembly */
  readonly open?: OpenDrill;
  /** @default - the account of the credentials at hand */
  readonly live?: Live;
}

/** Runs the program with the arguments after its name, and returns the exit code. */
export async function run(args: readonly string[], { terminal, version, open = openDrill, live = OWN_LIVE }: ProgramOptions): Promise<number> {
  let code: number = EXIT.passed;
  const program = new Command('observed-pipeline')
    .description('Shows which breakdowns of a data pipeline would go undetected, and whether deployed pipelines are alive. Only status calls AWS, and it only reads.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--no-color', 'print no colours (setting NO_COLOR does the same)');
  program.addCommand(drillCommand(open, terminal, (ended) => { code = ended; }));
  program.addCommand(listFaultsCommand(terminal));
  program.addCommand(overviewCommand(terminal));
  program.addCommand(costCommand(terminal));
  program.addCommand(statusCommand(live, terminal, (ended) => { code = ended; }));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      getOutHelpWidth: () => textColumns(terminal.stdout, terminal.env),
      getErrHelpWidth: () => textColumns(terminal.stderr, terminal.env),
    }).configureHelp({ minWidthToWrap: LEAST_HELP_COLUMNS }).showHelpAfterError('(run observed-pipeline --help to see all commands and options)');
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, terminal);
  }
}

function codeOf(error: unknown, { stderr }: Terminal): number {
  // Commander has already printed its own message. Asking for help is not an error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof UserError) {
    stderr.write(`error: ${error.message}\n`);
    return EXIT.usage;
  }
  stderr.write(`This is a defect of observed-pipeline. Please report it:\n${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return EXIT.defect;
}
