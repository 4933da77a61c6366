/** What this test cannot prove, since the emulator does not do it or does it otherwise than AWS. */
export const UNPROVEN: readonly string[] = [
  'alarms with metric math or an anomaly band: the failed and slower-than-usual signals, lost triggers, failing checker and notifier, failed deliveries',
  'how CloudWatch treats missing data, M out of N and the warm-up: that a dead checker or notifier raises the alarm on its silence',
  'the policies of topics and queues and the roles of schedules: the emulator delivers and invokes without asking them',
  'retries and dead-letter queues of schedules, and schedules in time zones',
  'pipes, and the failure destinations and dead letters of topics\' functions: the test itself moves those messages, as AWS documents it',
  'mute windows, escalation and digest in AWS\'s own time; the one reminder came since its incident was made older in the table',
  'that records of the table expire, and its point-in-time recovery',
  'AWS\'s own metrics of scheduled functions and of executions, and how late they come',
  'Node.js 24 on arm64: the bundles run in the Node.js that runs this test',
  'that mail and SMS arrive: the emulator only notes that they were handed over',
];
