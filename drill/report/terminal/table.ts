import { sum } from '../../../core/collections';
import { textWidth, wrap } from './plain-text';

/** A cell: its text, and how it is coloured after padding. */
export interface TableCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Columns are two spaces apart. They are aligned left, or right from a given column on. */
export interface TableOptions {
  readonly head?: readonly (readonly string[])[];
  readonly rightFrom?: number;
  readonly paintHead?: (text: string) => string;
  /** The width of a line; texts wrap to fit. @default - as wide as the texts are */
  readonly columns?: number;
  /** The least width of a column of sentences. @default - the width of its longest word */
  readonly leastText?: number;
}

type Row = readonly TableCell[];

const GAP = '  ';
/** Longer words may be broken. */
const LONGEST_WORD = 28;
/** Texts of a cell that has no information. */
const NOTHING: ReadonlySet<string> = new Set(['', '·']);

/**
 * Lines of a table without borders and trailing spaces, with a rule below the head. If the table is too wide, texts wrap in
 * their columns. If that is not enough, every row becomes a list of its cells, each with its column's name.
 */
export function tableLines(rows: readonly Row[], { head = [], rightFrom = Infinity, paintHead = (text) => text, columns = Infinity, leastText = 0 }: TableOptions = {}): string[] {
  const texts = [...head, ...rows.map((row) => row.map(({ text }) => text))];
  const widths = fittedWidths(texts, { rightFrom, columns, leastText });
  if (widths === undefined) return listLines(rows, head.at(-1) ?? [], paintHead, columns);
  const lines = (row: Row): string[] => {
    const cells = widths.map((width, column) => pieces(row[column]?.text ?? '', width));
    return Array.from({ length: Math.max(1, ...cells.map(({ length }) => length)) }, (_, line) => widths
      .map((width, column) => placed({ ...row[column], text: cells[column]![line] ?? '' }, width, column >= rightFrom ? 'right' : column === widths.length - 1 ? 'last' : 'left'))
      .join(GAP)
      .trimEnd());
  };
  const rule = paintHead('─'.repeat(sum(widths) + GAP.length * Math.max(0, widths.length - 1)));
  return [
    ...head.flatMap((row) => lines(row.map((text) => ({ text, paint: paintHead })))),
    ...(head.length > 0 ? [rule] : []),
    ...rows.flatMap(lines),
  ];
}

/** The widths of the columns; the widest columns shrink first. Undefined when the table does not fit even so. */
function fittedWidths(texts: readonly (readonly string[])[], { rightFrom, columns, leastText }: Required<Pick<TableOptions, 'rightFrom' | 'columns' | 'leastText'>>): number[] | undefined {
  const count = Math.max(0, ...texts.map((row) => row.length));
  const ofColumn = (column: number): string[] => texts.map((row) => row[column] ?? '');
  const widths = Array.from({ length: count }, (_, column) => Math.max(...ofColumn(column).map(textWidth)));
  const least = widths.map((width, column) => (column >= rightFrom ? width : Math.min(width, Math.max(leastText, Math.min(LONGEST_WORD, longestWord(ofColumn(column)))))));
  let over = sum(widths) + GAP.length * Math.max(0, count - 1) - columns;
  if (over > sum(widths) - sum(least)) return undefined;
  for (; over > 0; over -= 1) {
    const slack = widths.map((width, column) => (width > least[column]! ? width : 0));
    widths[slack.indexOf(Math.max(...slack))]! -= 1;
  }
  return widths;
}

function longestWord(texts: readonly string[]): number {
  return Math.max(0, ...texts.flatMap((text) => [indentOf(text).length + Math.max(0, ...text.trim().split(/\s+/u).map(textWidth))]));
}

/** A text as lines of a given width, each with the indent of the first. */
function pieces(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const indent = indentOf(text);
  return wrap(text, width - indent.length).map((line) => indent + line);
}

function indentOf(text: string): string {
  return /^ */.exec(text)![0];
}

/** Each row as its first cell, followed by its other cells that have information. */
function listLines(rows: readonly Row[], head: readonly string[], paintHead: (text: string) => string, columns: number): string[] {
  return rows.flatMap((row, index) => {
    const lines = row.flatMap(({ text, paint = (plain) => plain }, column) => {
      if (NOTHING.has(text.trim())) return [];
      const name = column === 0 ? '' : head[column] ?? '';
      const indent = column === 0 ? '' : GAP;
      const [first = '', ...rest] = wrap(`${name === '' ? '' : `${name}: `}${text}`, columns - indent.length);
      const named = first.startsWith(`${name}:`) && name !== '' ? `${paintHead(`${name}:`)}${paint(first.slice(name.length + 1))}` : paint(first);
      return [indent + named, ...rest.map((line) => indent + paint(line))];
    });
    return index === 0 || lines.length === 0 ? lines : ['', ...lines];
  });
}

function placed({ text, paint = (plain) => plain }: TableCell, width: number, place: 'left' | 'right' | 'last'): string {
  const padding = ' '.repeat(width - textWidth(text));
  if (text === '') return padding;
  if (place === 'right') return padding + paint(text);
  return paint(text) + (place === 'last' ? '' : padding);
}
