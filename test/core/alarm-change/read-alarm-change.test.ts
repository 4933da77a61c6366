import { AlarmPayloadError, readAlarmChange } from '../../../core/alarm-change';
import { COMPOSITE_ALARM, LOG_ALARM, MATH_ALARM, METRIC_ALARM } from './messages';

const read = (message: unknown) => readAlarmChange(JSON.stringify(message));

test("A metric alarm is read, with the Region's code from its ARN.", () => {
  expect(read(METRIC_ALARM)).toEqual({
    alarmName: 'Orders-ProofOfLife',
    alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Orders-ProofOfLife',
    state: 'ALARM',
    before: 'OK',
    at: Date.parse('2026-03-10T06:20:30.123Z'),
    breach: { from: Date.parse('2026-03-10T06:15:00Z'), to: Date.parse('2026-03-10T06:20:00Z') },
    reason: 'Threshold Crossed: 1 datapoint [0.0 (10/03/26 06:15:00)] was less than the threshold (1.0).',
    description: 'Alive? NightlyOrders: the run that was due did not happen.',
    accountId: '111122223333',
    region: 'eu-west-1',
    afterMute: false,
  });
});

test.each([
  ['an alarm on metric math', MATH_ALARM, 'Orders-Failed', undefined],
  ['a composite alarm', COMPOSITE_ALARM, 'Anything: wrong', ''],
  ['a log alarm', LOG_ALARM, 'Orders-NoSuccessLine', 'No line reports a success.'],
])('It reads %s in the same way.', (_what, message, alarmName, description) => {
  const change = read(message);
  expect(change).toEqual({ ...read(METRIC_ALARM), alarmName, alarmArn: message.AlarmArn, description, breach: change.breach });
  expect('description' in change).toBe(description !== undefined);
});

test.each(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)('The state %s is read.', (state) => {
  expect(read({ ...METRIC_ALARM, NewStateValue: state }).state).toBe(state);
});

test.each([['ALARM', 'ALARM'], ['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA'], ['FINE', undefined], [undefined, undefined]])('The previous state %j is read as %j.', (given, before) => {
  expect(read({ ...METRIC_ALARM, OldStateValue: given }).before).toBe(before);
});

test.each([[true, true], [false, false], [null, false], [undefined, false]])('A change after a mute window (%j) is marked as such: %j.', (given, known) => {
  expect(read({ ...METRIC_ALARM, ActionExecutedAfterMuteWindow: given }).afterMute).toBe(known);
});

test.each([
  ['2026-03-10T06:20:30.123+0000', '2026-03-10T06:20:30.123Z'],
  ['2026-03-10T06:20:30.123456+0000', '2026-03-10T06:20:30.123Z'],
  ['2026-03-10T06:20:30Z', '2026-03-10T06:20:30.000Z'],
  ['2026-03-10T08:20:30.5+02:00', '2026-03-10T06:20:30.500Z'],
  ['2026-03-10T01:20:30.000-0500', '2026-03-10T06:20:30.000Z'],
])('The time %s is read as %s.', (text, iso) => {
  expect(new Date(read({ ...METRIC_ALARM, StateChangeTime: text }).at).toISOString()).toBe(iso);
});

test('A missing reason is read as an empty one.', () => {
  expect(read({ ...METRIC_ALARM, NewStateReason: null, AlarmDescription: undefined })).toMatchObject({ reason: '' });
});

test.each([
  ['aws-cn', 'cn-north-1'], ['aws-us-gov', 'us-gov-west-1'],
])('The partition %s is read like any other.', (partition, region) => {
  const alarmArn = `arn:${partition}:cloudwatch:${region}:444455556666:alarm:Orders`;
  expect(read({ ...METRIC_ALARM, AlarmArn: alarmArn })).toMatchObject({ alarmArn, region, accountId: '444455556666' });
});

describe('a text that is not the message of an alarm is refused with a reason', () => {
  test.each([
    ['no JSON', 'Hello, is anybody there?', '$', '$ is not JSON: "Hello, is anybody there?"'],
    ['nothing', '', '$', '$ is not JSON: ""'],
    ['a list', '[1]', '$', '$ must be an object, got [1]'],
    ['null', 'null', '$', '$ must be an object, got null'],
    ['another object', '{"a":1}', 'AlarmName', 'AlarmName is missing'],
    ['what only objects of JavaScript have', '{"__proto__":{"AlarmName":"a"}}', 'AlarmName', 'AlarmName is missing'],
  ])('%s', (_what, text, path, problem) => {
    expect(() => readAlarmChange(text)).toThrow(new AlarmPayloadError(path, problem.slice(path.length + 1)));
    expect(() => readAlarmChange(text)).toThrow(`alarm message: ${problem}`);
  });

  test.each([
    [{ AlarmName: ' ' }, 'AlarmName must be a non-empty string, got " "'],
    [{ AlarmName: 7 }, 'AlarmName must be a non-empty string, got 7'],
    [{ AlarmArn: null }, 'AlarmArn is missing'],
    [{ AlarmArn: 'arn:aws:sns:eu-west-1:111122223333:Intake' }, 'AlarmArn must be the ARN of an alarm, got "arn:aws:sns:eu-west-1:111122223333:Intake"'],
    [{ NewStateValue: 'FINE' }, 'NewStateValue must be \'OK\' or \'ALARM\' or \'INSUFFICIENT_DATA\', got "FINE"'],
    [{ StateChangeTime: 'yesterday' }, 'StateChangeTime must be a time with its offset, got "yesterday"'],
    [{ StateChangeTime: '2026-03-10T06:20:30' }, 'StateChangeTime must be a time with its offset, got "2026-03-10T06:20:30"'],
    [{ StateChangeTime: '2026-13-10T06:20:30Z' }, 'StateChangeTime must be a time that exists, got "2026-13-10T06:20:30Z"'],
    [{ NewStateReason: ['a'] }, 'NewStateReason must be a string, got ["a"]'],
    [{ AlarmDescription: {} }, 'AlarmDescription must be a string, got {}'],
    [{ ActionExecutedAfterMuteWindow: 'yes' }, 'ActionExecutedAfterMuteWindow must be true or false, got "yes"'],
  ])('%j', (damage, problem) => {
    expect(() => read({ ...METRIC_ALARM, ...damage })).toThrow(`alarm message: ${problem}`);
  });
});
