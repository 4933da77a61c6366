import { kindOf, LambdaFunctionSource } from '../../../core/evidence/kinds';
import { Run } from '../../../core/evidence/run';
import { MINUTE } from '../../../core/time';
import { t } from '../verdict/scenario';
import { pointsOf } from './points';

const source: LambdaFunctionSource = { kind: 'lambdaFunction', functionName: 'publish' };
const kind = kindOf(source);
const decode = (recorded: Parameters<typeof pointsOf>[0], period = MINUTE): Run[] => kind.runs(source, pointsOf(recorded, period));

describe('the evidence of a Lambda function', () => {
  test('is found in its own metrics, and nowhere else', () => {
    expect(kind).toMatchObject({ kind: 'lambdaFunction', namespace: 'AWS/Lambda', stampedAt: 'start' });
    expect(kind.dimensions(source)).toEqual({ FunctionName: 'publish' });
    expect(kind.executions(source)).toBeUndefined();
    expect(kind.showsRunning(source)).toBe(false);
  });

  test('reads durations only if there is a deadline', () => {
    expect(kind.metrics(source)).toEqual([
      { metric: 'Invocations', statistic: 'Sum' },
      { metric: 'Errors', statistic: 'Sum' },
      { metric: 'Duration', statistic: 'Minimum', onlyForDeadline: true },
    ]);
  });

  test('counts invocations without an error as successes that started somewhere in their minute', () => {
    expect(decode({ 'Invocations.Sum': [['2026-03-10 02:00', 3]], 'Errors.Sum': [['2026-03-10 02:00', 0]] })).toEqual([
      { start: t('2026-03-10 02:00'), latestStart: t('2026-03-10 02:00:59.999'), end: undefined, outcome: 'succeeded', count: 3 },
    ]);
  });

  test('counts as many failures as there are errors', () => {
    expect(decode({ 'Invocations.Sum': [['2026-03-10 02:00', 3]], 'Errors.Sum': [['2026-03-10 02:00', 1]] }).map(({ outcome, count }) => [outcome, count]))
      .toEqual([['succeeded', 2], ['failed', 1]]);
    expect(decode({ 'Invocations.Sum': [['2026-03-10 02:00', 1]], 'Errors.Sum': [['2026-03-10 02:00', 1]] }).map(({ outcome, count }) => [outcome, count]))
      .toEqual([['failed', 1]]);
  });

  test('counts errors in the minute they belong to', () => {
    const runs = decode({ 'Invocations.Sum': [['2026-03-10 02:00', 1], ['2026-03-10 02:01', 1]], 'Errors.Sum': [['2026-03-10 02:00', 1], ['2026-03-10 02:01', 0]] });
    expect(runs.map(({ start, outcome }) => [start, outcome])).toEqual([[t('2026-03-10 02:00'), 'failed'], [t('2026-03-10 02:01'), 'succeeded']]);
  });

  test('never counts more failures than runs', () => {
    expect(decode({ 'Invocations.Sum': [['2026-03-10 02:00', 1]], 'Errors.Sum': [['2026-03-10 02:00', 5]] }).map(({ count }) => count)).toEqual([1]);
    expect(decode({ 'Invocations.Sum': [['2026-03-10 02:00', 0]], 'Errors.Sum': [['2026-03-10 02:00', 1]] })).toEqual([]);
  });

  test('dates the end from the shortest duration of the minute, which is the earliest possible end', () => {
    const [run] = decode({ 'Invocations.Sum': [['2026-03-10 02:00', 2]], 'Duration.Minimum': [['2026-03-10 02:00', 90_000]] });
    expect(run.end).toBe(t('2026-03-10 02:01:30'));
  });

  test('is as coarse as the period of its points', () => {
    const [run] = decode({ 'Invocations.Sum': [['2026-03-10 02:00', 1]] }, 60 * MINUTE);
    expect(run.latestStart).toBe(t('2026-03-10 02:59:59.999'));
  });

  test('is empty if nothing was recorded', () => {
    expect(decode({})).toEqual([]);
  });
});
