import { parseObject } from '../json';
import type { Instant } from '../time';
import { ErrorParts, unpackObject } from './error-text';
import type { LogLine } from './facts';

/** An error that a function logged or that ended its run. Not yet safe to send. */
export interface ErrorRecord extends ErrorParts {
  readonly kind: 'error';
  readonly at: Instant;
  readonly request?: string;
  /** Whether it ended the run or the start of the function. Otherwise it was only logged. */
  readonly fatal: boolean;
}

/** Lambda ended a run because of its timeout. */
interface TimeoutRecord {
  readonly kind: 'timeout';
  readonly at: Instant;
  readonly request?: string;
  readonly seconds: number;
}

/** The process ended before the run did. */
interface ExitRecord {
  readonly kind: 'exit';
  readonly at: Instant;
  readonly request?: string;
  /** `signal: killed` or `exit status 1`, if Lambda says it. */
  readonly how?: string;
}

/** What Lambda reports at the end of each run. */
export interface ReportRecord {
  readonly kind: 'report';
  readonly at: Instant;
  readonly request?: string;
  /** `error` or `timeout`; absent if the run succeeded, or if Lambda does not say. */
  readonly status?: string;
  readonly errorType?: string;
  readonly durationMillis?: number;
  readonly memoryMb?: number;
  readonly usedMb?: number;
}

/** The function did not reach its handler. */
interface InitRecord {
  readonly kind: 'init';
  readonly at: Instant;
  readonly status: 'error' | 'timeout';
  readonly errorType?: string;
  readonly durationMillis?: number;
}

/** What a log line of a function says about its runs. */
export type LogRecord = ErrorRecord | TimeoutRecord | ExitRecord | ReportRecord | InitRecord;

/** A record without the time of its line. */
type Undated<R> = R extends LogRecord ? Omit<R, 'at'> : never;

type Fields = Readonly<Record<string, unknown>>;

const BAD_LEVELS = new Set(['error', 'fatal', 'critical', 'severe']);
/** Loggers with numeric levels use 50 for an error. */
const BAD_LEVEL = 50;

/**
 * Reads a line in Lambda's JSON format (Lambda developer guide, "Configuring JSON and plain text log formats"): a record of
 * the platform, or what the function itself logged.
 */
function readJsonLine(value: object): Undated<LogRecord> | undefined {
  const line = value as Fields;
  const type = stringOf(line.type);
  if (type?.startsWith('platform.')) return readPlatform(type, fieldsOf(line.record));
  return readLogged(line);
}

function readPlatform(type: string, record: Fields): Undated<LogRecord> | undefined {
  const metrics = fieldsOf(record.metrics);
  const status = stringOf(record.status);
  const common = { errorType: stringOf(record.errorType), durationMillis: numberOf(metrics.durationMs) };
  if (type === 'platform.report') {
    return {
      kind: 'report', request: stringOf(record.requestId), status: badStatus(status), ...common,
      memoryMb: numberOf(metrics.memorySizeMB), usedMb: numberOf(metrics.maxMemoryUsedMB),
    };
  }
  const bad = badStatus(status);
  if (type === 'platform.initReport' && bad !== undefined) return { kind: 'init', status: bad, ...common };
  return undefined;
}

function badStatus(status: string | undefined): 'error' | 'timeout' | undefined {
  if (status === 'timeout') return status;
  return status === 'error' || status === 'failure' ? 'error' : undefined;
}

function readLogged(line: Fields): Undated<LogRecord> | undefined {
  const request = stringOf(line.requestId) ?? stringOf(line.AWSRequestId) ?? stringOf(line.function_request_id);
  const message = stringOf(line.message) ?? stringOf(line.msg);
  // Lambda's own texts are in the message, as in the text format.
  const said = message === undefined || message.startsWith('{') ? undefined : readTextLine(message);
  if (said !== undefined && said.kind !== 'error' && said.kind !== 'report') return { ...said, ...(request === undefined ? {} : { request }) } as Undated<LogRecord>;
  // Node.js puts a thrown error into the message as an object.
  const inside = typeof line.message === 'object' && line.message !== null ? line.message : line;
  const parts = unpackObject(inside);
  const named = stringOf(fieldsOf(inside).errorType) !== undefined;
  const level = line.level ?? line.severity ?? line.levelname ?? line['log.level'];
  const bad = typeof level === 'number' ? level >= BAD_LEVEL : BAD_LEVELS.has(stringOf(level)?.toLowerCase() ?? '');
  if (!bad && !(named && level === undefined)) return undefined;
  return { kind: 'error', request, fatal: named, ...parts };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? value as Fields : {};
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

const REQUEST = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/;
const TIMED_OUT = /Task timed out after (\d+(?:\.\d+)?) seconds/;
const EXITED = /Runtime exited (?:with error: (signal: \w+|exit status \d+)|without providing a reason)|\bRuntime\.ExitError\b/;

/** `<time> <request> <level> <text>`, separated by tabs: Lambda's Node.js runtime and others. */
const BY_TABS = /^\S+Z\t\S*\t([A-Z]+)\t(.*)$/s;
/**
 * `[LEVEL] Type: message` ended the run; `[LEVEL]<tab>time<tab>request<tab>message` was logged: Lambda's Python runtime.
 */
const IN_BRACKETS = /^\[([A-Z]+)\](\t\S+\t\S*\t|\s+)(.*)$/s;
const LEVEL = /\b(ERROR|FATAL|CRITICAL|SEVERE|WARN|WARNING|INFO|DEBUG|TRACE)\b/;

/**
 * A line that begins with the name of an error: `java.lang.IllegalStateException: …`, `ValueError: …`,
 * `Runtime.HandlerNotFound: …`.
 */
const NAMED_ERROR = /^([\w.$]*(?:Error|Exception)|Runtime\.\w+)(?::\s*(.*))?$/;
const MARKERS = ['Invoke Error', 'Uncaught Exception', 'Unhandled Promise Rejection'];

/** Reads a line in Lambda's text format; undefined if it says nothing about a run. */
function readTextLine(line: string): Undated<LogRecord> | undefined {
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
  if (level !== undefined && !BAD_LEVELS.has(level.toLowerCase())) return undefined;
  const text = byTabs?.[2] ?? inBrackets?.[3] ?? line;
  const parts = partsOf(text);
  // A line without a level is an error only if it has the form of one. "0 errors" is not.
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

/** Node.js writes the error as JSON after a word or two. */
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

/** A line may have 256 KB. What matters is at its beginning. */
const LONGEST_LINE = 16_000;

/** What the lines of a function's log say, oldest first. Lines that say nothing about a run are left out. */
export function readLog(lines: readonly LogLine[]): LogRecord[] {
  return lines.flatMap(({ at, text }): LogRecord[] => {
    const line = text.slice(0, LONGEST_LINE).trim();
    const json = line.startsWith('{') ? parseObject(line) : undefined;
    const record = json === undefined ? readTextLine(line) : readJsonLine(json);
    return record === undefined ? [] : [{ ...record, at }];
  });
}
