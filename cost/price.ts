/** The kinds of costs, in the order in which a bill shows them. */
export const COST_KINDS = {
  alarms: 'Alarms',
  customMetrics: 'Metrics',
  metricReads: 'Reads',
  metricRequests: 'Publishing',
  dashboards: 'Dashboards',
  functions: 'Functions',
  logs: 'Logs',
  schedules: 'Schedules',
  topics: 'Topics',
  queues: 'Queues',
  pipes: 'Pipes',
  events: 'Events',
  table: 'Incident table',
  parameters: 'Parameters',
  keys: 'Keys',
} as const;

/** What a price is for. */
export type CostKind = keyof typeof COST_KINDS;

/** One list price. */
export interface Price {
  readonly kind: CostKind;
  /** What you pay for. */
  readonly what: string;
  /** The unit that is counted, in the singular. */
  readonly unit: string;
  /** The price in USD … */
  readonly usd: number;
  /** … for this many units. */
  readonly per: number;
  /** Where the price was read. */
  readonly source: string;
  /** When it was last checked: year and month. */
  readonly date: string;
}

/** The cost of a number of units, in USD. */
export function usdOf({ usd, per }: Price, quantity: number): number {
  return usd * quantity / per;
}

/** The Region of these list prices. Most other Regions cost as much or up to a fifth more. */
export const PRICES_REGION = 'us-east-1';

const CLOUDWATCH = { source: 'https://aws.amazon.com/cloudwatch/pricing/', date: '2026-11' } as const;
const LAMBDA = { source: 'https://cloudchipr.com/blog/aws-lambda-pricing', date: '2024-12' } as const;
const EVENTBRIDGE = { source: 'https://cloudburn.io/blog/amazon-eventbridge-pricing', date: '2026-03' } as const;
const NOTIFICATIONS = { source: 'https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/', date: '2026-06' } as const;
const QUEUES = { source: 'https://cloudburn.io/blog/amazon-sqs-pricing', date: '2026-03' } as const;
const DYNAMODB = { source: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing', date: '2026-08' } as const;
// Two pages of AWS could not be read when this was written; these prices have not changed for years.
const PARAMETERS = { source: 'https://aws.amazon.com/systems-manager/pricing/', date: '2026-11' } as const;
const KEYS = { source: 'https://aws.amazon.com/kms/pricing/', date: '2026-11' } as const;

const MILLION = 1_000_000;

/**
 * List prices of us-east-1 in USD, without any free tier and without volume discounts. Each price states where and when it was
 * read. Where AWS's own page could not be read, it is a page that quotes it.
 */
export const PRICES = {
  alarmMetric: { kind: 'alarms', what: 'metrics in alarms', unit: 'metric', usd: 0.10, per: 1, ...CLOUDWATCH },
  fastAlarmMetric: { kind: 'alarms', what: 'metrics in high-resolution alarms', unit: 'metric', usd: 0.30, per: 1, ...CLOUDWATCH },
  compositeAlarm: { kind: 'alarms', what: 'composite alarms', unit: 'alarm', usd: 0.50, per: 1, ...CLOUDWATCH },
  customMetric: { kind: 'customMetrics', what: 'custom metrics', unit: 'metric', usd: 0.30, per: 1, ...CLOUDWATCH },
  metricRead: { kind: 'metricReads', what: 'metrics read by GetMetricData', unit: 'metric', usd: 0.01, per: 1000, ...CLOUDWATCH },
  metricRequest: { kind: 'metricRequests', what: 'PutMetricData requests', unit: 'request', usd: 0.01, per: 1000, ...CLOUDWATCH },
  dashboard: { kind: 'dashboards', what: 'dashboards', unit: 'dashboard', usd: 3, per: 1, ...CLOUDWATCH },
  logIngestion: { kind: 'logs', what: 'GB of log written', unit: 'GB', usd: 0.50, per: 1, ...CLOUDWATCH },
  invocation: { kind: 'functions', what: 'invocations', unit: 'invocation', usd: 0.20, per: MILLION, ...LAMBDA },
  armSecond: { kind: 'functions', what: 'GB-seconds on arm64', unit: 'GB-second', usd: 0.0000133334, per: 1, ...LAMBDA },
  x86Second: { kind: 'functions', what: 'GB-seconds on x86_64', unit: 'GB-second', usd: 0.0000166667, per: 1, ...LAMBDA },
  scheduleInvocation: { kind: 'schedules', what: 'Scheduler invocations', unit: 'invocation', usd: 1, per: MILLION, ...EVENTBRIDGE },
  pipeRequest: { kind: 'pipes', what: 'messages through a pipe', unit: 'request', usd: 0.40, per: MILLION, ...EVENTBRIDGE },
  customEvent: { kind: 'events', what: 'events on the default bus', unit: 'event', usd: 1, per: MILLION, ...EVENTBRIDGE },
  topicRequest: { kind: 'topics', what: 'SNS requests', unit: 'request', usd: 0.50, per: MILLION, ...NOTIFICATIONS },
  email: { kind: 'topics', what: 'e-mails', unit: 'e-mail', usd: 2, per: 100_000, ...NOTIFICATIONS },
  httpDelivery: { kind: 'topics', what: 'HTTP deliveries', unit: 'delivery', usd: 0.60, per: MILLION, ...NOTIFICATIONS },
  queueRequest: { kind: 'queues', what: 'SQS requests', unit: 'request', usd: 0.40, per: MILLION, ...QUEUES },
  tableRead: { kind: 'table', what: 'reads of 4 KB', unit: 'read', usd: 0.125, per: MILLION, ...DYNAMODB },
  tableWrite: { kind: 'table', what: 'writes of 1 KB', unit: 'write', usd: 0.625, per: MILLION, ...DYNAMODB },
  tableStorage: { kind: 'table', what: 'GB in the table', unit: 'GB', usd: 0.25, per: 1, ...DYNAMODB },
  tableBackup: { kind: 'table', what: 'GB kept for point-in-time recovery', unit: 'GB', usd: 0.20, per: 1, ...DYNAMODB },
  standardParameter: { kind: 'parameters', what: 'standard parameters', unit: 'parameter', usd: 0, per: 1, ...PARAMETERS },
  advancedParameter: { kind: 'parameters', what: 'advanced parameters', unit: 'parameter', usd: 0.05, per: 1, ...PARAMETERS },
  key: { kind: 'keys', what: 'customer-managed keys', unit: 'key', usd: 1, per: 1, ...KEYS },
  keyRequest: { kind: 'keys', what: 'requests to a key', unit: 'request', usd: 0.03, per: 10_000, ...KEYS },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;
