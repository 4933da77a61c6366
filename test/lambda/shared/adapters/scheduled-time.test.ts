import { scheduledTime } from '../../../../lambda/shared/executions-in-step-functions';

test.each([
  ['2026-03-10T02:00:00Z', '2026-03-10T02:00:00Z'],
  ['2026-03-10T02:00Z', '2026-03-10T02:00:00Z'],
  ['2026-03-10T02:00:00.000Z', '2026-03-10T02:00:00Z'],
  ['2026-03-10T04:00:00+02:00', '2026-03-10T02:00:00Z'],
])('The scheduled time %s is read.', (text, instant) => {
  expect(scheduledTime(JSON.stringify({ time: text }), 'time')).toBe(Date.parse(instant));
});

test.each([
  '2026-03-10', '2026-03-10T02:00:00', '2026-13-10T02:00:00Z', '2026', '10 March 2026 02:00 GMT', '', 'now',
])('The text %j is not a scheduled time.', (text) => {
  expect(scheduledTime(JSON.stringify({ time: text }), 'time')).toBeUndefined();
});

test('An inherited field is not read.', () => {
  expect(scheduledTime('{}', 'toString')).toBeUndefined();
  expect(scheduledTime('{"inner":{"time":"2026-03-10T02:00:00Z"}}', 'time')).toBeUndefined();
  expect(scheduledTime('"2026-03-10T02:00:00Z"', 'time')).toBeUndefined();
});
