import { Command } from 'commander';
import { Instant, MINUTE } from '../../core/time';
import { wrap } from '../../drill/report/terminal/plain-text';
import { paintOf, wantsColours } from '../colours';
import { EXIT } from '../exit-code';
import { pageColumns, Terminal } from '../terminal';
import { UserError } from '../user-error';
import { explained } from './explain-error';
import { look, ROOT } from './look';
import { permissionsText, tellsOfDenial } from './permissions';
import type { AwsOptions, Live } from './ports';
import { isWell, ObservatoryStatus } from './status';
import { statusJson } from './status-json';
import { statusText } from './status-text';

interface StatusFlags extends AwsOptions {
  readonly observatory?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
}

const REFRESH = MINUTE;
const CLEAR_SCREEN = '\u001b[2J\u001b[3J\u001b[H';

const EXAMPLES = `
Examples:
  $ npx observed-pipeline status --profile production --region eu-west-1
      one line a pipeline: alive? last success, next due, open incident, who is told
  $ npx observed-pipeline status --watch
      the same, looked at anew every minute
  $ AWS_ENDPOINT_URL=http://127.0.0.1:4566 npx observed-pipeline status
      of an emulator

Each pipeline is judged anew by the checker's own code, whether or not the checker runs. Nothing is written.

Exit codes:
  0  every pipeline is alive, or nothing is due of it
  1  a pipeline is not alive, not known, or has an open incident; or the checker is silent
  2  bad usage, no credentials, no permission, or nothing that is watched
`;

/** `observed-pipeline status`: how the pipelines of an account are at this moment. */
export function statusCommand(live: Live, terminal: Terminal, end: (code: number) => void): Command {
  return new Command('status')
    .summary('show which deployed pipelines are alive')
    .description('Shows of each deployed pipeline whether it is alive, its last success, when it is next due, its open incident and who is told.')
    .option('--profile <name>', 'the profile whose credentials are taken')
    .option('--region <region>', 'the Region that is looked at')
    .option('--observatory <name>', 'only this observatory')
    .option('--watch', 'look anew every minute')
    .option('--json', 'print it as JSON; with --watch one line a look')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: StatusFlags, command: Command) => {
      end(await status(flags, command.optsWithGlobals<{ color: boolean }>().color, live, terminal));
    });
}

async function status(flags: StatusFlags, colourAsked: boolean, live: Live, terminal: Terminal): Promise<number> {
  const aws = await live.open({ profile: flags.profile, region: flags.region });
  const region = await orExplained(() => aws.region());
  const paint = paintOf(wantsColours(terminal, colourAsked));
  const show = async (first: boolean): Promise<number> => {
    const now = live.now();
    const observatories = await orExplained(() => look(aws.look(now), flags.observatory, now));
    if (observatories.length === 0) throw nothingFound(flags, region);
    const text = flags.json
      ? statusJson(observatories, region, now, flags.watch ?? false)
      : statusText(observatories, region, now, pageColumns(terminal), paint) + hint(observatories, pageColumns(terminal)) + (flags.watch ? paint.calm(lookedAt(now)) : '');
    const clear = flags.watch && !flags.json && terminal.stdout.isTTY === true;
    terminal.stdout.write(clear ? CLEAR_SCREEN + text : !first && !flags.json ? `\n${text}` : text);
    return codeOf(observatories);
  };

  let code = await show(true);
  while (flags.watch && await live.wait(REFRESH)) {
    // One look that fails is no reason to stop watching; the next may succeed.
    code = await show(false).catch((error: unknown) => complain(error, terminal));
  }
  return code;
}

/** What is on a screen may be old: a look that failed leaves it as it is. */
function lookedAt(now: Instant): string {
  return `\nLooked at ${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC, and again in a minute.\n`;
}

async function orExplained<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explained(error) ?? error;
  }
}

function complain(error: unknown, { stderr }: Terminal): number {
  if (!(error instanceof UserError)) throw error;
  stderr.write(`error: ${error.message}\n`);
  return EXIT.usage;
}

function nothingFound({ observatory }: StatusFlags, region: string): UserError {
  return observatory === undefined
    ? new UserError(`nothing is watched in ${region}: there are no parameters below ${ROOT}. Deploy an ObservedPipeline, or look elsewhere with --region and --profile`)
    : new UserError(`there is no observatory ${observatory} in ${region}: there are no parameters below ${ROOT}/${observatory}. Without --observatory all are shown`);
}

function hint(observatories: readonly ObservatoryStatus[], columns: number): string {
  const texts = observatories.flatMap(({ problems, pipelines }) => [...problems, ...pipelines.flatMap(({ because = '' }) => because)]);
  return texts.some(tellsOfDenial) ? `\n${wrap(`Something may not be read with these credentials. ${permissionsText()}`, columns).join('\n')}\n` : '';
}

function codeOf(observatories: readonly ObservatoryStatus[]): number {
  const wrong = observatories.some(({ pipelines, checkerSilent }) => checkerSilent === 'ALARM' || pipelines.some((pipeline) => !isWell(pipeline)));
  return wrong ? EXIT.found : EXIT.passed;
}
