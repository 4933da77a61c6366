import type { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ExampleStack } from '../../bin/example-stack';
import { HandWrittenStack } from './hand-written';
import { MonitoringConstructsStack, TunedMonitoringConstructsStack } from './monitoring-constructs';

/** One way to monitor the example app's workload. */
export interface Contender {
  readonly id: string;
  readonly name: string;
  /** Its configuration, with reasons, so that a reader can judge whether it is fair. */
  readonly configuredWith: string;
  readonly stack: (scope: Construct, id: string) => Stack;
}

export const CONTENDERS: readonly Contender[] = [
  {
    id: 'Observed',
    name: 'cdk-observed-pipeline',
    configuredWith: 'the example app as it is in `bin/example-stack.ts`: three `ObservedPipeline`s with their expectations, and defaults otherwise.',
    stack: (scope, id) => new ExampleStack(scope, id, { email: 'data-platform@example.com' }),
  },
  {
    id: 'Monitoring',
    name: 'cdk-monitoring-constructs',
    configuredWith: 'version 10.2.0, with every alarm that it has on bad outcomes of functions and state machines. Any bad outcome counts. '
      + 'Its defaults decide the rest: three data points of five minutes in a row.',
    stack: (scope, id) => new MonitoringConstructsStack(scope, id),
  },
  {
    id: 'Tuned',
    name: 'cdk-monitoring-constructs, tuned',
    configuredWith: 'the same, tuned for batch jobs: one data point is enough; periods are longer than a run, because Lambda stamps an error with the '
      + 'start of its run; 80 % of the timeout is slow. It also requires a minimum of runs, with missing data as breaching, in windows wide enough for the '
      + 'schedule\'s own gaps (26 hours, two hours, three days).',
    stack: (scope, id) => new TunedMonitoringConstructsStack(scope, id),
  },
  {
    id: 'HandWritten',
    name: 'hand-written alarms',
    configuredWith: 'two alarms for each job, as most teams write them: any error within five minutes, and fewer than one run (for the state machine: one success) '
      + 'within a day, with missing data as breaching.',
    stack: (scope, id) => new HandWrittenStack(scope, id),
  },
];
