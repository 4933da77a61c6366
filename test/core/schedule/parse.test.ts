import { ScheduleError, type ScheduleField } from '../../../core/schedule/error';
import { parseSchedule } from '../../../core/schedule/parse';

function errorOf(expression: string, timeZone?: string): ScheduleError {
  try {
    parseSchedule(expression, timeZone === undefined ? {} : { timeZone });
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
  throw new Error(`${expression} was accepted.`);
}

const NO_EXPRESSION = 'it is none of cron(…), rate(…) and at(…). '
  + 'Write for example cron(0 2 * * ? *), rate(5 minutes) or at(2027-01-31T02:00:00), in lower case and without spaces around it.';
const MINUTE = 'Use 0-59 and the wildcards , - * /.';
const HOUR = 'Use 0-23 and the wildcards , - * /.';
const DAY_OF_MONTH = 'Use 1-31 and the wildcards , - * / ? L W.';
const MONTH = 'Use 1-12 or JAN-DEC and the wildcards , - * /.';
const DAY_OF_WEEK = 'Use 1-7 or SUN-SAT (1 is SUN) and the wildcards , - * / ? L #.';
const YEAR = 'Use 1970-2199 and the wildcards , - * /.';
const NOT_BACK = 'does not count 1 to 30 days back from the last day. Write for example L-3, or L for the last day itself.';
const STEP = 'Write for example */5.';
const NTH = 'Write for example 6#3, the third Friday of the month.';
const ONE_NTH = 'EventBridge takes a single weekday with "#", such as 6#3.';
const FIELDS = 'Write cron(minute hour day-of-month month day-of-week year), such as cron(0 2 * * ? *).';
const RATE = 'Write for example rate(5 minutes), rate(1 hour) or rate(2 days).';
const AT_FORM = 'Write for example at(2027-01-31T02:00:00); the time zone is given apart.';
const AT_DATE = 'Use a date that exists and a time from 00:00:00 to 23:59:59.';
const ZONE = 'Use a name such as "UTC" or "Europe/Berlin".';

const MALFORMED: [expression: string, field: ScheduleField, problem: string][] = [
  ['', 'expression', NO_EXPRESSION],
  ['every day', 'expression', NO_EXPRESSION],
  ['0 2 * * *', 'expression', NO_EXPRESSION],
  ['cron(0 2 * * ? *', 'expression', NO_EXPRESSION],
  ['cron((0 2 * * ? *))', 'expression', NO_EXPRESSION],
  ['CRON(0 2 * * ? *)', 'expression', NO_EXPRESSION],
  [' cron(0 2 * * ? *)', 'expression', NO_EXPRESSION],
  ['cron(0 2 * * ? *) ', 'expression', NO_EXPRESSION],
  ['cron()', 'expression', `cron has 0 fields instead of five or six. ${FIELDS}`],
  ['cron(0 2 * *)', 'expression', `cron has 4 fields instead of five or six. ${FIELDS}`],
  ['cron(0 0 2 * * ? *)', 'expression', `cron has 7 fields instead of five or six. ${FIELDS}`],

  ['cron(60 2 * * ? *)', 'minute', `60 is outside 0-59. ${MINUTE}`],
  ['cron(-1 2 * * ? *)', 'minute', `a value is missing in "-1". ${MINUTE}`],
  ['cron(5- 2 * * ? *)', 'minute', `a value is missing in "5-". ${MINUTE}`],
  ['cron(/5 2 * * ? *)', 'minute', `a value is missing in "/5". ${MINUTE}`],
  ['cron(x 2 * * ? *)', 'minute', `"X" is not a valid minute. ${MINUTE}`],
  ['cron(? 2 * * ? *)', 'minute', `"?" is not a valid minute. ${MINUTE}`],
  ['cron(1.5 2 * * ? *)', 'minute', `"1.5" is not a valid minute. ${MINUTE}`],
  ['cron(00000 2 * * ? *)', 'minute', `"00000" is not a valid minute. ${MINUTE}`],
  ['cron(1-2-3 2 * * ? *)', 'minute', `"2-3" in "1-2-3" is not a valid minute. ${MINUTE}`],
  ['cron(*-5 2 * * ? *)', 'minute', `"*" in "*-5" is not a valid minute. ${MINUTE}`],
  ['cron(0, 2 * * ? *)', 'minute', 'the list "0," has an empty item. Remove the extra comma.'],
  ['cron(,0 2 * * ? *)', 'minute', 'the list ",0" has an empty item. Remove the extra comma.'],
  ['cron(*/0 2 * * ? *)', 'minute', `the step "/0" is not a whole number from 1 on. ${STEP}`],
  ['cron(*/ 2 * * ? *)', 'minute', `the step "/" is not a whole number from 1 on. ${STEP}`],
  ['cron(*/x 2 * * ? *)', 'minute', `the step "/X" is not a whole number from 1 on. ${STEP}`],
  ['cron(0/5/5 2 * * ? *)', 'minute', `the step "/5/5" is not a whole number from 1 on. ${STEP}`],

  ['cron(0 24 * * ? *)', 'hour', `24 is outside 0-23. ${HOUR}`],
  ['cron(0 L * * ? *)', 'hour', `"L" is not a valid hour. ${HOUR}`],
  ['cron(0 8-25 * * ? *)', 'hour', `25 is outside 0-23. ${HOUR}`],

  ['cron(0 2 0 * ? *)', 'day of month', `0 is outside 1-31. ${DAY_OF_MONTH}`],
  ['cron(0 2 32 * ? *)', 'day of month', `32 is outside 1-31. ${DAY_OF_MONTH}`],
  ['cron(0 2 W * ? *)', 'day of month', `a value is missing in "W". ${DAY_OF_MONTH}`],
  ['cron(0 2 32W * ? *)', 'day of month', `32 is outside 1-31. ${DAY_OF_MONTH}`],
  ['cron(0 2 1-5W * ? *)', 'day of month', `"1-5" in "1-5W" is not a valid day of month. ${DAY_OF_MONTH}`],
  ['cron(0 2 3L * ? *)', 'day of month', `"3L" is not a valid day of month. ${DAY_OF_MONTH}`],
  ['cron(0 2 2#1 * ? *)', 'day of month', `"2#1" is not a valid day of month. ${DAY_OF_MONTH}`],
  ['cron(0 2 ?,1 * ? *)', 'day of month', `"?" is not a valid day of month. ${DAY_OF_MONTH}`],
  ['cron(0 2 L-0 * ? *)', 'day of month', `"L-0" ${NOT_BACK}`],
  ['cron(0 2 L-31 * ? *)', 'day of month', `"L-31" ${NOT_BACK}`],
  ['cron(0 2 L-3W * ? *)', 'day of month', `"L-3W" ${NOT_BACK}`],
  ['cron(0 2 L- * ? *)', 'day of month', `"L-" ${NOT_BACK}`],
  ['cron(0 2 * * MON *)', 'day of month', '"*" cannot stand beside the day of week "MON". Write "?" as the day of month.'],

  ['cron(0 2 * 0 ? *)', 'month', `0 is outside 1-12. ${MONTH}`],
  ['cron(0 2 * 13 ? *)', 'month', `13 is outside 1-12. ${MONTH}`],
  ['cron(0 2 * January ? *)', 'month', `"JANUARY" is not a valid month. ${MONTH}`],

  ['cron(0 2 ? * 0 *)', 'day of week', `0 is outside 1-7. ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * 8 *)', 'day of week', `8 is outside 1-7. ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * 8L *)', 'day of week', `8 is outside 1-7. ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * Friday *)', 'day of week', `"FRIDAY" is not a valid day of week. ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * 3W *)', 'day of week', `"3W" is not a valid day of week. ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * L-2 *)', 'day of week', `"L" in "L-2" is not a valid day of week. ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * #2 *)', 'day of week', `a value is missing in "#2". ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * 6# *)', 'day of week', `"#" is not one of #1 to #5. ${NTH}`],
  ['cron(0 2 ? * 6#0 *)', 'day of week', `"#0" is not one of #1 to #5. ${NTH}`],
  ['cron(0 2 ? * 6#6 *)', 'day of week', `"#6" is not one of #1 to #5. ${NTH}`],
  ['cron(0 2 ? * 3#1,6#3 *)', 'day of week', `"3#1,6#3" has "#" in a list. ${ONE_NTH}`],
  ['cron(0 2 ? * MON,6#3 *)', 'day of week', `"MON,6#3" has "#" in a list. ${ONE_NTH}`],
  ['cron(0 2 * * * *)', 'day of week', '"*" cannot stand beside the day of month "*". Write "?" as the day of week.'],
  ['cron(0 2 1 * * *)', 'day of week', '"*" cannot stand beside the day of month "1". Write "?" as the day of week.'],
  ['cron(0 2 1 * MON *)', 'day of week', '"MON" cannot be combined with the day of month "1". Write "?" in one of the two fields.'],
  ['cron(0 2 1 * 9 *)', 'day of week', `9 is outside 1-7. ${DAY_OF_WEEK}`],
  ['cron(0 2 ? * ? *)', 'day of week',
    'day of month and day of week are both "?", so no day is named. Write "*" in one of them for every day.'],

  ['cron(0 2 * * ? 1969)', 'year', `1969 is outside 1970-2199. ${YEAR}`],
  ['cron(0 2 * * ? 2200)', 'year', `2200 is outside 1970-2199. ${YEAR}`],
  ['cron(0 2 * * ? 26)', 'year', `26 is outside 1970-2199. ${YEAR}`],
  ['cron(0 2 * * ? ?)', 'year', `"?" is not a valid year. ${YEAR}`],
  ['cron(0 2 * * ? 2030-2026)', 'year', 'the range 2030-2026 runs backwards. Write 2026-2030.'],

  ['rate()', 'rate', `"" is not a value and a unit. ${RATE}`],
  ['rate(5)', 'rate', `"5" is not a value and a unit. ${RATE}`],
  ['rate(5minutes)', 'rate', `"5minutes" is not a value and a unit. ${RATE}`],
  ['rate(5 minutes please)', 'rate', `"5 minutes please" is not a value and a unit. ${RATE}`],
  ['rate(0 minutes)', 'rate', `"0" is not a whole number from 1 on. ${RATE}`],
  ['rate(-5 minutes)', 'rate', `"-5" is not a whole number from 1 on. ${RATE}`],
  ['rate(1.5 hours)', 'rate', `"1.5" is not a whole number from 1 on. ${RATE}`],
  ['rate(five minutes)', 'rate', `"five" is not a whole number from 1 on. ${RATE}`],
  ['rate(5 seconds)', 'rate', `"seconds" is not one of minutes, hours and days. ${RATE}`],
  ['rate(1 week)', 'rate', `"week" is not one of minutes, hours and days. ${RATE}`],
  ['rate(5 Minutes)', 'rate', `"Minutes" is not one of minutes, hours and days. ${RATE}`],
  ['rate(5 constructor)', 'rate', `"constructor" is not one of minutes, hours and days. ${RATE}`],
  ['rate(999999999 days)', 'rate', '999999999 days is longer than the calendar. Use a shorter interval.'],

  ['at()', 'at', `"" is not a time of the form yyyy-mm-ddThh:mm:ss. ${AT_FORM}`],
  ['at(2027-01-31)', 'at', `"2027-01-31" is not a time of the form yyyy-mm-ddThh:mm:ss. ${AT_FORM}`],
  ['at(2027-01-31T02:00)', 'at', `"2027-01-31T02:00" is not a time of the form yyyy-mm-ddThh:mm:ss. ${AT_FORM}`],
  ['at(2027-01-31T02:00:00Z)', 'at', `"2027-01-31T02:00:00Z" is not a time of the form yyyy-mm-ddThh:mm:ss. ${AT_FORM}`],
  ['at(2027-02-29T02:00:00)', 'at', `"2027-02-29T02:00:00" is not in the calendar. ${AT_DATE}`],
  ['at(2027-13-01T02:00:00)', 'at', `"2027-13-01T02:00:00" is not in the calendar. ${AT_DATE}`],
  ['at(2027-01-31T24:00:00)', 'at', `"2027-01-31T24:00:00" is not in the calendar. ${AT_DATE}`],
  ['at(0099-01-01T00:00:00)', 'at', 'the year 0099 is outside 1970-2199. Use a year in between.'],
  ['at(2200-01-01T00:00:00)', 'at', 'the year 2200 is outside 1970-2199. Use a year in between.'],
];

describe('parseSchedule', () => {
  test.each(MALFORMED)('rejects %s and names the %s', (expression, field, problem) => {
    const error = errorOf(expression);
    expect(error.message).toBe(`Schedule "${expression}", ${field}: ${problem}`);
    expect(error.field).toBe(field);
    expect(error.expression).toBe(expression);
    expect(error.name).toBe('ScheduleError');
  });

  test.each([
    ['Mars/Olympus', `"Mars/Olympus" is not an IANA time zone. ${ZONE}`],
    ['', `"" is not an IANA time zone. ${ZONE}`],
    ['+05:30', `"+05:30" is not an IANA time zone. ${ZONE}`],
    ['europe/berlin', '"europe/berlin" is not spelled like the IANA time zone. Write "Europe/Berlin".'],
    ['utc', '"utc" is not spelled like the IANA time zone. Write "UTC".'],
  ])('rejects the time zone "%s", for a rate as for a cron expression', (timeZone, problem) => {
    for (const expression of ['cron(0 2 * * ? *)', 'rate(1 hour)']) {
      const error = errorOf(expression, timeZone);
      expect(error.message).toBe(`Schedule "${expression}", time zone: ${problem}`);
      expect(error.field).toBe('time zone');
    }
  });

  test('rejects an expression longer than EventBridge takes, and shortens it in the message only', () => {
    const expression = `cron(${'0,'.repeat(121)}0 2 * * ? *)`; // 259 characters
    const error = errorOf(expression);
    expect(error.message).toBe(`Schedule "${expression.slice(0, 256)}…", expression: it has 259 characters, EventBridge takes 256. `
      + 'Shorten its lists to ranges or steps.');
    expect(error.expression).toBe(expression);
  });

  test('accepts an expression of exactly the length that EventBridge takes', () => {
    const expression = `cron(${'0,'.repeat(119)}0 2 * * ?  *)`;
    expect(expression).toHaveLength(256);
    expect(parseSchedule(expression).kind).toBe('cron');
  });

  test('shows control characters of an expression escaped', () => {
    expect(errorOf('a\n"b"').message).toBe(`Schedule "a\\n\\"b\\"", expression: ${NO_EXPRESSION}`);
  });

  test('keeps the expression and the time zone as they were given', () => {
    const schedule = parseSchedule('cron(0 9 ? * mon-fri)', { timeZone: 'Asia/Kathmandu' });
    expect(schedule).toMatchObject({ expression: 'cron(0 9 ? * mon-fri)', timeZone: 'Asia/Kathmandu', kind: 'cron' });
  });

  test('reads schedules in UTC unless a time zone is given', () => {
    expect(parseSchedule('rate(1 hour)')).toMatchObject({ timeZone: 'UTC', kind: 'rate' });
    expect(parseSchedule('at(2027-01-31T02:00:00)')).toMatchObject({ timeZone: 'UTC', kind: 'at' });
  });

  test.each([NaN, Infinity, 0.5, 9e15])('rejects %d as the anchor of a rate', anchor => {
    expect(() => parseSchedule('rate(1 hour)', { anchor })).toThrow(
      new ScheduleError('rate(1 hour)', 'rate', `the anchor ${anchor} is not an instant. Pass whole epoch milliseconds.`));
  });
});

describe('an expression that was read before', () => {
  const at = (text: string): number => Date.parse(text);

  it('still has the slots of the zone it is read in', () => {
    const noon = at('2026-06-01T12:00:00Z');
    const next = (timeZone: string): number | undefined => parseSchedule('cron(0 2 * * ? *)', { timeZone }).next(noon)?.at;
    expect(next('Europe/Berlin')).toBe(at('2026-06-02T00:00:00Z'));
    expect(next('America/New_York')).toBe(at('2026-06-02T06:00:00Z'));
    expect(next('Europe/Berlin')).toBe(at('2026-06-02T00:00:00Z'));
  });

  it('still is an error when it was one', () => {
    expect(errorOf('cron(61 2 * * ? *)').message).toBe(errorOf('cron(61 2 * * ? *)').message);
  });

  it('is still counted from the anchor that is given with it', () => {
    const next = (anchor: number): number | undefined => parseSchedule('rate(1 hour)', { anchor }).next(at('2026-06-01T12:30:00Z'))?.at;
    expect(next(0)).toBe(at('2026-06-01T13:00:00Z'));
    expect(next(600_000)).toBe(at('2026-06-01T13:10:00Z'));
  });
});
