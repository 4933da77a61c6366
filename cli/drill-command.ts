import { Command } from 'commander';
import { htmlReport } from '../drill/report/html/html-report';
import { jsonReport } from '../drill/report/json-report';
import { terminalReport, verdictReport } from '../drill/report/terminal/terminal-report';
import { paintOf, wantsColours } from './colours';
import { dateOption } from './date-option';
import type { Driller, DrillOrder } from './driller';
import { exitCodeOf } from './exit-code';
import { checkWritable, writeOutput } from './output-file';
import { progressOn } from './progress';
import { pageColumns, Terminal } from './terminal';
import { timeZoneOption } from './time-zone-option';
import { UserError } from './user-error';

interface DrillFlags {
  readonly app: string;
  readonly pipeline?: readonly string[];
  readonly fault?: readonly string[];
  readonly from?: number;
  /** True without a zone. */
  readonly year?: true | readonly string[];
  readonly html?: string;
  readonly json?: boolean;
  readonly acceptKnownGaps?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  $ npx cdk synth && npx observed-pipeline drill
      plays the whole catalogue against every pipeline of cdk.out
  $ npx observed-pipeline drill --pipeline NightlyOrders --fault scheduleDisabled --html drill.html
      plays one fault against one pipeline and draws it
  $ npx observed-pipeline drill --pipeline Data/Load
      plays everything against a function that no ObservedPipeline watches and no schedule starts
  $ npx observed-pipeline drill --year --accept-known-gaps --json > drill.json
      for a CI job: exit code 1 fails it when a simulated breakdown is undetected

Exit codes:
  0  all simulated breakdowns were detected in time, and there was no false alarm
  1  an undetected or late one, a false alarm, or a template that is broken as it stands;
     with --accept-known-gaps also a stated gap that is detected
  2  bad usage, an app that cannot be read, or nothing in it that could be played
`;

/** `observed-pipeline drill`: plays breakdowns against a synthesized app and says which would go unnoticed. */
export function drillCommand(driller: Driller, terminal: Terminal, end: (code: number) => void): Command {
  return new Command('drill')
    .summary('play breakdowns against a synthesized app')
    .description('Plays breakdowns against a synthesized CDK app under a simulated clock and says which would go unnoticed. Needs no AWS account.')
    .option('--app <folder>', 'the cloud assembly that cdk synth wrote', 'cdk.out')
    .option('--pipeline <name...>', 'only these pipelines; a function or state machine without one is named by its construct path, id or name')
    .option('--fault <id...>', 'only these faults (see: observed-pipeline list-faults)')
    .option('--from <date>', 'the day on which the simulated time begins, as YYYY-MM-DD', dateOption)
    .option('--year [zone...]', 'also play a year without any fault, which must raise no alarm; in the pipeline\'s own time zone, or moved to these', timeZoneOption)
    .option('--html <file>', 'write the report as one HTML file')
    .option('--json', 'print the report as JSON instead of the tables')
    .option('--accept-known-gaps', 'exit with 0 although known gaps are undetected; exit with 1 if one of them is detected, so that their list stays true')
    .option('--quiet', 'no progress, and the verdict alone')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DrillFlags, command: Command) => {
      end(await drill(flags, command.optsWithGlobals<{ color: boolean }>().color, driller, terminal));
    });
}

async function drill(flags: DrillFlags, colourAsked: boolean, driller: Driller, terminal: Terminal): Promise<number> {
  if (flags.html !== undefined) checkWritable(flags.html);
  const report = await play(orderOf(flags, driller), driller, terminal, flags.quiet ?? false);
  if (report.results.length + report.years.length === 0) {
    throw new UserError(`nothing to play in ${flags.app}: no pipeline was found there. Add an ObservedPipeline, or a schedule that starts a function or a state machine, then run: npx cdk synth. Or name a function or a state machine: --pipeline <construct path>`);
  }
  if (flags.html !== undefined) writeOutput(flags.html, htmlReport(report));

  const page = { columns: pageColumns(terminal), paint: paintOf(wantsColours(terminal, colourAsked)) };
  if (flags.json) terminal.stdout.write(jsonReport(report));
  else terminal.stdout.write(flags.quiet ? verdictReport(report, page) : terminalReport(report, page));
  return exitCodeOf(report, { acceptKnownGaps: flags.acceptKnownGaps });
}

function orderOf({ app, pipeline = [], fault = [], from, year, html, json = false }: DrillFlags, driller: Driller): DrillOrder {
  const known = new Set(driller.catalogue().map(({ id }) => id));
  const unknown = fault.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new UserError(`there is no fault ${unknown.join(', ')}. Those there are: npx observed-pipeline list-faults`);
  return { app, pipelines: pipeline, faults: fault, from, years: year === undefined ? [] : year === true ? [undefined] : year, timelines: html !== undefined || json };
}

async function play(order: DrillOrder, driller: Driller, terminal: Terminal, quiet: boolean): ReturnType<Driller['play']> {
  const progress = progressOn(terminal, quiet);
  try {
    return await driller.play(order, (step) => progress.step(step));
  } finally {
    progress.end();
  }
}
