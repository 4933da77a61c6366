import { Command } from 'commander';
import { type Cost, costOf } from '../../cost/cost-of';
import { PRICES, PRICES_REGION } from '../../cost/price';
import { AssemblyError, readAssemblyStacks } from '../../template/read-assembly';
import { didYouMean } from '../did-you-mean';
import { helpText, paintOf, tableColumns, Terminal, textColumns } from '../terminal';
import { UserError } from '../user-error';
import { costMarkdown, pipelineMarkdown } from './cost-markdown';
import { costText, Page, pipelineText } from './cost-text';

interface CostFlags {
  readonly app: string;
  readonly pipeline?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

const EXAMPLES = `
Examples:
  $ npx cdk synth && npx observed-pipeline cost
      the monthly cost of alarms, metrics, dashboards and functions, by pipeline and by price
  $ npx observed-pipeline cost --json | jq .usd
      for a budget in CI

It reads any CDK app. Without an ObservedPipeline it prices the alarms and dashboards in the templates.

Exit codes:
  0  the costs were printed
  2  bad usage, an app that cannot be read, or nothing in it that monitors
`;

/** `observed-pipeline cost`: what the observability of a synthesized app costs a month. */
export function costCommand(terminal: Terminal): Command {
  return new Command('cost')
    .summary('show what monitoring costs a month (does not call AWS)')
    .description(`Shows what the observability in a synthesized CDK app costs a month, by pipeline and by price. It uses the list prices of ${PRICES_REGION} and does not call AWS.`)
    .option('--app <folder>', 'the cloud assembly that cdk synth wrote', 'cdk.out')
    .option('--pipeline <name>', 'show each charge of one pipeline')
    .option('--json', 'print JSON with every charge and its price')
    .option('--markdown', 'print Markdown tables')
    .addHelpText('after', () => helpText(EXAMPLES, terminal))
    .action((flags: CostFlags, command: Command) => {
      const places = placesOf(flags.app);
      const paint = paintOf(terminal, command.optsWithGlobals());
      const page = { columns: textColumns(terminal.stdout, terminal.env), tableColumns: tableColumns(terminal.stdout, terminal.env), paint };
      terminal.stdout.write(flags.pipeline === undefined ? whole(places, flags, page) : partOf(places, flags.pipeline, flags, page));
    });
}

function whole(places: readonly Cost[], { json, markdown }: CostFlags, page: Page): string {
  if (json) return jsonText(places);
  return markdown ? costMarkdown(places) : costText(places, page);
}

function partOf(places: readonly Cost[], name: string, { app, json, markdown }: CostFlags, page: Page): string {
  const pipelines = places.flatMap(({ bill }) => bill.owners).filter(({ owner }) => owner.kind === 'pipeline');
  const bill = pipelines.find(({ owner }) => owner.name === name);
  if (bill === undefined) {
    const names = pipelines.map(({ owner }) => owner.name);
    const known = names.length === 0 ? 'It has no monitored pipeline.' : `It has: ${names.join(', ')}.`;
    throw new UserError(`there is no pipeline ${name} in ${app}.${didYouMean(name, names)} ${known}`);
  }
  if (json) return `${JSON.stringify(bill, null, 2)}\n`;
  return markdown ? pipelineMarkdown(bill) : pipelineText(bill, page);
}

function placesOf(app: string): Cost[] {
  const places = read(app).filter(({ bill, unpriced }) => bill.prices.length + unpriced.length > 0);
  if (places.length > 0) return places;
  throw new UserError(`nothing in ${app} monitors anything: it has no alarm, no dashboard and no observatory. Add an ObservedPipeline or alarms of your own, then run: npx cdk synth`);
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
