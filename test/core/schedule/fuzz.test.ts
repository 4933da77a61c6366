import fc from 'fast-check';
import { Calendar } from '../../../core/schedule/calendar';
import { describeSchedule } from '../../../core/schedule/describe';
import { ScheduleError } from '../../../core/schedule/error';
import { parseSchedule } from '../../../core/schedule/parse';
import { Schedule } from '../../../core/schedule/schedule';

/** Whatever is accepted must also give answers. */
function parsesOrExplains(expression: string, timeZone?: string): void {
  try {
    const schedule = parseSchedule(expression, timeZone === undefined ? {} : { timeZone });
    schedule.next(Date.UTC(2026, 0, 1));
    schedule.prev(Date.UTC(2026, 0, 1));
    expect(describeSchedule(schedule)).not.toMatch(/undefined|NaN/);
  } catch (error) {
    expect(error).toBeInstanceOf(ScheduleError);
    expect((error as ScheduleError).message).not.toMatch(/undefined|NaN/);
  }
}

const letters = (text: string) => fc.constantFrom(...text.split(''));
const word = fc.string({ unit: letters('0123456789*?,-/LW#MONJANSTUE'), minLength: 1, maxLength: 6 });

describe('parseSchedule throws nothing but ScheduleError', () => {
  test('on any string', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), text => parsesOrExplains(text)), { numRuns: 300 });
  });

  test('on any string in the brackets of cron, rate and at', () => {
    fc.assert(fc.property(fc.constantFrom('cron', 'rate', 'at'), fc.string({ unit: 'binary' }), (kind, body) => parsesOrExplains(`${kind}(${body})`)), { numRuns: 300 });
  });

  test('on fields made of the letters of the grammar', () => {
    fc.assert(fc.property(fc.array(word, { minLength: 5, maxLength: 6 }), words => parsesOrExplains(`cron(${words.join(' ')})`)), { numRuns: 500 });
  });

  test('on one such field in an otherwise sound expression', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 5 }), word, fc.boolean(), (index, text, byWeek) => {
      const fields = byWeek ? ['0', '2', '?', '*', 'MON', '*'] : ['0', '2', '1', '*', '?', '*'];
      fields[index] = text;
      parsesOrExplains(`cron(${fields.join(' ')})`, 'Europe/Berlin');
    }), { numRuns: 1000 });
  });

  test('on numbers and units that could be a rate or a time', () => {
    fc.assert(fc.property(fc.bigInt(), fc.constantFrom('minutes', 'hours', 'days', 'day', ''), (n, unit) => parsesOrExplains(`rate(${n} ${unit})`)));
    fc.assert(fc.property(fc.string({ unit: letters('0123456789-T:') }), text => parsesOrExplains(`at(${text})`)));
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 5, maxLength: 5 }), parts => {
      const [month, day, hour, minute, second] = parts.map(part => String(part).padStart(2, '0'));
      parsesOrExplains(`at(2027-${month}-${day}T${hour}:${minute}:${second})`, 'America/Havana');
    }));
  });

  test('on any string as time zone', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'Etc/GMT+5', 'GMT', 'EST5EDT', 'Z')), zone => parsesOrExplains('cron(0 2 * * ? *)', zone)), { numRuns: 200 });
  });
});

describe('a search ends soon', () => {
  /** Far fewer than the months of the dialect, and its minutes. */
  const MOST_QUESTIONS = 100;
  const days = fc.constantFrom(['?', '2#5'], ['?', '7L'], ['?', 'MON-FRI'], ['29', '?'], ['30', '?'], ['31', '?'], ['L', '?'], ['LW', '?'], ['31W', '?'], ['1-7', '?'], ['*', '?']);
  const months = fc.constantFrom('*', '2', '2,4,6,9,11', '1/5', '12');
  const years = fc.constantFrom('*', '1970', '2199', '2100', '1970,2199', '1970/100', '2026-2027', '2000/4');
  const times = fc.constantFrom(['0', '2'], ['30', '2'], ['*', '*'], ['0/7', '1-3'], ['59', '23']);
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Havana', 'Africa/Cairo', 'Australia/Lord_Howe', 'Pacific/Apia');
  const instants = fc.oneof(
    fc.integer({ min: Date.UTC(1960, 0, 1), max: Date.UTC(2210, 0, 1) }), fc.constantFrom(-Infinity, Infinity, -8.64e15, 8.64e15, 0, 0.5, Number.MIN_SAFE_INTEGER, Number.MAX_VALUE),
  );

  /** What a search finds, and how often it asks the calendar. */
  function searched<T>(search: () => T): { readonly found: T; readonly questions: number } {
    const asked = [jest.spyOn(Calendar.prototype, 'atOrAfter'), jest.spyOn(Calendar.prototype, 'atOrBefore')];
    const found = search();
    const questions = asked.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    for (const spy of asked) spy.mockRestore();
    return { found, questions };
  }

  function parsed(expression: string, timeZone: string): Schedule | undefined {
    try {
      return parseSchedule(expression, { timeZone });
    } catch (error) {
      expect(error).toBeInstanceOf(ScheduleError);
      return undefined;
    }
  }

  test('from any instant, however rare slots are, and finds the same slots in both directions', () => {
    fc.assert(fc.property(times, days, months, years, zones, instants, ([minute, hour], [date, weekday], month, year, zone, instant) => {
      const schedule = parsed(`cron(${minute} ${hour} ${date} ${month} ${weekday} ${year})`, zone);
      if (schedule === undefined) return;
      const [{ found: next, ...forwards }, { found: prev, ...backwards }] = [searched(() => schedule.next(instant)), searched(() => schedule.prev(instant))];
      expect(Math.max(forwards.questions, backwards.questions)).toBeLessThan(MOST_QUESTIONS);
      if (next !== undefined) {
        expect(next.at).toBeGreaterThan(instant);
        expect(schedule.prev(next.at + 1)).toEqual(next);
      }
      if (prev !== undefined) {
        expect(prev.at).toBeLessThan(instant);
        expect(schedule.next(prev.at - 1)).toEqual(prev);
      }
    }), { numRuns: 200 });
  });
});
