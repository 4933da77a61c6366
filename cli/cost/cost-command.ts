import { Command } from 'commander';
import { PRICES, PRICES_REGION } from '../../cost/price';
import { AssemblyError } from '../../drill/account/assembly/assembly-error';
import { readAssemblyStacks } from '../../drill/account/assembly/read-assembly';
import { type Cost, costOf } from '../../drill/cost/cost-of';
import type { Paint } from '../../drill/report/terminal/paint';
import { paintOf, wantsColours } from '../colours';
import { pageColumns, Terminal } from '../terminal';
import { UserError } from '../user-error';
import { costMarkdown, pipelineMarkdown } from './cost-markdown';
import { costText, pipelineText } from './cost-text';

interface CostFlags {
  readonly app: string;
  readonly pipeline?: string;
  readonly region?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

const EXAMPLES = `
Examples:
  $ npx cdk synth && npx observed-pipeline cost
      what the alarms, metrics, dashboards and functions that watch cost a month, by pipeline and by price
  $ npx observed-pipeline cost --json | jq .usd
      for a budget in CI

It reads any CDK app: without an ObservedPipeline the alarms and dashboards are whatever is in the templates.

Exit codes:
  0  the costs were told
  2  bad usage, an app that cannot be read, or nothing in it that watches
`;

/** `observed-pipeline cost`: what the observability of a synthesized app costs a month. */
export function costCommand(terminal: Terminal): Command {
  return new Command('cost')
    .summary('show what watching costs a month')
    .description('Shows what the observability in a synthesized CDK app costs a month, by pipeline and by price. Needs no AWS account.')
    .option('--app <folder>', 'the cloud assembly that cdk synth wrote', 'cdk.out')
    .option('--pipeline <name>', 'charge by charge what one pipeline costs')
    .option('--region <region>', `whose list prices; only those of ${PRICES_REGION} are known`)
    .option('--json', 'print it as JSON, every charge with its price')
    .option('--markdown', 'print it as tables in Markdown')
    .addHelpText('after', EXAMPLES)
    .action((flags: CostFlags, command: Command) => {
      checkRegion(flags.region);
      const places = placesOf(flags.app);
      const paint = paintOf(wantsColours(terminal, command.optsWithGlobals<{ color: boolean }>().color));
      terminal.stdout.write(flags.pipeline === undefined ? whole(places, flags, terminal, paint) : partOf(places, flags.pipeline, flags, paint));
    });
}

function whole(places: readonly Cost[], { json, markdown }: CostFlags, terminal: Terminal, paint: Paint): string {
  if (json) return jsonText(places);
  return markdown ? costMarkdown(places) : costText(places, pageColumns(terminal), paint);
}

function partOf(places: readonly Cost[], name: string, { app, json, markdown }: CostFlags, paint: Paint): string {
  const pipelines = places.flatMap(({ bill }) => bill.owners).filter(({ owner }) => owner.kind === 'pipeline');
  const bill = pipelines.find(({ owner }) => owner.name === name);
  if (bill === undefined) {
    const known = pipelines.length === 0 ? 'It has none that is watched.' : `It has: ${pipelines.map(({ owner }) => owner.name).join(', ')}.`;
    throw new UserError(`there is no pipeline ${name} in ${app}. ${known}`);
  }
  if (json) return `${JSON.stringify(bill, null, 2)}\n`;
  return markdown ? pipelineMarkdown(bill) : pipelineText(bill, paint);
}

function checkRegion(region: string | undefined): void {
  if (region === undefined || region === PRICES_REGION) return;
  throw new UserError(`there are no prices of ${region} here, only those of ${PRICES_REGION}. Leave --region out: most Regions cost as much or up to a fifth more.`);
}

function placesOf(app: string): Cost[] {
  const places = read(app).filter(({ bill, unpriced }) => bill.prices.length + unpriced.length > 0);
  if (places.length > 0) return places;
  throw new UserError(`nothing that watches was found in ${app}: no alarm, no dashboard, no observatory. Add an ObservedPipeline, or alarms of your own, then run: npx cdk synth`);
}

function read(app: string): Cost[] {
  try {
    return costOf(readAssemblyStacks(app));
  } catch (error) {
    if (error instanceof AssemblyError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

function jsonText(places: readonly Cost[]): string {
  const used = new Set(places.flatMap(({ bill, byUse }) => [...bill.prices, ...byUse].map(({ price }) => price)));
  return `${JSON.stringify({
    usd: places.reduce((sum, { bill }) => sum + bill.usd, 0),
    pricesOf: PRICES_REGION,
    places,
    prices: Object.fromEntries([...used].map((price) => [price, PRICES[price]])),
  }, null, 2)}\n`;
}
