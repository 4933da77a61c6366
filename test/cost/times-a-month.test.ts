import { timesAMonth } from '../../cost/usage';

describe('in an average month of 730 hours', () => {
  test.each([
    ['rate(1 minute)', 43_800],
    ['rate(5 minutes)', 8760],
    ['rate(1 hour)', 730],
    ['rate(1 day)', 730 / 24],
    ['cron(*/5 * * * ? *)', 8760],
    ['cron(0 2 * * ? *)', 730 / 24],
    ['at(2027-01-31T02:00:00)', 0],
  ])('%s fires %d times', (expression, times) => {
    expect(timesAMonth(expression)).toBeCloseTo(times, 6);
  });

  test('a schedule on weekdays fires on five days of seven', () => {
    expect(timesAMonth('cron(0 6 ? * MON-FRI *)', 'Europe/Berlin')).toBeCloseTo(730 / 24 * 5 / 7, 0);
  });
});
