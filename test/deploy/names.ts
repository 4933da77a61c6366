/** What app.ts and the checks both name. */
export const STACKS = { home: 'DeployTest', tenant: 'DeployTestTenant' } as const;

export const PIPELINES = {
  /** A state machine that its schedule starts every minute. */
  punctual: 'Punctual',
  /** A function that nothing runs until the test does. */
  tended: 'Tended',
  /** A state machine in another stack that nothing ever starts. */
  forgotten: 'Forgotten',
} as const;

/** Outputs of the home stack. */
export const OUTPUTS = {
  observatory: 'ObservatoryName',
  checker: 'CheckerFunctionName',
  checkerLogs: 'CheckerLogGroupName',
  inbox: 'InboxUrl',
  punctualMachine: 'PunctualMachineArn',
  tendedFunction: 'TendedFunctionName',
} as const;

export const CONTACTS = { email: 'data@example.com', phone: '+15550100', tenantEmail: 'tenant@example.com' } as const;
