import { jsonReport } from '../../../drill/report/json-report';
import { report, result } from './fixture';

test('The JSON has the verdict, the numbers and all results.', () => {
  const parsed = JSON.parse(jsonReport(report())) as Record<string, unknown>;
  expect(Object.keys(parsed)).toEqual(['format', 'verdict', 'summary', 'app', 'startedAt', 'results', 'years', 'notPlayed', 'tookMillis']);
  expect(parsed.format).toBe(1);
});

test('The JSON names outcomes as the texts do.', () => {
  const results = (['detected', 'detectedLate', 'undetected', 'correctlyQuiet', 'falseAlarm'] as const).map((outcome) => result({ outcome }));
  const parsed = JSON.parse(jsonReport(report({ results }))) as { summary: { cells: object }; results: { outcome: string; expected: string }[] };
  expect(parsed.results.map(({ outcome, expected }) => [outcome, expected])).toEqual([
    ['detected', 'detected'], ['detectedLate', 'detected'], ['undetected', 'detected'], ['correctlyQuiet', 'quiet'], ['falseAlarm', 'quiet'],
  ]);
  expect(parsed.summary.cells).toMatchObject({ detected: 1, detectedLate: 1, undetected: 1, correctlyQuiet: 1, falseAlarm: 1 });
});
