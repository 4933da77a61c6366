import { Expectation, ScheduledExpectation } from '../../../core/contract/contract';
import { describeContractExpectation } from '../../../core/contract/describe';

const COMMON = { failuresToAlarm: 1, successesToRecover: 1 };

function scheduled(more: Partial<ScheduledExpectation>): Expectation {
  return { ...COMMON, schedule: 'cron(0 2 * * ? *)', timeZone: 'America/New_York', startEarlyBySeconds: 60, flexibleWindowSeconds: 0, ...more };
}

describe('The expectation of a contract is one phrase:', () => {
  test.each<[string, Expectation]>([
    ['every day at 02:00 America/New_York', scheduled({})],
    ['every day at 02:00 America/New_York, done within 1 hour 30 minutes', scheduled({ finishWithinSeconds: 5400 })],
    ['every day, done by 07:30 America/New_York', scheduled({ schedule: 'cron(0 0 * * ? *)', finishBy: '07:30' })],
    ['every day, done by 07:30 America/New_York, counted from 22:05', scheduled({ schedule: 'cron(5 22 * * ? *)', finishBy: '07:30' })],
    ['every Monday at 02:00 America/New_York, done by 07:30', scheduled({ schedule: 'cron(0 2 ? * MON *)', finishBy: '07:30' })],
    ['a success at least every 6 hours', { ...COMMON, maxSilenceSeconds: 21_600 }],
  ])('%s', (phrase, expectation) => {
    expect(describeContractExpectation(expectation)).toBe(phrase);
  });
});
