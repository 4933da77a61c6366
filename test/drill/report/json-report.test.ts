import { jsonReport } from '../../../drill/report/json-report';
import { report } from './fixture';

test('The JSON has the verdict, the numbers and all that was found.', () => {
  const parsed = JSON.parse(jsonReport(report())) as Record<string, unknown>;
  expect(Object.keys(parsed)).toEqual(['format', 'verdict', 'summary', 'app', 'startedAt', 'results', 'years', 'notPlayed', 'tookMillis']);
  expect(parsed.format).toBe(1);
});
