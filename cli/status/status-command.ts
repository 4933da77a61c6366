import { Command } from 'commander';
import { Instant, MINUTE } from '../../core/time';
import { wrap } from '../../drill/report/terminal/plain-text';
import { EXIT } from '../exit-code';
import { type ColourFlags, helpText, paintOf, tableColumns, Terminal, textColumns } from '../terminal';
import { UserError } from '../user-error';
import { explained, permissionsText, reportsDenial } from './access';
import { look, ROOT } from './look';
import type { AwsOptions, Live } from './ports';
import { isWell, ObservatoryStatus } from './status';
import { statusJson, statusText } from './status-text';

interface StatusFlags extends AwsOptions, ColourFlags {
  readonly observatory?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
}

const REFRESH = MINUTE;
const CLEAR_SCREEN = '\u001b[2J\u001b[3J\u001b[H';

const EXAMPLES = `
Examples:
  $ npx observed-pipeline status --profile production --region eu-west-1
      one line per pipeline: alive, last success, next due, open incident, who is notified
  $ npx observed-pipeline status --watch
      the same, refreshed every minute
  $ AWS_ENDPOINT_URL=http://127.0.0.1:4566 npx observed-pipeline status
      looks at an emulator

It calls AWS and only reads. It judges each pipeline itself with the checker's code,
so it is right even when the checker is down.

Exit codes:
  0  every pipeline is alive, or has no run due yet
  1  a pipeline is not alive, is unknown, or has an open incident; or the checker is silent
  2  bad usage, no credentials, no permission, or nothing is watched
`;

/** `observed-pipeline status`: the current state of an account's pipelines. */
export function statusCommand(live: Live, terminal: Terminal, end: (code: number) => void): Command {
  return new Command('status')
    .summary('show which deployed pipelines are alive (calls AWS, read-only)')
    .description('Shows each deployed pipeline: whether it is alive, its last success, its next due time, its open incident and who is notified. It calls AWS and only reads.')
    .option('--profile <name>', 'use the credentials of this profile')
    .option('--region <region>', 'look at this Region')
    .option('--observatory <name>', 'look at this observatory only')
    .option('--watch', 'look again every minute')
    .option('--json', 'print JSON; with --watch, one line per look')
    .addHelpText('after', () => helpText(EXAMPLES, terminal))
    .action(async (_flags: unknown, command: Command) => {
      end(await status(command.optsWithGlobals<StatusFlags>(), live, terminal));
    });
}

async function status(flags: StatusFlags, live: Live, terminal: Terminal): Promise<number> {
  const aws = await orExplained(() => live.open({ profile: flags.profile, region: flags.region }));
  const region = await orExplained(() => aws.region());
  const paint = paintOf(terminal, flags);
  const { stdout, env } = terminal;
  const page = { columns: textColumns(stdout, env), tableColumns: tableColumns(stdout, env), paint };
  const show = async (between: '' | '\n'): Promise<number> => {
    const now = live.now();
    const observatories = await orExplained(() => look(aws.look(now), flags.observatory, now));
    if (observatories.length === 0) throw nothingFound(flags, region);
    const text = flags.json
      ? statusJson({ observatories, region, now }, { indent: flags.watch ? undefined : 2 })
      : statusText({ observatories, region, now }, page) + hint(observatories, page.columns) + (flags.watch ? paint.calm(lookedAt(now)) : '');
    const clear = flags.watch && !flags.json && stdout.isTTY === true;
    stdout.write(clear ? CLEAR_SCREEN + text : (flags.json ? '' : between) + text);
    return codeOf(observatories);
  };

  let code = await show('');
  while (flags.watch && await live.wait(REFRESH)) {
    // A failed look does not end the watch; the next one may succeed.
    code = await show('\n').catch((error: unknown) => complain(error, terminal));
  }
  return code;
}

/** When the screen was written: after a failed look it is out of date. */
function lookedAt(now: Instant): string {
  return `\nLooked at ${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC, next look in a minute.\n`;
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
    ? new UserError(`nothing is watched in ${region}: there are no parameters below ${ROOT}. Deploy an ObservedPipeline, or choose another account or Region with --profile and --region`)
    : new UserError(`there is no observatory ${observatory} in ${region}: there are no parameters below ${ROOT}/${observatory}. Omit --observatory to see all of them`);
}

function hint(observatories: readonly ObservatoryStatus[], columns: number): string {
  const texts = observatories.flatMap(({ problems, pipelines }) => [...problems, ...pipelines.flatMap(({ because = '' }) => because)]);
  return texts.some(reportsDenial) ? `\n${wrap(`These credentials are not allowed to read everything. ${permissionsText()}`, columns).join('\n')}\n` : '';
}

function codeOf(observatories: readonly ObservatoryStatus[]): number {
  const wrong = observatories.some(({ pipelines, checkerSilent }) => checkerSilent === 'ALARM' || pipelines.some((pipeline) => !isWell(pipeline)));
  return wrong ? EXIT.found : EXIT.passed;
}
