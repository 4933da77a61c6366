/** A month of 730 hours, as AWS's pricing calculator uses it. */
export const MONTH_HOURS = 730;
export const MONTH_SECONDS = MONTH_HOURS * 3600;

/** Something that a template does not say. */
export interface Assumption {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

/**
 * What a template does not say. These assumptions change cents. What changes dollars (alarms, metrics, reads, dashboards) is
 * counted exactly.
 */
export const ASSUMPTIONS = {
  checkerSeconds: { what: 'a tick of the checker', value: 0.5, unit: 's' },
  /** Parameter Store returns ten contracts a page; one call reads up to 500 metrics. */
  checkerSecondsPerPipeline: { what: 'and for each of its pipelines', value: 0.005, unit: 's' },
  /** From its start until all of its stages have succeeded. */
  runSeconds: { what: 'a run of a pipeline', value: 600, unit: 's' },
  notifierSeconds: { what: 'a tick of the notifier', value: 0.3, unit: 's' },
  otherSeconds: { what: 'a run of any other function of an observatory', value: 0.3, unit: 's' },
  /** One or two lines of its own, and START, END and REPORT. */
  logBytes: { what: 'the log of an invocation', value: 1000, unit: 'bytes' },
  /** Open incidents and those of the last weeks, with eventually consistent reads, which count half; most pipelines have none. */
  tableReads: { what: 'what a tick of the notifier reads in the incident table', value: 0.5, unit: 'times 4 KB' },
  tableBytes: { what: 'the incident table', value: 10_000, unit: 'bytes' },
  /**
   * A queue that feeds a pipe is polled while it is empty: by five long polls of 20 seconds at once, as Lambda does for an
   * event source (Lambda developer guide, "Using Lambda with Amazon SQS"). The guide of EventBridge Pipes gives no number.
   */
  pipePolls: { what: 'how a pipe polls an empty queue', value: 5, unit: 'long polls of 20 s at once' },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionName = keyof typeof ASSUMPTIONS;

/** The longest time that an SQS long poll waits, in seconds. */
export const LONG_POLL_SECONDS = 20;
/** The most metrics that PutMetricData accepts at once (API reference). */
export const METRICS_PER_REQUEST = 1000;
