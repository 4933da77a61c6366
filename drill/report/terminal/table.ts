import { textWidth } from './plain-text';

/** A cell: its text, and how it is painted once it has been padded. */
export interface TableCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Columns are parted by two spaces, the first is aligned left, the others right where asked for. */
export interface TableOptions {
  readonly head?: readonly (readonly string[])[];
  readonly rightFrom?: number;
  readonly paintHead?: (text: string) => string;
}

const GAP = '  ';

/** Lines of a table as wide as its texts need; no borders, no trailing spaces, a rule below the head. */
export function tableLines(rows: readonly (readonly TableCell[])[], { head = [], rightFrom = Infinity, paintHead = (text) => text }: TableOptions = {}): string[] {
  const texts = [...head, ...rows.map((row) => row.map(({ text }) => text))];
  const columns = Math.max(0, ...texts.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...texts.map((row) => textWidth(row[column] ?? ''))));
  const line = (row: readonly TableCell[]): string => widths
    .map((width, column) => placed(row[column] ?? { text: '' }, width, column >= rightFrom, column === columns - 1))
    .join(GAP)
    .trimEnd();
  const rule = paintHead('─'.repeat(widths.reduce((sum, width) => sum + width, GAP.length * Math.max(0, columns - 1))));
  return [
    ...head.map((row) => line(row.map((text) => ({ text, paint: paintHead })))),
    ...(head.length > 0 ? [rule] : []),
    ...rows.map(line),
  ];
}

function placed({ text, paint = (plain) => plain }: TableCell, width: number, right: boolean, last: boolean): string {
  const padding = ' '.repeat(width - textWidth(text));
  if (right) return padding + paint(text);
  return paint(text) + (last ? '' : padding);
}
