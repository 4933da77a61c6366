import path from 'node:path';
import { Command } from 'commander';
import { unique } from '../core/collections';
import type { Progress as DrillProgress, RunAllOptions } from '../drill/drill';
import { FAULT_IDS } from '../drill/faults/catalogue';
import { htmlReport } from '../drill/report/html/html-report';
import { jsonReport } from '../drill/report/json-report';
import { terminalReport, verdictReport } from '../drill/report/terminal/terminal-report';
import type { DrillReport } from '../drill/result';
import { didYouMean } from './did-you-mean';
import { exitCodeOf } from './exit-code';
import type { OpenDrill, OpenedDrill } from './open-drill';
import { countOption, dateOption, OWN_ZONE, timeZoneOption } from './options';
import { checkWritable, writeOutput } from './output-file';
import { progressOn } from './progress';
import { type ColourFlags, helpText, paintOf, Terminal, textColumns } from './terminal';
import { UserError } from './user-error';

interface DrillFlags extends ColourFlags {
  readonly app: string;
  readonly pipeline?: readonly string[];
  readonly fault?: readonly string[];
  readonly from?: number;
  /** True without a time zone. */
  readonly quietYear?: true | readonly string[];
  readonly html?: string;
  readonly json?: boolean;
  readonly acceptKnownGaps?: boolean;
  readonly quiet?: boolean;
  readonly workers?: number;
}

/** A report of more cells draws timelines only of what is wrong, so the others would only fill the memory. */
const MANY_CELLS = 400;

const EXAMPLES = `
Examples:
  $ npx cdk synth && npx observed-pipeline drill
      simulates the whole catalogue for every pipeline in cdk.out
  $ npx observed-pipeline drill --pipeline NightlyOrders --fault scheduleDisabled --html drill.html
      simulates one fault of one pipeline and draws it
  $ npx observed-pipeline drill --pipeline Data/Load
      simulates everything for a function without an ObservedPipeline and without a schedule
  $ npx observed-pipeline drill --quiet-year --accept-known-gaps --json > drill.json
      in a CI job: exit code 1 fails it when a simulated breakdown is undetected

Exit codes:
  0  every simulated breakdown was detected in time, and there was no false alarm
  1  a breakdown was undetected or detected late, there was a false alarm, or the template is
     broken; with --accept-known-gaps also when a known gap is detected after all
  2  bad usage, an app that cannot be read, or nothing to simulate
`;

/** `observed-pipeline drill`: simulates breakdowns of a synthesized app and shows which would go undetected. */
export function drillCommand(open: OpenDrill, terminal: Terminal, end: (code: number) => void): Command {
  return new Command('drill')
    .summary('simulate breakdowns of a synthesized app (does not call AWS)')
    .description('Simulates breakdowns of a synthesized CDK app and shows which of them would go undetected. It only simulates: it does not call AWS, needs no account and changes nothing there.')
    .option('--app <folder>', 'the cloud assembly that cdk synth wrote', 'cdk.out')
    .option('--pipeline <name...>', 'only these pipelines; name any function or state machine by its construct path, id or name')
    .option('--fault <id...>', 'only these faults (list-faults lists them)')
    .option('--from <date>', 'the first simulated day, as YYYY-MM-DD', dateOption)
    .option('--quiet-year [zone...]', 'also simulate a quiet year without a fault, in these time zones or, by default and as "own", in each pipeline\'s own; every alarm in it is a false one', timeZoneOption)
    .option('--html <file>', 'also write the report as one HTML file')
    .option('--json', 'print the report as JSON instead of the tables')
    .option('--accept-known-gaps', 'exit with 0 although known gaps are undetected, and with 1 if one of them is detected')
    .option('--workers <count>', 'how many threads to use (default: one for each core, as far as the free memory goes)', countOption)
    .option('--quiet', 'print no progress, and only the verdict')
    .addHelpText('after', () => helpText(EXAMPLES, terminal))
    .action(async (_flags: unknown, command: Command) => {
      end(await drill(command.optsWithGlobals<DrillFlags>(), open, terminal));
    });
}

async function drill(flags: DrillFlags, open: OpenDrill, terminal: Terminal): Promise<number> {
  if (flags.html !== undefined) checkWritable(flags.html);
  for (const id of flags.fault ?? []) checkFault(id);
  const report = await play(flags, open(flags.app, { app: flags.app, from: flags.from }), terminal);
  if (report.results.length + report.years.length === 0) {
    throw new UserError(`there is nothing to simulate in ${flags.app}: it has no pipeline. Add an ObservedPipeline, or a schedule that starts a function or a state machine, and run: npx cdk synth. Or name a function or a state machine: --pipeline <construct path>`);
  }
  const { stdout, stderr, env } = terminal;
  const page = { columns: textColumns(stdout, env), paint: paintOf(terminal, flags) };
  if (flags.json) stdout.write(jsonReport(report));
  else stdout.write(flags.quiet ? verdictReport(report, page) : terminalReport(report, page));
  // The report comes first: it must not be lost when the file cannot be written.
  if (flags.html !== undefined) writeOutput(flags.html, htmlReport(report));
  // A program that reads the JSON needs nothing else on standard output.
  if (flags.html !== undefined) (flags.json ? stderr : stdout).write(`${flags.json ? '' : '\n'}HTML report: ${path.resolve(flags.html)}\n`);
  return exitCodeOf(report, { acceptKnownGaps: flags.acceptKnownGaps });
}

function checkFault(id: string): void {
  if ((FAULT_IDS as readonly string[]).includes(id)) return;
  throw new UserError(`there is no fault ${id}.${didYouMean(id, FAULT_IDS)} To see all faults, run: npx observed-pipeline list-faults`);
}

async function play(flags: DrillFlags, opened: OpenedDrill, terminal: Terminal): Promise<DrillReport> {
  const progress = progressOn(terminal, { quiet: flags.quiet });
  try {
    return await opened.runAll({ ...runAllOptionsOf(flags, opened), onProgress: (step) => progress.step({ ...step, what: playedText(step) }) });
  } finally {
    progress.end();
  }
}

function runAllOptionsOf({ app, pipeline, fault, quietYear, html, json = false, workers }: DrillFlags, opened: OpenedDrill): RunAllOptions {
  const pipelines = pipeline === undefined ? opened.pipelines : unique(pipeline.map((name) => reportedName(name, app, opened)));
  const faults = fault ?? FAULT_IDS;
  const isMany = pipelines.length * faults.length > MANY_CELLS;
  const drawn = html !== undefined || json;
  return { pipelines, faults, years: yearsOf(quietYear), workers, timelines: !drawn ? 'none' : isMany ? 'wrong' : 'all' };
}

function reportedName(name: string, app: string, opened: OpenedDrill): string {
  try {
    return opened.nameOf(name);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`in ${app}: ${error.message}${didYouMean(name, opened.pipelines)}`, { cause: error });
    throw error;
  }
}

function playedText({ pipeline, result }: DrillProgress): string {
  return `${pipeline}: ${result === undefined ? 'a quiet year' : result.title}`;
}

/** The time zones of the quiet years; undefined stands for the pipeline's own. */
function yearsOf(quietYear: DrillFlags['quietYear']): readonly (string | undefined)[] {
  if (quietYear === undefined) return [];
  return quietYear === true ? [undefined] : quietYear.map((zone) => (zone === OWN_ZONE ? undefined : zone));
}
