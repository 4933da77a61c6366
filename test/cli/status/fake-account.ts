import type { Aws, AwsOptions, DeployedAlarm, Live, StatusPorts } from '../../../cli/status/ports';
import type { MetricBatch } from '../../../core/evidence/metric-plan';
import type { Run } from '../../../core/evidence/run';
import type { IncidentRecord } from '../../../core/incident/record';
import type { Subscriber } from '../../../lambda/notifier/ports';
import type { StoredContract } from '../../../lambda/shared/ports';

/** Wednesday, 12:00 in UTC. */
export const NOW = Date.UTC(2026, 10, 25, 12);
export const HOUR = 3_600_000;
/** Contracts were stored long ago. */
const DEPLOYED = Date.UTC(2026, 0, 1);

export const CRITICAL = 'arn:aws:sns:us-east-1:111122223333:critical';
export const WARNING = 'arn:aws:sns:us-east-1:111122223333:warning';
export const INTAKE = 'arn:aws:sns:us-east-1:111122223333:intake';
export const RECEIVER = 'arn:aws:lambda:us-east-1:111122223333:function:receiver';
export const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:load';

/** The contents of an account; a function may throw. */
export interface FakeAccount {
  readonly parameters?: readonly StoredContract[] | (() => never);
  /** Values by metric name in the hour in which a nightly run was due, 07:00 today; none where it is absent. */
  readonly metrics?: Readonly<Record<string, number>> | (() => never);
  readonly runs?: readonly Run[] | (() => never);
  readonly alarms?: readonly DeployedAlarm[] | (() => never);
  readonly subscribers?: Readonly<Record<string, readonly Subscriber[]>> | (() => never);
  readonly variables?: Readonly<Record<string, string>> | (() => never);
  readonly records?: readonly IncidentRecord[] | (() => never);
}

/** A contract as it is stored: one function, by default every night at 07:00 UTC. */
export function contract(pipeline: string, more: { readonly observatory?: string; readonly expectation?: object; readonly source?: object; readonly lastChanged?: number } = {}): StoredContract {
  const { observatory = 'App', expectation = {}, source = { kind: 'lambdaFunction', functionName: 'load' }, lastChanged = DEPLOYED } = more;
  return {
    name: `/observed-pipeline/${observatory}/${pipeline}`,
    lastChanged,
    text: JSON.stringify({
      version: 1, pipeline,
      expectation: { failuresToAlarm: 1, successesToRecover: 1, schedule: 'cron(0 7 * * ? *)', timeZone: 'UTC', startEarlyBySeconds: 60, flexibleWindowSeconds: 0, ...expectation },
      stages: [{ name: 'Load', source, startWithinSeconds: 900, maxDurationSeconds: 600, publicationDelaySeconds: 720, retryWithinSeconds: 0, minSuccessfulRuns: 1, optional: false }],
    }),
  };
}

export function profile(pipeline: string, more: object = {}): StoredContract {
  return {
    name: `/observed-pipeline/App/profiles/${pipeline}`,
    lastChanged: DEPLOYED,
    text: JSON.stringify({ version: 1, pipeline, severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false, ...more }),
  };
}

/** An alarm on one of the checker's metrics. */
export function alarm(metric: string, notifies: readonly string[], more: Partial<DeployedAlarm> & { readonly pipeline?: string } = {}): DeployedAlarm {
  const { pipeline, ...rest } = more;
  return { name: `${metric} alarm`, state: 'OK', metric, dimensions: { Observatory: 'App', ...(pipeline === undefined ? {} : { Pipeline: pipeline }) }, notifies, ...rest };
}

export const MARK = (severity: 'critical' | 'warning', pipeline = 'Nightly'): string => `ALIVE? ${pipeline}: Not there. [op1 ${severity} ALIVE lasting ProofOfLife ${pipeline}]`;

/** An observatory with a notifier. */
export const NOTIFIED: FakeAccount = {
  alarms: [alarm('CheckerHeartbeat', [INTAKE]), alarm('UnreachableTopics', [CRITICAL, WARNING]), alarm('ProofOfLife', [INTAKE], { pipeline: 'Nightly', description: MARK('critical') })],
  variables: {
    OBSERVATORY: 'App', CONTRACTS_PATH: '/observed-pipeline/App', PROFILES_PATH: '/observed-pipeline/App/profiles', TABLE_NAME: 'incidents',
    CRITICAL_TOPIC_ARN: CRITICAL, WARNING_TOPIC_ARN: WARNING,
  },
  subscribers: {
    [INTAKE]: [{ protocol: 'lambda', endpoint: RECEIVER, confirmed: true }],
    [CRITICAL]: [{ protocol: 'email', endpoint: 'data@example.com', confirmed: true }],
    [WARNING]: [{ protocol: 'email', endpoint: 'later@example.com', confirmed: true }],
  },
};

/** A look at an account. */
export function portsOf(account: FakeAccount): StatusPorts {
  const given = <T>(value: T | (() => never) | undefined, otherwise: T): T => (typeof value === 'function' ? (value as () => never)() : value ?? otherwise);
  return {
    async* parameters(path) {
      for (const parameter of given(account.parameters, [])) {
        if (parameter.name.startsWith(`${path}/`)) yield await Promise.resolve(parameter);
      }
    },
    readMetrics: async (batch: MetricBatch) => {
      const values = given(account.metrics, { Invocations: 1 });
      const days = Array.from({ length: 400 }, (_, day) => Date.UTC(2026, 10, 25, 7, 5) - day * 24 * HOUR);
      const at = (value: number): { at: number; value: number }[] => days.filter((day) => day >= batch.from && day < batch.to).map((day) => ({ at: day, value }));
      return Promise.resolve({ points: new Map(batch.reads.map(({ key, row }) => [key, values[row.metric] === undefined ? [] : at(values[row.metric]!)])), problems: new Map() });
    },
    listExecutions: async (_source, from) => Promise.resolve({ runs: given(account.runs, []), from }),
    alarms: async () => Promise.resolve(given(account.alarms, [])),
    subscribers: async (arn) => Promise.resolve(given(account.subscribers, {} as Record<string, readonly Subscriber[]>)[arn] ?? []),
    variables: async () => Promise.resolve(given(account.variables, {})),
    records: async () => Promise.resolve(given(account.records, [])),
    timeLeft: () => 60_000,
  };
}

/** Lets the program look at accounts, one after the other; it waits while there is another one. */
export function liveOf(...accounts: readonly FakeAccount[]): Live & { readonly opened: AwsOptions[]; readonly waited: number[] } {
  const opened: AwsOptions[] = [];
  const waited: number[] = [];
  let looks = 0;
  const aws: Aws = {
    region: () => Promise.resolve('us-east-1'),
    look: () => portsOf(accounts[looks++] ?? accounts.at(-1)!),
  };
  return {
    opened, waited,
    open: (options) => { opened.push(options); return Promise.resolve(aws); },
    now: () => NOW,
    wait: (millis) => { waited.push(millis); return Promise.resolve(looks < accounts.length); },
  };
}

/** An error as the SDK throws it. */
export function awsError(name: string, message: string): () => never {
  return () => { throw Object.assign(new Error(message), { name, $metadata: {} }); };
}
