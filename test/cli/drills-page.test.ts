import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE, catalogueText } from '../../cli/list-faults-command';
import { PLAIN } from '../../drill/report/terminal/paint';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const page = readFileSync(path.join(DOCS, 'drills.md'), 'utf8');

/** The text between a comment and its end. */
function section(name: string): string {
  const [, text] = new RegExp(`<!-- ${name}[^>]*-->\\n(.*?)<!-- /${name} -->`, 's').exec(page)!;
  return text!;
}

/** A block of code without its fence, with the imports of a user's project. */
function code(name: string): string {
  return section(name).replace(/^```ts\n|```\n$/g, '');
}

function example(file: string): string {
  const own = readFileSync(path.join(__dirname, 'worked-example', file), 'utf8');
  return own.replace('\'../../../drill\'', '\'cdk-observed-pipeline/drill\'').replace('\'../../../lib\'', '\'cdk-observed-pipeline\'').replace('\'./data-stack\'', '\'../lib/data-stack\'');
}

test('The page on drills has the whole catalogue, as list-faults --markdown prints it.', () => {
  expect(section('catalogue')).toBe(catalogueText(CATALOGUE, 'markdown', { paint: PLAIN, columns: Infinity }));
});

test('The worked example on the page is the one that is tested here.', () => {
  expect(code('worked-example')).toBe(example('drill.simulation.test.ts'));
  expect(code('worked-example-stack')).toBe(example('data-stack.ts'));
});

test('Every relative link of the page leads to an existing page.', () => {
  for (const [, target] of page.matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g)) expect(() => readFileSync(path.join(DOCS, target!))).not.toThrow();
});
