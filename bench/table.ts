import { median as middleOf } from '../drill/report/summary';

/** Prints rows as an aligned table; the first row is the head. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  rows.forEach((row, index) => {
    console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
    if (index === 0) console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  });
}

/** The middle of numbers in any order; there must be one. */
export function median(values: readonly number[]): number {
  return middleOf([...values].sort((a, b) => a - b))!;
}

/**
 * Holds a size or a ratio against its goal. A goal that is missed makes the benchmark exit with 1. Times depend on the machine, so
 * they have no goal that is held: print theirs as a text.
 */
export function held(value: number, compare: '<=' | '>=', goal: number, show: (value: number) => string = String): string {
  const isMet = compare === '<=' ? value <= goal : value >= goal;
  if (!isMet) process.exitCode = 1;
  return `${compare} ${show(goal)}${isMet ? '' : ' MISSED'}`;
}
