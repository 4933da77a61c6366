import type { EvidenceKind, MetricPoints } from '../evidence-kind';
import type { Run } from '../run';

export interface LambdaFunctionSource {
  readonly kind: 'lambdaFunction';
  readonly functionName: string;
}

/**
 * Lambda has no record of invocations but its metrics. A point appears when the invocation ends and is stamped with
 * its start (Lambda developer guide, "View metrics for Lambda functions"), so a run cannot be seen while it runs.
 */
export const lambdaFunctionEvidence: EvidenceKind<LambdaFunctionSource> = {
  kind: 'lambdaFunction',
  namespace: 'AWS/Lambda',
  stampedAt: 'start',
  read: (fields) => ({ kind: 'lambdaFunction', functionName: fields.string('functionName') }),
  dimensions: (source) => ({ FunctionName: source.functionName }),
  metrics: () => [
    { metric: 'Invocations', statistic: 'Sum' },
    { metric: 'Errors', statistic: 'Sum' },
    // The shortest run of the minute: of several, the one that succeeded may be the one that ended first.
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
