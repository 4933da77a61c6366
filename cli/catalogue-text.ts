import { Paint } from '../drill/report/terminal/paint';
import { tableLines } from '../drill/report/terminal/table';
import type { CatalogueEntry } from './driller';

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
