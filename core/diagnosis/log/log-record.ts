import type { Instant } from '../../time';
import type { ErrorParts } from '../text/error-text';

/** An error that a function logged, or that ended its run. Not yet safe to send. */
export interface ErrorRecord extends ErrorParts {
  readonly kind: 'error';
  readonly at: Instant;
  readonly request?: string;
  /** Whether it ended the run or the start of the function; else somebody only logged it. */
  readonly fatal: boolean;
}

/** Lambda ended a run because its time was over. */
export interface TimeoutRecord {
  readonly kind: 'timeout';
  readonly at: Instant;
  readonly request?: string;
  readonly seconds: number;
}

/** The process ended before the run did. */
export interface ExitRecord {
  readonly kind: 'exit';
  readonly at: Instant;
  readonly request?: string;
  /** `signal: killed`, `exit status 1`, where Lambda says it. */
  readonly how?: string;
}

/** What Lambda reports at the end of each run. */
export interface ReportRecord {
  readonly kind: 'report';
  readonly at: Instant;
  readonly request?: string;
  /** `error` or `timeout`; absent where it went well, or Lambda does not say. */
  readonly status?: string;
  readonly errorType?: string;
  readonly durationMillis?: number;
  readonly memoryMb?: number;
  readonly usedMb?: number;
}

/** The function did not get as far as its handler. */
export interface InitRecord {
  readonly kind: 'init';
  readonly at: Instant;
  readonly status: 'error' | 'timeout';
  readonly errorType?: string;
  readonly durationMillis?: number;
}

/** What a line of a function's log says about its runs. */
export type LogRecord = ErrorRecord | TimeoutRecord | ExitRecord | ReportRecord | InitRecord;

/** A record before its line's time is added. */
export type Undated<R> = R extends LogRecord ? Omit<R, 'at'> : never;
