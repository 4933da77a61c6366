import { THROTTLED } from '../../core/aws-errors';

type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** One structured log line. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** Writes one line of JSON an entry, which CloudWatch Logs Insights takes apart by itself. */
export function jsonLog(entry: LogEntry): void {
  console.log(JSON.stringify(entry));
}

const MAX_LENGTH = 300;

/** An error in few words: its name tells access denied from throttled, its message tells what was denied. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, MAX_LENGTH);
  return `${error.name}: ${messageOf(error)}`.slice(0, MAX_LENGTH);
}

/** Node reports a refused connection as an AggregateError without a message of its own, and fetch hides its reason in `cause`. */
function messageOf(error: Error): string {
  const hidden: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (!(hidden instanceof Error)) return error.message;
  return [error.message, hidden.message].filter((text) => text !== '').join(': ');
}

/** Whether a call failed because there were too many: the same call may well be answered later. */
export function isThrottling(error: unknown): boolean {
  return error instanceof Error && THROTTLED.test(error.name);
}
