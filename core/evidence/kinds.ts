import { ContractError } from '../contract/contract-error';
import type { Fields } from '../fields';
import type { EvidenceKind, MetricPoints, MetricRow } from './evidence-kind';
import type { Outcome, Run } from './run';

export interface LambdaFunctionSource {
  readonly kind: 'lambdaFunction';
  readonly functionName: string;
}

/**
 * Lambda has no record of invocations except its metrics. A point appears when the invocation ends and is stamped with its
 * start (Lambda developer guide, "View metrics for Lambda functions"). So a run is not visible while it is running.
 */
const lambdaFunctionEvidence: EvidenceKind<LambdaFunctionSource> = {
  kind: 'lambdaFunction',
  namespace: 'AWS/Lambda',
  stampedAt: 'start',
  read: (fields) => ({ kind: 'lambdaFunction', functionName: fields.string('functionName') }),
  dimensions: (source) => ({ FunctionName: source.functionName }),
  metrics: () => [
    { metric: 'Invocations', statistic: 'Sum' },
    { metric: 'Errors', statistic: 'Sum' },
    // The shortest run of the minute: of several runs, the one that succeeded may have ended first.
    { metric: 'Duration', statistic: 'Minimum', onlyForDeadline: true },
  ],
  summary: { runs: ['Invocations'], failures: ['Errors'], duration: 'Duration' },
  runs: (_source, points) => {
    const errors = new Map(points.of('Errors', 'Sum').map(({ at, value }) => [at, value]));
    const durations = new Map(points.of('Duration', 'Minimum').map(({ at, value }) => [at, value]));
    return points.of('Invocations', 'Sum').flatMap(({ at, value: invocations }) => {
      const failed = Math.min(errors.get(at) ?? 0, invocations);
      const when = interval(at, points, durations.get(at));
      return [
        ...runsOf({ ...when, outcome: 'succeeded', count: invocations - failed }),
        ...runsOf({ ...when, outcome: 'failed', count: failed }),
      ];
    });
  },
  showsRunning: () => false,
  executions: () => undefined,
};

function interval(at: number, points: MetricPoints, duration: number | undefined): Pick<Run, 'start' | 'latestStart' | 'end'> {
  return { start: at, latestStart: at + points.periodMillis - 1, end: duration === undefined ? undefined : at + duration };
}

function runsOf(run: Run & { count: number }): Run[] {
  return run.count > 0 ? [run] : [];
}

export interface StateMachineSource {
  readonly kind: 'stateMachine';
  readonly stateMachineArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** The field of the execution's input that carries the scheduled time (ISO 8601), if any. STANDARD only. */
  readonly scheduledTimeField?: string;
}

const ENDINGS: readonly { readonly metric: string; readonly outcome: Outcome }[] = [
  { metric: 'ExecutionsSucceeded', outcome: 'succeeded' },
  { metric: 'ExecutionsFailed', outcome: 'failed' },
  { metric: 'ExecutionsTimedOut', outcome: 'timedOut' },
  { metric: 'ExecutionsAborted', outcome: 'aborted' },
];

/** When an execution closes, these metrics say how long it took. With the time of the close they date its start. */
const TIMES: readonly MetricRow[] = [
  { metric: 'ExecutionTime', statistic: 'Minimum' },
  { metric: 'ExecutionTime', statistic: 'Maximum' },
];

/**
 * Step Functions metrics are best effort (Step Functions developer guide, "Monitoring Step Functions metrics"). So for a
 * standard machine they confirm successes only, and ListExecutions confirms failures. An express machine has no
 * ListExecutions: its metrics are all there is.
 */
const stateMachineEvidence: EvidenceKind<StateMachineSource> = {
  kind: 'stateMachine',
  namespace: 'AWS/States',
  stampedAt: 'end',
  read,
  dimensions: (source) => ({ StateMachineArn: source.stateMachineArn }),
  metrics: (source) => {
    // Only its input says which slot such a run belongs to, so metrics would prove nothing and cost money.
    if (source.scheduledTimeField !== undefined) return [];
    return [...endingsOf(source).map(({ metric }): MetricRow => ({ metric, statistic: 'Sum' })), ...TIMES];
  },
  summary: {
    runs: ENDINGS.map(({ metric }) => metric),
    failures: ENDINGS.slice(1).map(({ metric }) => metric),
    duration: 'ExecutionTime',
  },
  runs: (source, points) => {
    const shortest = new Map(points.of('ExecutionTime', 'Minimum').map(({ at, value }) => [at, value]));
    const longest = new Map(points.of('ExecutionTime', 'Maximum').map(({ at, value }) => [at, value]));
    return endingsOf(source).flatMap(({ metric, outcome }) => points.of(metric, 'Sum')
      // Without its duration a run cannot be placed. The authoritative record or the next tick places it.
      .filter(({ at, value }) => value > 0 && longest.has(at))
      .map(({ at, value }): Run => ({
        start: at - longest.get(at)!,
        latestStart: at + points.periodMillis - 1 - (shortest.get(at) ?? 0),
        end: at,
        outcome,
        count: value,
      })));
  },
  showsRunning: (source) => source.type === 'STANDARD',
  executions: (source) => source.type === 'STANDARD'
    ? { stateMachineArn: source.stateMachineArn, scheduledTimeField: source.scheduledTimeField }
    : undefined,
};

function read(fields: Fields): StateMachineSource {
  const type = fields.oneOf('type', ['STANDARD', 'EXPRESS']);
  // None of its runs could ever be placed, so every slot would be missed.
  if (type === 'EXPRESS' && fields.has('scheduledTimeField')) {
    throw new ContractError(fields.at('scheduledTimeField'), 'needs a STANDARD machine: an EXPRESS one keeps no record of its inputs');
  }
  return {
    kind: 'stateMachine',
    stateMachineArn: fields.string('stateMachineArn'),
    type,
    scheduledTimeField: fields.optional('scheduledTimeField', (name) => fields.string(name)),
  };
}

function endingsOf(source: StateMachineSource): typeof ENDINGS {
  return source.type === 'STANDARD' ? ENDINGS.slice(0, 1) : ENDINGS;
}

/** Where the evidence of a stage's runs is. */
export type EvidenceSource = LambdaFunctionSource | StateMachineSource;

const KINDS: { readonly [K in EvidenceSource['kind']]: EvidenceKind<Extract<EvidenceSource, { kind: K }>> } = {
  lambdaFunction: lambdaFunctionEvidence,
  stateMachine: stateMachineEvidence,
};

/** How the evidence of a source is read. */
export function kindOf<S extends EvidenceSource>(source: S): EvidenceKind<S> {
  return KINDS[source.kind] as unknown as EvidenceKind<S>;
}

/**
 * Reads a source from a contract.
 * @throws ContractError
 */
export function readSource(fields: Fields): EvidenceSource {
  const kind = fields.oneOf('kind', Object.keys(KINDS) as EvidenceSource['kind'][]);
  return KINDS[kind].read(fields);
}
