/** What app.ts and the checks both name. */
export const STACKS = { home: 'DeployTest', tenant: 'DeployTestTenant' } as const;

export const PIPELINES = {
  /** A state machine that its schedule starts every minute. */
  punctual: 'Punctual',
  /** A function that nothing runs until the test does. */
  tended: 'Tended',
  /** A state machine in another stack that nothing ever starts. */
  forgotten: 'Forgotten',
  /** A state machine that nothing ever starts, and whose contract is broken one day. */
  neglected: 'Neglected',
} as const;

/** Outputs of the home stack. */
export const OUTPUTS = {
  observatory: 'ObservatoryName',
  checker: 'CheckerFunctionName',
  checkerLogs: 'CheckerLogGroupName',
  criticalTopic: 'CriticalTopicArn',
  warningTopic: 'WarningTopicArn',
  intakeTopic: 'IntakeTopicArn',
  receiver: 'ReceiverFunctionName',
  ticker: 'TickerFunctionName',
  notifierLogs: 'NotifierLogGroupName',
  incidents: 'IncidentTableName',
  /** The queue that is subscribed to the topics of both severities. */
  inbox: 'InboxUrl',
  /** The queue that a rule on the default bus puts the notifier's events into. */
  events: 'EventsUrl',
  punctualMachine: 'PunctualMachineArn',
  tendedFunction: 'TendedFunctionName',
} as const;

export const CONTACTS = { email: 'data@example.com', phone: '+15550100', tenantEmail: 'tenant@example.com' } as const;
