import { readFileSync } from 'node:fs';
import path from 'node:path';
import { costMarkdown, pipelineMarkdown } from '../../../cli/cost/cost-markdown';
import { costText } from '../../../cli/cost/cost-text';
import { costOf } from '../../../cost/cost-of';
import { PLAIN } from '../../../drill/report/terminal/paint';
import { readAssemblyStacks } from '../../../template/read-assembly';
import { exampleAssembly } from '../../example-assembly';

const DOCS = path.join(__dirname, '..', '..', '..', 'docs');
const page = readFileSync(path.join(DOCS, 'cost.md'), 'utf8');
const costs = costOf(readAssemblyStacks(exampleAssembly()));

/** The text between a comment and its end. */
function section(name: string, text = page): string {
  const [, found] = new RegExp(`<!-- ${name}[^>]*-->\\n(.*?)<!-- /${name} -->`, 's').exec(text)!;
  return found!;
}

test('The page on cost has the figures of the example app, as `npm run docs` writes them.', () => {
  expect(section('example-cost')).toBe(costMarkdown(costs));
});

test('The page on cost has the charges of one pipeline, as `npm run docs` writes them.', () => {
  const nightly = costs.flatMap(({ bill }) => bill.owners).find(({ owner }) => owner.name === 'NightlyOrders')!;
  expect(section('pipeline-cost')).toBe(pipelineMarkdown(nightly));
});

test('The README has the figures by pipeline, as `npm run docs` writes them.', () => {
  const readme = readFileSync(path.join(DOCS, '..', 'README.md'), 'utf8');
  const [verdict, byPipeline] = costText(costs, { columns: 100, tableColumns: Infinity, paint: PLAIN }).split('\n\n');
  expect(section('cost-output', readme)).toBe(`\`\`\`\n${verdict}\n\n${byPipeline}\n\`\`\`\n`);
});

test('Every alarm, metric and dashboard of the example belongs to a pipeline or to its observatory.', () => {
  expect(costs.flatMap(({ bill }) => bill.owners).map(({ owner }) => `${owner.kind} ${owner.name}`)).toEqual([
    'pipeline NightlyOrders', 'pipeline CustomerSync', 'pipeline WeekdayReport', 'observatory ObservedExample-Observatory',
  ]);
});
