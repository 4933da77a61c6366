import { kindOf, StateMachineSource } from '../../../core/evidence/kinds';
import { Run } from '../../../core/evidence/run';
import { MINUTE } from '../../../core/time';
import { t } from '../verdict/scenario';
import { pointsOf } from './points';

const standard: StateMachineSource = { kind: 'stateMachine', stateMachineArn: 'arn:load', type: 'STANDARD' };
const express: StateMachineSource = { ...standard, type: 'EXPRESS' };
const kind = kindOf(standard);

function decode(source: StateMachineSource, recorded: Parameters<typeof pointsOf>[0], period = MINUTE): Run[] {
  return kind.runs(source, pointsOf(recorded, period));
}

describe('the evidence of a state machine', () => {
  test('is stamped with the end of the execution', () => {
    expect(kind).toMatchObject({ kind: 'stateMachine', namespace: 'AWS/States', stampedAt: 'end' });
    expect(kind.dimensions(standard)).toEqual({ StateMachineArn: 'arn:load' });
  });

  test('dates the start from the end and the duration', () => {
    const runs = decode(standard, {
      'ExecutionsSucceeded.Sum': [['2026-03-10 02:10', 1]],
      'ExecutionTime.Minimum': [['2026-03-10 02:10', 605_000]],
      'ExecutionTime.Maximum': [['2026-03-10 02:10', 605_000]],
    });
    expect(runs).toEqual([{
      start: t('2026-03-10 01:59:55'), latestStart: t('2026-03-10 02:00:54.999'), end: t('2026-03-10 02:10'), outcome: 'succeeded', count: 1,
    }]);
  });

  test('dates the start of several executions in one minute as precisely as their durations agree', () => {
    const [run] = decode(standard, {
      'ExecutionsSucceeded.Sum': [['2026-03-10 02:10', 2]],
      'ExecutionTime.Minimum': [['2026-03-10 02:10', 60_000]],
      'ExecutionTime.Maximum': [['2026-03-10 02:10', 600_000]],
    });
    expect([run.start, run.latestStart, run.count]).toEqual([t('2026-03-10 02:00'), t('2026-03-10 02:09:59.999'), 2]);
  });

  test('cannot place an execution whose duration is not there yet', () => {
    expect(decode(standard, { 'ExecutionsSucceeded.Sum': [['2026-03-10 02:10', 1]] })).toEqual([]);
  });

  test('is empty if the sum is zero', () => {
    expect(decode(express, { 'ExecutionsFailed.Sum': [['2026-03-10 02:10', 0]], 'ExecutionTime.Maximum': [['2026-03-10 02:10', 5]] })).toEqual([]);
  });
});

describe('a standard machine', () => {
  test('shows what is running, and its executions confirm failures', () => {
    expect(kind.showsRunning(standard)).toBe(true);
    expect(kind.executions({ ...standard, scheduledTimeField: 'time' })).toEqual({ stateMachineArn: 'arn:load', scheduledTimeField: 'time' });
  });

  test('is read for successes only, because its metrics confirm no failure', () => {
    expect(kind.metrics(standard).map(({ metric, statistic }) => `${metric}.${statistic}`))
      .toEqual(['ExecutionsSucceeded.Sum', 'ExecutionTime.Minimum', 'ExecutionTime.Maximum']);
    expect(decode(standard, { 'ExecutionsFailed.Sum': [['2026-03-10 02:10', 1]], 'ExecutionTime.Maximum': [['2026-03-10 02:10', 5]] })).toEqual([]);
  });

  test('whose runs carry their slot is not read by metrics at all', () => {
    expect(kind.metrics({ ...standard, scheduledTimeField: 'time' })).toEqual([]);
  });
});

describe('an express machine', () => {
  test('has nothing but metrics, and shows nothing that is running', () => {
    expect(kind.showsRunning(express)).toBe(false);
    expect(kind.executions(express)).toBeUndefined();
  });

  test.each([
    ['ExecutionsSucceeded', 'succeeded'],
    ['ExecutionsFailed', 'failed'],
    ['ExecutionsTimedOut', 'timedOut'],
    ['ExecutionsAborted', 'aborted'],
  ])('%s are runs that %s', (metric, outcome) => {
    expect(kind.metrics(express)).toContainEqual({ metric, statistic: 'Sum' });
    const runs = decode(express, { [`${metric}.Sum`]: [['2026-03-10 02:10', 4]], 'ExecutionTime.Maximum': [['2026-03-10 02:10', 60_000]] });
    expect(runs).toMatchObject([{ outcome, count: 4, start: t('2026-03-10 02:09'), end: t('2026-03-10 02:10') }]);
  });

  test('is as coarse as the period of its points', () => {
    const [run] = decode(express, { 'ExecutionsSucceeded.Sum': [['2026-03-10 02:10', 1]], 'ExecutionTime.Maximum': [['2026-03-10 02:10', 60_000]] }, 5 * MINUTE);
    expect([run.start, run.latestStart]).toEqual([t('2026-03-10 02:09'), t('2026-03-10 02:14:59.999')]);
  });
});
