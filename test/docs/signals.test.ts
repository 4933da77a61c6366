import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type SignalId, SIGNALS, traitsOf } from '../../core/signals';

const PAGE = readFileSync(path.resolve(__dirname, '..', '..', 'docs', 'signals.md'), 'utf8');

/** The cells of the rows of the page's tables that begin with a signal's id. */
function rowsOf(id: SignalId): string[][] {
  return PAGE.split('\n').filter((line) => new RegExp(`^\\| (?:function |machine )?\`${id}\` \\|`).test(line)).map((line) => line.split('|').map((cell) => cell.trim()));
}

const ALL = Object.keys(SIGNALS) as SignalId[];
const OF_PIPELINES = ALL.filter((id) => !['checker', 'delivery'].includes(traitsOf(id).about));

test.each(ALL)('The page on signals says which question %s answers.', (id) => {
  const rows = rowsOf(id);

  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map((cells) => cells[2])).toEqual(rows.map(() => traitsOf(id).question));
});

test.each(OF_PIPELINES)('The page on signals says the severity of %s, and whether its OK is a recovery.', (id) => {
  const { lasting, severity, onlyWhereCritical = false } = traitsOf(id);
  const cells = [severity === 'ofPipeline' ? 'critical' : severity, onlyWhereCritical ? 'off' : 'warning', lasting ? 'yes' : 'no'];

  expect(rowsOf(id).map((row) => row.slice(5, 8))).toEqual(rowsOf(id).map(() => cells));
});
