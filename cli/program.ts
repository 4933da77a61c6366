import { Command, CommanderError } from 'commander';
import { costCommand } from './cost/cost-command';
import { drillCommand } from './drill-command';
import type { Driller } from './driller';
import { EXIT } from './exit-code';
import { listFaultsCommand } from './list-faults-command';
import { overviewCommand } from './overview-command';
import { OWN_LIVE } from './status/own-live';
import type { Live } from './status/ports';
import { statusCommand } from './status/status-command';
import { Terminal, textColumns } from './terminal';
import { UserError } from './user-error';

/** Descriptions of options are wrapped unless less than this is left of the line. */
const LEAST_HELP_COLUMNS = 12;

/** Runs the program with the arguments after its name, and returns the exit code. */
export async function run(args: readonly string[], driller: Driller, terminal: Terminal, version: string, live: Live = OWN_LIVE): Promise<number> {
  let code: number = EXIT.passed;
  const program = new Command('observed-pipeline')
    .description('Shows which breakdowns of a data pipeline would go undetected, and whether deployed pipelines are alive. Only status calls AWS, and it only reads.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--no-color', 'print no colours (NO_COLOR in the environment does the same)');
  program.addCommand(drillCommand(driller, terminal, (ended) => { code = ended; }));
  program.addCommand(listFaultsCommand(driller, terminal));
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
  // Commander has printed its own message already. Asking for help is not a mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof UserError) {
    stderr.write(`error: ${error.message}\n`);
    return EXIT.usage;
  }
  stderr.write(`This is a defect of observed-pipeline, please report it:\n${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return EXIT.defect;
}
