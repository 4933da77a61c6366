import { Command } from 'commander';
import { FAULTS } from '../drill/faults/catalogue';
import { Paint } from '../drill/report/terminal/paint';
import { tableLines } from '../drill/report/terminal/table';
import { paintOf, tableColumns, Terminal } from './terminal';

/** A fault of the catalogue, as a person reads it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: string;
  /** What happens, in a sentence or two. */
  readonly what: string;
  readonly expected: 'detected' | 'quiet';
}

/** All faults, in the catalogue's order. */
export const CATALOGUE: readonly CatalogueEntry[] = Object.values(FAULTS).map(({ id, title, what, expects }) => ({ id, title, what, expected: expects }));

/** `observed-pipeline list-faults`: lists the catalogue. */
export function listFaultsCommand(terminal: Terminal): Command {
  return new Command('list-faults')
    .summary('list the breakdowns that a drill simulates (does not call AWS)')
    .description('Lists every fault that a drill simulates, and whether it must be detected. It does not call AWS.')
    .option('--json', 'print JSON')
    .option('--markdown', 'print a Markdown table')
    .action((flags: { json?: boolean; markdown?: boolean }, command: Command) => {
      const form = flags.json ? 'json' : flags.markdown ? 'markdown' : 'text';
      const paint = paintOf(terminal, command.optsWithGlobals());
      terminal.stdout.write(catalogueText(CATALOGUE, form, { paint, columns: tableColumns(terminal.stdout, terminal.env) }));
    });
}

/** How the table is written to a terminal. */
interface Page {
  readonly paint: Paint;
  readonly columns: number;
}

/** The catalogue as a table for people, as JSON for programs, or in Markdown for a page. */
export function catalogueText(entries: readonly CatalogueEntry[], form: 'text' | 'json' | 'markdown', { paint, columns }: Page): string {
  switch (form) {
    case 'json':
      return `${JSON.stringify(entries, null, 1)}\n`;
    case 'markdown': {
      const rows = entries.map(({ id, title, what, expected }) => `| \`${id}\` | ${inTable(title)} | ${inTable(what)} | ${expected} |`);
      return `${['| fault | title | what happens | expected |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`;
    }
    case 'text': {
      const rows = entries.map(({ id, title, expected }) => [{ text: id, paint: paint.strong }, { text: title }, { text: expected, paint: paint.none }]);
      return `${tableLines(rows, { head: [['Fault', 'What happens', 'Expected']], paintHead: paint.strong, columns, leastText: 20 }).join('\n')}\n`;
    }
  }
}

function inTable(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
