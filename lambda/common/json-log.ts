import type { LogEntry } from './log-entry';

/** Writes one line of JSON an entry, which CloudWatch Logs Insights takes apart by itself. */
export function jsonLog(entry: LogEntry): void {
  console.log(JSON.stringify(entry));
}
