import type { AlarmChange } from '../../core/alarm-change';
import { type Faults, NO_FAULTS } from './faults';
import { StandIn, startStandIn } from './server';
import { AskedMetric, cloudWatch, CloudWatchState, Point, Published } from './services/cloudwatch';
import { dynamodb, Table } from './services/dynamodb';
import { eventBridge } from './services/eventbridge';
import { Parameter, parameterStore } from './services/parameter-store';
import { sns, SentMessage } from './services/sns';
import { Execution, stepFunctions } from './services/step-functions';
import type { Json } from './wire';

/** What there is in the account that a stand-in plays. */
export interface AccountContent {
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly points: (metric: AskedMetric, from: number, to: number) => readonly Point[];
  /** @default none */
  readonly executions?: (stateMachineArn: string) => readonly Execution[];
}

/** An account that stands in for AWS, and what was done to it. */
export interface Account {
  readonly standIn: StandIn;
  readonly published: readonly Published[];
  readonly asked: CloudWatchState['asked'];
  readonly sent: readonly SentMessage[];
  readonly events: readonly Json[];
  readonly table: Table;
  /** How alarms are, by name. */
  readonly alarms: Map<string, { state: AlarmChange['state']; since: number }>;
}

export async function startAccount({ parameters, points, executions = () => [] }: AccountContent, faults: Faults = NO_FAULTS): Promise<Account> {
  const published: Published[] = [];
  const asked = { metrics: 0, possiblePoints: 0, points: 0 };
  const sent: SentMessage[] = [];
  const events: Json[] = [];
  const table: Table = new Map();
  const alarms: Account['alarms'] = new Map();
  const standIn = await startStandIn({
    AmazonSSM: parameterStore(parameters),
    GraniteServiceVersion20100801: cloudWatch({ points, alarms, published, asked }),
    AWSStepFunctions: stepFunctions(executions),
    DynamoDB_20120810: dynamodb(table),
    AWSEvents: eventBridge(events),
    query: sns(sent),
  }, faults);
  return { standIn, published, asked, sent, events, table, alarms };
}
