import { CATALOGUE, ran } from './fake-world';

test('The catalogue is a table of what happens and what is expected.', async () => {
  expect((await ran(['list-faults'])).stdout).toBe([
    'Fault      What happens            Expected',
    '───────────────────────────────────────────',
    'run-fails  A run fails             detected',
    'retries    Succeeds after retries  quiet',
    '',
  ].join('\n'));
});

test('The catalogue can be had as JSON.', async () => {
  expect(JSON.parse((await ran(['list-faults', '--json'])).stdout)).toEqual(CATALOGUE);
});

test('The catalogue can be had in Markdown, for a page of documentation.', async () => {
  expect((await ran(['list-faults', '--markdown'])).stdout).toBe([
    '| fault | title | what happens | expected |',
    '| --- | --- | --- | --- |',
    '| `run-fails` | A run fails | One run fails \\| with its retries. | detected |',
    '| `retries` | Succeeds after retries | The second attempt succeeds. | quiet |',
    '',
  ].join('\n'));
});
