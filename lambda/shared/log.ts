import { THROTTLED } from '../../core/aws-errors';

type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** One structured log line. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** Writes an entry as one line of JSON, whose fields CloudWatch Logs Insights discovers by itself. */
export function jsonLog(entry: LogEntry): void {
  console.log(JSON.stringify(entry));
}

const MAX_LENGTH = 300;

/** An error in a few words: its name shows whether access was denied or throttled, and its message shows to what. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, MAX_LENGTH);
  return `${error.name}: ${messageOf(error)}`.slice(0, MAX_LENGTH);
}

/** Node reports a refused connection as an AggregateError without a message, and fetch hides its reason in `cause`. */
function messageOf(error: Error): string {
  const hidden: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (!(hidden instanceof Error)) return error.message;
  return [error.message, hidden.message].filter((text) => text !== '').join(': ');
}

/** Whether a call failed because there were too many. The same call may succeed later. */
export function isThrottling(error: unknown): boolean {
  return error instanceof Error && THROTTLED.test(error.name);
}
