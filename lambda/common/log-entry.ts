export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** One structured log line. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly [detail: string]: unknown;
}
