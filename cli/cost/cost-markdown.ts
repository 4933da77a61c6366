import type { OwnerBill } from '../../cost/bill';
import type { Cost } from '../../cost/cost-of';
import {
  assumptionText, basisText, byUseRows, chargeRows, elsewhereText, ownerRows, priceRows, unpricedRows,
} from './cost-rows';
import { money } from './money';

/** The cost of monitoring as Markdown tables. */
export function costMarkdown(places: readonly Cost[]): string {
  return `${places.flatMap((place) => [
    `**${money(place.bill.usd)} a month** in total. ${basisText([place])}`,
    ...[elsewhereText(place)].flatMap((text) => (text === undefined ? [] : [text])),
    '',
    ...table(ownerRows(place.bill), 1),
    '',
    ...table(priceRows(place.bill), Infinity),
    '',
    ...list('Paid only when it happens:', byUseRows(place)),
    ...list('Not in these figures:', unpricedRows(place)),
    ...[assumptionText(place)].flatMap((text) => (text === undefined ? [] : [text])),
  ]).join('\n')}\n`;
}

/** The charges of one pipeline as a Markdown table. */
export function pipelineMarkdown(bill: OwnerBill): string {
  return `${table(chargeRows(bill), Infinity).join('\n')}\n`;
}

function table([head = [], ...rows]: readonly (readonly string[])[], rightFrom: number): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index < rightFrom ? '---' : '---:'))), ...rows.map(line)];
}

function list(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [title, '', ...rows.map((row) => `- ${row.join(', ')}`), ''];
}
