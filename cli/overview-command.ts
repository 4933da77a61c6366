import { Command } from 'commander';
import { AssemblyError, readAssembly } from '../template/read-assembly';
import { overviewOf } from './overview/overview';
import { overviewText } from './overview/overview-text';
import { paintOf, tableColumns, Terminal } from './terminal';
import { UserError } from './user-error';

/** `observed-pipeline overview`: what a synthesized app monitors, when runs are due, and who is notified. */
export function overviewCommand(terminal: Terminal): Command {
  return new Command('overview')
    .summary('show what is monitored and who is notified (does not call AWS)')
    .description('Shows each pipeline of a synthesized CDK app: its expectation, its next due times, its signals and who is notified. It reads the cloud assembly and does not call AWS.')
    .option('--app <folder>', 'the cloud assembly that cdk synth wrote', 'cdk.out')
    .option('--json', 'print JSON')
    .action(({ app, json }: { app: string; json?: boolean }, command: Command) => {
      const overviews = accountsOf(app).map((account) => overviewOf(account, Date.now())).filter(({ pipelines }) => pipelines.length > 0);
      if (overviews.length === 0) throw new UserError(`there is no ObservedPipeline in ${app}. Add one to the app, then run: npx cdk synth`);
      const paint = paintOf(terminal, command.optsWithGlobals());
      terminal.stdout.write(json ? `${JSON.stringify(overviews, null, 2)}\n` : overviews.map((overview) => overviewText(overview, paint, tableColumns(terminal.stdout, terminal.env))).join('\n'));
    });
}

function accountsOf(app: string): ReturnType<typeof readAssembly> {
  try {
    return readAssembly(app);
  } catch (error) {
    if (error instanceof AssemblyError) throw new UserError(error.message);
    throw error;
  }
}
