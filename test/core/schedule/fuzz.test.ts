import fc from 'fast-check';
import { describeSchedule, parseSchedule, ScheduleError } from '../../../core/schedule';

/** Whatever is accepted must also answer. */
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
