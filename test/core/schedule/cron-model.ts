import fc from 'fast-check';

/**
 * Random cron expressions together with what they mean. The meaning is built beside the text, from plain
 * definitions, so nothing of the engine takes part in it.
 */

/** What a wall clock and a calendar on the wall show. Weekdays are 1 (Sunday) to 7. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

interface FieldModel {
  readonly text: string;
  readonly values: ReadonlySet<number>;
}

interface DayModel {
  readonly dayOfMonth: string;
  readonly dayOfWeek: string;
  readonly matches: (date: WallTime) => boolean;
}

export interface CronModel {
  readonly expression: string;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly days: DayModel;
  readonly matches: (time: WallTime) => boolean;
}

export const MONTH_NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
export const WEEKDAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function item(min: number, max: number, cyclic: boolean, names?: string[]): fc.Arbitrary<FieldModel> {
  const value = fc.integer({ min, max });
  const word = (n: number, named: boolean) => named && names ? names[n - min] ?? '' : String(n);
  /** Goes from a to b, around the end if necessary, and takes every step-th value. */
  const walk = (a: number, b: number, step: number) => {
    const values = new Set<number>();
    for (let n = a, count = 0; ; n = n === max ? min : n + 1, count++) {
      if (count % step === 0) values.add(n);
      if (n === b) return values;
    }
  };
  return fc.record({
    form: fc.constantFrom('*', 'a', 'a', 'a-b', '*/n', 'a/n', 'a-b/n'),
    a: value, b: value,
    step: fc.integer({ min: 1, max: Math.min(40, max - min) }),
    named: fc.boolean(), lower: fc.boolean(),
  }).map(({ form, a, b, step, named, lower }) => {
    const [low, high] = !cyclic && a > b ? [b, a] : [a, b];
    const range = `${word(low, named)}-${word(high, named)}`;
    const model: FieldModel = {
      '*': { text: '*', values: walk(min, max, 1) },
      'a': { text: word(a, named), values: new Set([a]) },
      'a-b': { text: range, values: walk(low, high, 1) },
      '*/n': { text: `*/${step}`, values: walk(min, max, step) },
      'a/n': { text: `${word(a, named)}/${step}`, values: walk(a, max, step) },
      'a-b/n': { text: `${range}/${step}`, values: walk(low, high, step) },
    }[form];
    return lower ? { ...model, text: model.text.toLowerCase() } : model;
  });
}

function list(min: number, max: number, cyclic = true, names?: string[]): fc.Arbitrary<FieldModel> {
  return fc.array(item(min, max, cyclic, names), { minLength: 1, maxLength: 3 }).map(items => ({
    text: items.map(({ text }) => text).join(),
    values: new Set(items.flatMap(({ values }) => [...values])),
  }));
}

const all = (min: number, max: number): FieldModel => ({
  text: '*', values: new Set(Array.from({ length: max - min + 1 }, (_, index) => min + index)),
});

const isWorkday = (weekday: number) => weekday >= 2 && weekday <= 6;

/** All days of the month with their weekdays. */
function monthOf({ year, month }: WallTime): { day: number; weekday: number }[] {
  const days: { day: number; weekday: number }[] = [];
  for (let date = new Date(Date.UTC(year, month - 1, 1)); date.getUTCMonth() === month - 1; date = new Date(date.getTime() + 86_400_000)) {
    days.push({ day: date.getUTCDate(), weekday: date.getUTCDay() + 1 });
  }
  return days;
}

function nearestWorkday(time: WallTime, wanted: number): number | undefined {
  const month = monthOf(time);
  if (wanted > month.length) return undefined;
  const workdays = month.filter(({ weekday }) => isWorkday(weekday)).map(({ day }) => day);
  return workdays.reduce((best, day) => Math.abs(day - wanted) < Math.abs(best - wanted) ? day : best);
}

const byMonth = (text: string, matches: DayModel['matches']): DayModel => ({ dayOfMonth: text, dayOfWeek: '?', matches });
const byWeek = (text: string, matches: DayModel['matches']): DayModel => ({ dayOfMonth: '?', dayOfWeek: text, matches });

const weekdayWord = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.boolean())
  .map(([weekday, named]) => ({ weekday, word: named ? WEEKDAY_NAMES[weekday - 1] ?? '' : String(weekday) }));

/** Every form that names its days in its own way. */
export const specialDays: fc.Arbitrary<DayModel> = fc.oneof(
  fc.constant(byMonth('L', time => time.day === monthOf(time).length)),
  fc.integer({ min: 1, max: 30 }).map(back => byMonth(`L-${back}`, time => time.day === monthOf(time).length - back)),
  fc.constant(byMonth('LW', time => time.day === monthOf(time).filter(({ weekday }) => isWorkday(weekday)).at(-1)?.day)),
  fc.integer({ min: 1, max: 31 }).map(n => byMonth(`${n}W`, time => time.day === nearestWorkday(time, n))),
  fc.constant(byWeek('L', time => time.weekday === 7)),
  weekdayWord.map(({ weekday, word }) => byWeek(`${word}L`, time =>
    time.weekday === weekday && time.day === monthOf(time).filter(day => day.weekday === weekday).at(-1)?.day)),
  fc.tuple(weekdayWord, fc.integer({ min: 1, max: 5 })).map(([{ weekday, word }, k]) => byWeek(`${word}#${k}`, time =>
    time.day === monthOf(time).filter(day => day.weekday === weekday)[k - 1]?.day)),
);

const plainDays: fc.Arbitrary<DayModel> = fc.oneof(
  list(1, 31).map(({ text, values }) => byMonth(text, ({ day }) => values.has(day))),
  list(1, 7, true, WEEKDAY_NAMES).map(({ text, values }) => byWeek(text, ({ weekday }) => values.has(weekday))),
);

const everyDay = fc.constantFrom(byMonth('*', () => true), byWeek('*', () => true));

export interface CronModelOptions {
  /** Expressions that also match in a time span of a few days: mostly every month, year and day. */
  readonly dense: boolean;
  readonly minutes?: fc.Arbitrary<FieldModel>;
}

export function cronModel({ dense, minutes = list(0, 59) }: CronModelOptions): fc.Arbitrary<CronModel> {
  const oftenAll = (share: number, min: number, max: number, other: fc.Arbitrary<FieldModel>) =>
    fc.oneof({ weight: share, arbitrary: fc.constant(all(min, max)) }, { weight: 1, arbitrary: other });
  return fc.record({
    minutes,
    hours: list(0, 23),
    days: fc.oneof(
      { weight: dense ? 4 : 1, arbitrary: everyDay },
      { weight: 2, arbitrary: plainDays },
      { weight: dense ? 1 : 3, arbitrary: specialDays },
    ),
    months: oftenAll(dense ? 8 : 1, 1, 12, list(1, 12, true, MONTH_NAMES)),
    years: oftenAll(dense ? 12 : 2, 1970, 2199, list(1970, 2199, false)),
    fiveFields: fc.boolean(),
  }).map(({ minutes: minute, hours, days, months, years, fiveFields }) => {
    const year = fiveFields && years.text === '*' ? '' : ` ${years.text}`;
    return {
      expression: `cron(${minute.text} ${hours.text} ${days.dayOfMonth} ${months.text} ${days.dayOfWeek}${year})`,
      minutes: minute.values, hours: hours.values, months: months.values, years: years.values, days,
      matches: time => minute.values.has(time.minute) && hours.values.has(time.hour) && months.values.has(time.month)
        && years.values.has(time.year) && days.matches(time),
    };
  });
}

/** Minutes 0 and 30 only, for steps of half an hour. */
export const halfHours: fc.Arbitrary<FieldModel> = fc.constantFrom(
  { text: '0', values: new Set([0]) }, { text: '30', values: new Set([30]) },
  { text: '0/30', values: new Set([0, 30]) }, { text: '30/30', values: new Set([30]) },
);
