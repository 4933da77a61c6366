import { Cron } from 'croner';
import fc from 'fast-check';
import { parseSchedule } from '../../../core/schedule/parse';
import { MINUTE } from '../../../core/time';
import { cronModel, type CronModel } from './cron-model';

/**
 * croner is another implementation of the same calendar, with its own grammar: seconds first, explicit lists instead of
 * ranges that wrap around, `*` for `?`, `6#L` for `6L`. Its rules for daylight saving differ, so the zones here have none.
 */
function cronerOf({ minutes, hours, months, years, days }: CronModel, timezone: string): Cron {
  const list = (values: ReadonlySet<number>, size: number) => values.size === size ? '*' : [...values].sort((a, b) => a - b).join();
  const dayOfMonth = days.dayOfMonth.replace('?', '*');
  const dayOfWeek = days.dayOfWeek === 'L' ? '7' : days.dayOfWeek.replace('?', '*').replace(/^(\w+)L$/, '$1#L');
  const fields = ['0', list(minutes, 60), list(hours, 24), plain(dayOfMonth, 1, 31), list(months, 12), plain(dayOfWeek, 1, 7), list(years, 230)];
  return new Cron(fields.join(' '), { mode: '7-part', alternativeWeekdays: true, timezone, paused: true });
}

const NAMES = ['', 'SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Day fields come as text. This writes out what croner does not read: steps from a value, and ranges around the end. */
function plain(text: string, min: number, max: number): string {
  return text.toUpperCase().split(',').map(item => {
    const [, from = '', dash = '', step = ''] = /^(\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
    if (from === '' || (dash === '' && step === '')) return item;
    const value = (word: string) => NAMES.includes(word) ? NAMES.indexOf(word) : Number(word);
    const last = dash === '' ? max : value(dash);
    const values: number[] = [];
    for (let n = value(from), count = 0; ; n = n === max ? min : n + 1, count++) {
      if (count % Number(step || 1) === 0) values.push(n);
      if (n === last) return values.join();
    }
  }).join();
}

/** Expressions that croner reads too: it does not count back from the last day. */
const read = cronModel({ dense: false }).filter(({ days }) => !days.dayOfMonth.startsWith('L-'));
const instant = fc.integer({ min: Date.UTC(1975, 0, 1) / MINUTE, max: Date.UTC(2090, 0, 1) / MINUTE }).map(minute => minute * MINUTE);

describe('cron schedules against croner, in zones without daylight saving', () => {
  test.each(['UTC', 'Asia/Tokyo', 'Etc/GMT+5'])('%s has the same next and the same prev from any minute on', zone => {
    fc.assert(fc.property(read, instant, (model, from) => {
      const croner = cronerOf(model, zone);
      const schedule = parseSchedule(model.expression, { timeZone: zone });
      expect(schedule.next(from)?.at).toBe(croner.nextRun(new Date(from))?.getTime());
      expect(schedule.prev(from)?.at).toBe(croner.previousRuns(1, new Date(from))[0]?.getTime());
    }), { numRuns: 300 });
  });
});
