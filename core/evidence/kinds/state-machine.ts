import { ContractError } from '../../contract/contract-error';
import type { Fields } from '../../contract/fields';
import type { EvidenceKind, MetricRow } from '../evidence-kind';
import type { Outcome, Run } from '../run';

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

/** When an execution closes, this says how long it took; with the stamp at the close it dates the start. */
const TIMES: readonly MetricRow[] = [
  { metric: 'ExecutionTime', statistic: 'Minimum' },
  { metric: 'ExecutionTime', statistic: 'Maximum' },
];

/**
 * Step Functions metrics are best effort (Step Functions developer guide, "Monitoring Step Functions metrics"), so for
 * a standard machine only its successes are read from them, and ListExecutions convicts. An express machine has no
 * ListExecutions: its metrics are all there is.
 */
export const stateMachineEvidence: EvidenceKind<StateMachineSource> = {
  kind: 'stateMachine',
  namespace: 'AWS/States',
  stampedAt: 'end',
  read,
  dimensions: (source) => ({ StateMachineArn: source.stateMachineArn }),
  metrics: (source) => {
    // A run that carries its slot can only be placed by its input, so its metrics prove nothing and cost money.
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
      // Without its duration a run cannot be placed; it is left to the authoritative record or to the next tick.
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
  // No run of it could ever be placed, so every slot would be missed.
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
