import { CATALOGUE, type CatalogueEntry, catalogueText } from '../../cli/list-faults-command';
import { FAULT_IDS } from '../../drill';
import { PLAIN } from '../../drill/report/terminal/paint';
import { ran } from './fake-program';

const ENTRIES: readonly CatalogueEntry[] = [
  { id: 'runFails', title: 'A run fails', what: 'One run fails | with its retries.', expected: 'detected' },
  { id: 'retries', title: 'Succeeds after retries', what: 'The second attempt succeeds.', expected: 'quiet' },
];
const page = { paint: PLAIN, columns: 100 };

test('The catalogue is a table of titles and of what is expected.', () => {
  expect(catalogueText(ENTRIES, 'text', page)).toBe([
    'Fault     What happens            Expected',
    '──────────────────────────────────────────',
    'runFails  A run fails             detected',
    'retries   Succeeds after retries  quiet',
    '',
  ].join('\n'));
});

test('The catalogue is a table in Markdown for a page of documentation.', () => {
  expect(catalogueText(ENTRIES, 'markdown', page)).toBe([
    '| fault | title | what happens | expected |',
    '| --- | --- | --- | --- |',
    '| `runFails` | A run fails | One run fails \\| with its retries. | detected |',
    '| `retries` | Succeeds after retries | The second attempt succeeds. | quiet |',
    '',
  ].join('\n'));
});

test('The command lists every fault of the catalogue.', async () => {
  const { stdout } = await ran(['list-faults']);
  for (const id of FAULT_IDS) expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
});

test('The command prints the catalogue as JSON.', async () => {
  expect(JSON.parse((await ran(['list-faults', '--json'])).stdout)).toEqual(CATALOGUE);
});

test('The command prints the catalogue in Markdown.', async () => {
  expect((await ran(['list-faults', '--markdown'])).stdout).toBe(catalogueText(CATALOGUE, 'markdown', page));
});

test('Every fault of the catalogue has a title and a description.', () => {
  expect(CATALOGUE.filter(({ title, what }) => title === '' || what === '')).toEqual([]);
});
