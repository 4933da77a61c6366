import { MINUTE } from '../../../core';
import { summarize, verdictText } from '../../../drill/report';
import { median } from '../../../drill/report/summary';
import { DUE, message, report, result, variedReport, year } from './fixture';

test('The median time to message counts what was told, in time or late, and nothing else.', () => {
  const told = [4, 6, 500].map((minutes) => result({ knowableAt: DUE, toldAt: DUE + minutes * MINUTE, outcome: minutes > 30 ? 'toldLate' : 'told' }));
  const { medianSecondsToMessage, slowestSecondsToMessage } = summarize(report({ results: [...told, result({ outcome: 'blindSpot' }), result({ outcome: 'quiet' })] }));
  expect([medianSecondsToMessage, slowestSecondsToMessage]).toEqual([360, 30_000]);
});

test('The median of an even count is the mean of the two in the middle, and there is none of nothing.', () => {
  expect([median([1, 3, 5, 9]), median([])]).toEqual([4, undefined]);
});

test('A message that comes before it could be known took no time.', () => {
  expect(summarize(report({ results: [result({ knowableAt: DUE, toldAt: DUE - MINUTE })] })).medianSecondsToMessage).toBe(0);
});

test.each(['blindSpot', 'toldLate', 'falseAlarm'] as const)('A drill with %s has not passed.', (outcome) => {
  expect(summarize(report({ results: [result(), result({ outcome })] })).passed).toBe(false);
});

test('A drill with told, quiet and not applicable alone has passed.', () => {
  expect(summarize(report({ results: [result(), result({ outcome: 'quiet' }), result({ outcome: 'notApplicable' })], years: [year()] })).passed).toBe(true);
});

test('A false alarm in an uneventful year is a false alarm.', () => {
  const { falseAlarms, passed } = summarize(report({ years: [year({ falseAlarms: [message(), message()] })] }));
  expect([falseAlarms, passed]).toEqual([2, false]);
});

describe('The verdict', () => {
  test('of a drill that passed says so, with the numbers.', () => {
    expect(verdictText(summarize(report({ results: [result(), result({ fault: 'retries', outcome: 'quiet' })], years: [year()] })))).toEqual({
      headline: 'Every breakdown would be noticed.',
      detail: '2 faults played against 1 pipeline: 1 told in time, 0 blind spots, 1 harmless and rightly quiet, 0 false alarms, 1 simulated year included. Median time to message 4 min, slowest 4 min.',
    });
  });

  test('of a drill that found something names all of it.', () => {
    expect(verdictText(summarize(variedReport()))).toEqual({
      headline: '2 breakdowns would go unnoticed, 1 would be told too late and there would be 1 false alarm.',
      detail: '13 faults played against 3 pipelines: 25 told in time, 1 late, 2 blind spots, 8 harmless and rightly quiet, 1 false alarm, 3 simulated years included. Median time to message 8 min, slowest 8 h 9 min.',
    });
  });

  test('names a late message alone.', () => {
    expect(verdictText(summarize(report({ results: [result({ outcome: 'toldLate' })] }))).headline).toBe('1 breakdown would be told too late.');
  });

  test('names false alarms alone.', () => {
    expect(verdictText(summarize(report({ results: [], years: [year({ falseAlarms: [message(), message()] })] })))).toEqual({
      headline: 'There would be 2 false alarms.', detail: '1 pipeline played without any fault: 2 false alarms, 1 simulated year included.',
    });
  });

  test('does not praise a drill in which nothing could be played.', () => {
    expect(verdictText(summarize(report({ results: [result({ outcome: 'notApplicable' })] }))).headline).toBe('Nothing was played.');
  });

  test('of harmless faults alone does not speak of breakdowns.', () => {
    expect(verdictText(summarize(report({ results: [result({ outcome: 'quiet' })] }))).headline).toBe('No false alarm.');
  });
});
