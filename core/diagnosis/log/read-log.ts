import type { LogLine } from '../facts';
import { parseObject } from '../text/error-text';
import { readJsonLine } from './json-line';
import type { LogRecord } from './log-record';
import { readTextLine } from './text-line';

/** A line may have 256 KB; what it is about stands at its beginning. */
const LONGEST_LINE = 16_000;

/** What the lines of a function's log say, oldest first; lines that say nothing about a run are left out. */
export function readLog(lines: readonly LogLine[]): LogRecord[] {
  return lines.flatMap(({ at, text }): LogRecord[] => {
    const line = text.slice(0, LONGEST_LINE).trim();
    const json = line.startsWith('{') ? parseObject(line) : undefined;
    const record = json === undefined ? readTextLine(line) : readJsonLine(json);
    return record === undefined ? [] : [{ ...record, at }];
  });
}
