import fc from 'fast-check';
import { AlarmPayloadError, readAlarmChange } from '../../../core/alarm-change';
import { damaged, pathsOf } from '../damaged';
import { COMPOSITE_ALARM, LOG_ALARM, MATH_ALARM, METRIC_ALARM } from './messages';

const messages = fc.constantFrom<object>(METRIC_ALARM, MATH_ALARM, COMPOSITE_ALARM, LOG_ALARM);

/** Reads a text, or finds that it is refused. Any other error fails the test. */
function readOrRefuse(text: string): void {
  try {
    const { at, state, region, accountId } = readAlarmChange(text);
    expect([Number.isFinite(at), ['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(state), region !== '', accountId !== '']).toEqual([true, true, true, true]);
  } catch (error) {
    expect(error).toBeInstanceOf(AlarmPayloadError);
  }
}

test('Any text and any JSON is read or refused with an AlarmPayloadError.', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.dictionary(fc.constantFrom(...Object.keys(METRIC_ALARM)), fc.jsonValue()).map((value) => JSON.stringify(value))), readOrRefuse), { numRuns: 500 });
});

test('A message damaged in any one place is read or refused with an AlarmPayloadError.', () => {
  const place = messages.chain((message) => fc.tuple(fc.constant(message), fc.constantFrom(...pathsOf(message))));
  fc.assert(fc.property(place, fc.oneof(fc.jsonValue(), fc.string()), ([message, path], put) => readOrRefuse(JSON.stringify(damaged(message, path, put)))), { numRuns: 500 });
});

test('Whatever the name and the reason of an alarm are, they are read unchanged.', () => {
  const words = fc.string({ unit: 'grapheme' }).filter((text) => text.trim() !== '');
  fc.assert(fc.property(messages, words, words, words, (message, name, description, reason) => {
    const text = JSON.stringify({ ...message, AlarmName: name, AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`, AlarmDescription: description, NewStateReason: reason });
    expect(readAlarmChange(text)).toMatchObject({ alarmName: name, description, reason, region: 'eu-west-1', accountId: '111122223333' });
  }), { numRuns: 200 });
});

test('A text nested as deeply as an SNS message is long is refused with an AlarmPayloadError.', () => {
  for (const text of ['['.repeat(260_000), `${'['.repeat(130_000)}${']'.repeat(130_000)}`, `{"AlarmName":${'['.repeat(130_000)}${']'.repeat(130_000)}}`]) {
    expect(() => readAlarmChange(text)).toThrow(AlarmPayloadError);
  }
});
