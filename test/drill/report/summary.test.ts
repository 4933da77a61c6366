import { DAY, MINUTE } from '../../../core/time';
import { median, summarize } from '../../../drill/report/summary';
import { verdictText } from '../../../drill/report/verdict-text';
import { DUE, message, report, result, variedReport, year } from './fixture';

test('The median time to the message counts what was detected, in time or late, and nothing else.', () => {
  const detected = [4, 6, 500].map((minutes) => result({ knowableAt: DUE, detectedAt: DUE + minutes * MINUTE, outcome: minutes > 30 ? 'detectedLate' : 'detected' }));
  const { medianSecondsToMessage, slowest } = summarize(report({ results: [...detected, result({ outcome: 'undetected' }), result({ outcome: 'correctlyQuiet' })] }));
  expect([medianSecondsToMessage, slowest?.seconds]).toEqual([360, 30_000]);
});

test('The median of an even count is the mean of the two middle ones, and no numbers have none.', () => {
  expect([median([1, 3, 5, 9]), median([])]).toEqual([4, undefined]);
});

test('A message before the fault could be known took no time.', () => {
  expect(summarize(report({ results: [result({ knowableAt: DUE, detectedAt: DUE - MINUTE })] })).medianSecondsToMessage).toBe(0);
});

test.each(['undetected', 'detectedLate', 'falseAlarm'] as const)('A drill with %s has not passed.', (outcome) => {
  expect(summarize(report({ results: [result(), result({ outcome })] })).passed).toBe(false);
});

test('A drill with only detected, quiet and not applicable results has passed.', () => {
  expect(summarize(report({ results: [result(), result({ outcome: 'correctlyQuiet' }), result({ outcome: 'notApplicable' })], years: [year()] })).passed).toBe(true);
});

test('A false alarm in a quiet year counts as a false alarm.', () => {
  const { falseAlarms, passed } = summarize(report({ years: [year({ falseAlarms: [message(), message()] })] }));
  expect([falseAlarms, passed]).toEqual([2, false]);
});

describe('The verdict', () => {
  test('of a drill that passed says so, with the numbers.', () => {
    expect(verdictText(summarize(report({ results: [result(), result({ fault: 'retries', outcome: 'correctlyQuiet' })], years: [year()] })))).toEqual({
      headline: 'The one simulated breakdown was detected.',
      detail: '2 faults played against 1 pipeline: 1 detected in time, 0 undetected, 1 correctly quiet, 0 false alarms, 1 simulated year included. Median detection 4 min, slowest 4 min (Never starts: its schedule is disabled, NightlyOrders).',
    });
  });

  test('of a drill with problems names all of them.', () => {
    expect(verdictText(summarize(variedReport()))).toEqual({
      headline: '2 of 28 simulated breakdowns were undetected, 1 was detected late and there was 1 false alarm.',
      detail: '13 faults played against 3 pipelines: 25 detected in time, 1 detected late, 2 undetected, 8 correctly quiet, 1 false alarm, 3 simulated years included. Median detection 8 min, slowest 8 h 9 min (A run times out, WeekdayReport).',
    });
  });

  test('counts the breakdowns that were simulated, and claims nothing about others.', () => {
    const results = [result(), result({ pipeline: 'B' }), result({ outcome: 'correctlyQuiet' }), result({ outcome: 'notApplicable' }), result({ outcome: 'notPlayed' }), result({ outcome: 'notWatched' })];
    const { headline, detail } = verdictText(summarize(report({ results })));
    expect(headline).toBe('All 2 simulated breakdowns were detected.');
    expect(detail).toContain('0 false alarms, 1 not watched, 1 not played.');
  });

  test('counts a breakdown that had to be detected even when an alarm went off before it.', () => {
    const results = [result(), result({ pipeline: 'B', outcome: 'falseAlarm', expected: 'detected' }), result({ pipeline: 'C', outcome: 'undetected' })];
    expect(verdictText(summarize(report({ results }))).headline).toBe('1 of 3 simulated breakdowns was undetected and there was 1 false alarm.');
  });

  test('counts only the faults and pipelines that were played.', () => {
    const results = [result(), result({ fault: 'aborted', pipeline: 'B', outcome: 'notApplicable' })];
    expect(summarize(report({ results }))).toMatchObject({ faults: 1, pipelines: 1 });
  });

  test('shows the time of a slow degradation separately from the slowest detection.', () => {
    const creep = result({ fault: 'creeps', title: 'Creeps towards its timeout', gradual: true, knowableAt: DUE, detectedAt: DUE + 12 * DAY });
    const summary = summarize(report({ results: [result(), creep] }));
    expect(summary).toMatchObject({ medianSecondsToMessage: 240, slowest: { seconds: 240 }, slowestGradual: { seconds: 12 * 86_400 } });
    expect(verdictText(summary).detail).toContain('slowest 4 min (Never starts: its schedule is disabled, NightlyOrders). Slow degradation detected after 12 days (Creeps towards its timeout, NightlyOrders).');
  });

  test('names a late message alone.', () => {
    expect(verdictText(summarize(report({ results: [result({ outcome: 'detectedLate' })] }))).headline).toBe('The one simulated breakdown was detected late.');
  });

  test('names false alarms alone.', () => {
    expect(verdictText(summarize(report({ results: [], years: [year({ falseAlarms: [message(), message()] })] })))).toEqual({
      headline: 'There were 2 false alarms.', detail: '1 pipeline played without any fault: 2 false alarms, 1 simulated year included.',
    });
  });

  test('does not praise a drill in which nothing was played.', () => {
    expect(verdictText(summarize(report({ results: [result({ outcome: 'notApplicable' })] }))).headline).toBe('Nothing was simulated.');
  });

  test('of a drill with only harmless events does not mention breakdowns.', () => {
    expect(verdictText(summarize(report({ results: [result({ outcome: 'correctlyQuiet' })] }))).headline).toBe('There was no false alarm.');
  });
});

test('fails a drill with a broken template, and counts it once and not as a breakdown that was played.', () => {
  const results = ['runFails', 'runHangs'].map((fault) => result({ fault, outcome: 'brokenBefore' }));
  const summary = summarize(report({ results, years: [year({ broken: { reason: 'r', remedy: 'm' } })] }));
  expect(summary).toMatchObject({ broken: 1, passed: false, passedButForKnownGaps: false, played: true, hadToBeDetected: 0 });
  expect(verdictText(summary).headline).toBe('1 pipeline was broken before the fault.');
});
