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
import { columnsOf, Terminal } from './terminal';
import { UserError } from './user-error';

/** Runs the program with the arguments after its name and says what the process should end with. */
export async function run(args: readonly string[], driller: Driller, terminal: Terminal, version: string, live: Live = OWN_LIVE): Promise<number> {
  let code: number = EXIT.passed;
  const program = new Command('observed-pipeline')
    .description('Shows which breakdowns of a data pipeline would go unnoticed, and whether it is alive.')
    .version(version)
    .option('--no-color', 'no colours (so does NO_COLOR in the environment)');
  program.addCommand(drillCommand(driller, terminal, (ended) => { code = ended; }));
  program.addCommand(listFaultsCommand(driller, terminal));
  program.addCommand(overviewCommand(terminal));
  program.addCommand(costCommand(terminal));
  program.addCommand(statusCommand(live, terminal, (ended) => { code = ended; }));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      getOutHelpWidth: () => columnsOf(terminal.stdout, 100),
      getErrHelpWidth: () => columnsOf(terminal.stderr, 100),
    }).showHelpAfterError('(observed-pipeline --help shows what there is)');
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, terminal);
  }
}

function codeOf(error: unknown, { stderr }: Terminal): number {
  // Commander has shown its own messages already; asking for help is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof UserError) {
    stderr.write(`error: ${error.message}\n`);
    return EXIT.usage;
  }
  stderr.write(`This is a defect of observed-pipeline, please report it:\n${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  return EXIT.defect;
}
