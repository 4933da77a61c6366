import type { OwnerBill } from '../../cost/bill';
import type { Cost } from '../../cost/cost-of';
import { Paint } from '../../drill/report/terminal/paint';
import { wrap } from '../../drill/report/terminal/plain-text';
import { tableLines } from '../../drill/report/terminal/table';
import {
  assumptionText, basisText, byUseRows, chargeRows, elsewhereText, ownerRows, priceRows, unpricedRows, workloadText,
} from './cost-rows';
import { money } from './money';

/** How the costs are written to a terminal. */
export interface Page {
  readonly columns: number;
  readonly tableColumns: number;
  readonly paint: Paint;
}

/** The cost of monitoring, for a terminal. */
export function costText(places: readonly Cost[], page: Page): string {
  const { columns, paint } = page;
  const usd = places.reduce((sum, { bill }) => sum + bill.usd, 0);
  return [
    paint.strong(`Monitoring costs ${money(usd)} a month.`),
    ...wrap(basisText(places), columns).map(paint.calm),
    ...places.flatMap((place) => ['', ...(places.length > 1 ? [paint.strong(`${place.accountId} in ${place.region}: ${money(place.bill.usd)}`), ''] : []), ...placeLines(place, page)]),
    '',
  ].join('\n');
}

/** The charges of one pipeline, for a terminal. */
export function pipelineText(bill: OwnerBill, { paint, columns, tableColumns }: Page): string {
  const [head = [], ...rows] = chargeRows(bill);
  const sum = rows.length - 1;
  return [
    ...wrap(`Monitoring ${bill.owner.name} costs ${money(bill.usd)} a month, besides what it shares.`, columns).map(paint.strong),
    '',
    ...tableLines(rows.map((row, index) => row.map((text) => ({ text, paint: index === sum ? paint.strong : undefined }))), { head: [head], paintHead: paint.strong, columns: tableColumns }),
    '',
  ].join('\n');
}

function placeLines(place: Cost, { columns, tableColumns, paint }: Page): string[] {
  const [ownerHead = [], ...owners] = ownerRows(place.bill);
  const [priceHead = [], ...prices] = priceRows(place.bill);
  const sum = owners.length - 1;
  const texts = [elsewhereText(place), workloadText(place), assumptionText(place)].flatMap((text) => (text === undefined ? [] : ['', ...wrap(text, columns).map(paint.calm)]));
  return [
    ...tableLines(owners.map((row, index) => row.map((text) => ({ text, paint: index === sum ? paint.strong : undefined }))), { head: [ownerHead], rightFrom: 1, paintHead: paint.strong, columns: tableColumns }),
    '',
    ...tableLines(prices.map((row) => row.map((text) => ({ text }))), { head: [priceHead], paintHead: paint.strong, columns: tableColumns }),
    ...section('Paid only when it happens', byUseRows(place), columns, paint),
    ...section('Not in these figures', unpricedRows(place), columns, paint),
    ...texts,
  ];
}

function section(title: string, rows: readonly string[][], columns: number, paint: Paint): string[] {
  if (rows.length === 0) return [];
  return ['', paint.strong(title), ...rows.flatMap((row) => wrap(row.join(', '), columns - 2).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`))];
}
