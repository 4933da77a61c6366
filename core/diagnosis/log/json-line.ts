import { unpackObject } from '../text/error-text';
import type { LogRecord, Undated } from './log-record';
import { readTextLine } from './text-line';

type Fields = Readonly<Record<string, unknown>>;

const BAD_LEVELS = new Set(['error', 'fatal', 'critical', 'severe']);
/** Loggers that count levels give 50 to an error. */
const BAD_LEVEL = 50;

/**
 * What a line in Lambda's JSON format says (Lambda developer guide, "Configuring JSON and plain text log formats"): a
 * record of the platform, or what the function itself logged.
 */
export function readJsonLine(value: object): Undated<LogRecord> | undefined {
  const line = value as Fields;
  const type = textOf(line.type);
  if (type?.startsWith('platform.')) return readPlatform(type, fieldsOf(line.record));
  return readLogged(line);
}

function readPlatform(type: string, record: Fields): Undated<LogRecord> | undefined {
  const metrics = fieldsOf(record.metrics);
  const status = textOf(record.status);
  const common = { errorType: textOf(record.errorType), durationMillis: numberOf(metrics.durationMs) };
  if (type === 'platform.report') {
    return {
      kind: 'report', request: textOf(record.requestId), status: badStatus(status), ...common,
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
  const request = textOf(line.requestId) ?? textOf(line.AWSRequestId) ?? textOf(line.function_request_id);
  const message = textOf(line.message) ?? textOf(line.msg);
  // What Lambda itself says stands in the message, as in the text format.
  const said = message === undefined || message.startsWith('{') ? undefined : readTextLine(message);
  if (said !== undefined && said.kind !== 'error' && said.kind !== 'report') return { ...said, ...(request === undefined ? {} : { request }) } as Undated<LogRecord>;
  // Node.js puts a thrown error into the message as an object.
  const inside = typeof line.message === 'object' && line.message !== null ? line.message : line;
  const parts = unpackObject(inside);
  const named = textOf(fieldsOf(inside).errorType) !== undefined;
  const level = line.level ?? line.severity ?? line.levelname ?? line['log.level'];
  const bad = typeof level === 'number' ? level >= BAD_LEVEL : BAD_LEVELS.has(textOf(level)?.toLowerCase() ?? '');
  if (!bad && !(named && level === undefined)) return undefined;
  return { kind: 'error', request, fatal: named, ...parts };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? value as Fields : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
