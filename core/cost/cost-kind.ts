/** What a bill is made of, in the order in which it is shown. */
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

/** What a price is of. */
export type CostKind = keyof typeof COST_KINDS;
