import { ErrorParts, parseObject, unpackObject } from '../text/error-text';
import type { LogRecord, Undated } from './log-record';

const REQUEST = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;
const TIMED_OUT = /Task timed out after (\d+(?:\.\d+)?) seconds/;
const EXITED = /Runtime exited (?:with error: (signal: \w+|exit status \d+)|without providing a reason)|\bRuntime\.ExitError\b/;

/** `<time> <request> <level> <text>`, by tabs, as Lambda's Node.js and other runtimes write it. */
const BY_TABS = /^\S+Z\t\S*\t([A-Z]+)\t(.*)$/s;
/** `[LEVEL] Type: message` ended the run, `[LEVEL]<tab>time<tab>request<tab>message` was logged: Lambda's Python runtime. */
const IN_BRACKETS = /^\[([A-Z]+)\](\t\S+\t\S*\t|\s+)(.*)$/s;
const LEVEL = /\b(ERROR|FATAL|CRITICAL|SEVERE|WARN|WARNING|INFO|DEBUG|TRACE)\b/;
const BAD_LEVELS = new Set(['ERROR', 'FATAL', 'CRITICAL', 'SEVERE']);

/** A line that begins with the name of an error: `java.lang.IllegalStateException: …`, `ValueError: …`, `Runtime.HandlerNotFound: …`. */
const NAMED_ERROR = /^([\w.$]*(?:Error|Exception)|Runtime\.\w+)(?::\s*(.*))?$/;
const MARKERS = ['Invoke Error', 'Uncaught Exception', 'Unhandled Promise Rejection'];

/** What a line in Lambda's text format says; undefined where it says nothing about a run. */
export function readTextLine(line: string): Undated<LogRecord> | undefined {
  const request = REQUEST.exec(line.slice(0, 300))?.[0];
  const timedOut = TIMED_OUT.exec(line);
  if (timedOut !== null) return { kind: 'timeout', request, seconds: Number(timedOut[1]) };
  if (line.startsWith('REPORT ')) return readReport(line, request);
  if (line.startsWith('INIT_REPORT ')) return readInit(line);
  const exited = EXITED.exec(line);
  if (exited !== null) return { kind: 'exit', request, how: exited[1] };
  return readError(line, request);
}

function readReport(line: string, request: string | undefined): Undated<LogRecord> {
  const { status, errorType } = statusOf(line);
  return {
    kind: 'report', request, status, errorType,
    durationMillis: numberIn(line, /\bDuration: ([\d.]+) ms/),
    memoryMb: numberIn(line, /\bMemory Size: (\d+) MB/),
    usedMb: numberIn(line, /\bMax Memory Used: (\d+) MB/),
  };
}

function readInit(line: string): Undated<LogRecord> | undefined {
  const { status, errorType } = statusOf(line);
  if (status !== 'error' && status !== 'timeout') return undefined;
  return { kind: 'init', status, errorType, durationMillis: numberIn(line, /\bInit Duration: ([\d.]+) ms/) };
}

function statusOf(line: string): { status?: string; errorType?: string } {
  return { status: /\bStatus: (\w+)/.exec(line)?.[1], errorType: /\bError Type: (\S+)/.exec(line)?.[1] };
}

function numberIn(line: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(line)?.[1];
  return found === undefined || Number.isNaN(Number(found)) ? undefined : Number(found);
}

function readError(line: string, request: string | undefined): Undated<LogRecord> | undefined {
  const byTabs = BY_TABS.exec(line);
  const inBrackets = byTabs === null ? IN_BRACKETS.exec(line) : null;
  const level = byTabs?.[1] ?? inBrackets?.[1] ?? LEVEL.exec(line.slice(0, 120))?.[1];
  if (level !== undefined && !BAD_LEVELS.has(level)) return undefined;
  const text = byTabs?.[2] ?? inBrackets?.[3] ?? line;
  const parts = partsOf(text);
  // Without a level a line is an error only if it has the form of one: "0 errors" is none.
  if (level === undefined && parts.type === undefined) return undefined;
  const fatal = parts.type !== undefined && inBrackets?.[2]?.startsWith('\t') !== true;
  return { kind: 'error', request, fatal, ...parts };
}

function partsOf(text: string): ErrorParts {
  const json = jsonIn(text);
  if (json !== undefined && json.type !== undefined) return json;
  // Lambda's Python runtime ends lines with carriage returns.
  const lines = text.split(/[\r\n]+/).map((one) => one.trim()).filter((one) => one !== '');
  const first = lines[0]?.startsWith('Traceback') ? lines.at(-1) ?? '' : withoutMarker(lines[0] ?? '');
  const named = NAMED_ERROR.exec(first);
  if (named === null) return { message: first === '' ? undefined : first };
  return { type: named[1], message: named[2] === '' ? undefined : named[2] };
}

/** Node.js writes the error as JSON behind a word or two. */
function jsonIn(text: string): ErrorParts | undefined {
  const begin = text.indexOf('{"error');
  if (begin < 0) return undefined;
  const parsed = parseObject(text.slice(begin).trim());
  if (parsed !== undefined) return unpackObject(parsed);
  const type = /"errorType"\s*:\s*"([^"\\]{1,200})"/.exec(text.slice(begin))?.[1];
  const message = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.){0,1000})/.exec(text.slice(begin))?.[1];
  return { type, message };
}

function withoutMarker(line: string): string {
  const marker = MARKERS.find((one) => line.startsWith(one));
  return marker === undefined ? line : line.slice(marker.length).trim();
}
