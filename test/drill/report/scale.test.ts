import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../../core/time';
import { axisMarks, percentOf } from '../../../drill/report/html/scale';
import { DUE } from './fixture';

test('Marks of an axis are round instants, and days are shown by their date.', () => {
  expect(axisMarks({ from: DUE - 8 * HOUR, to: DUE + 16 * HOUR }).map(({ text }) => text)).toEqual(['18:00', '21:00', '23 Nov', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00']);
});

test('Marks over weeks are Mondays.', () => {
  expect(axisMarks({ from: DUE - 20 * DAY, to: DUE + 20 * DAY }).map(({ text }) => text)).toEqual(['9 Nov', '16 Nov', '23 Nov', '30 Nov', '7 Dec']);
});

test('An axis has at most nine marks, within it and in order, however long it is.', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 4000 * 24 * 60 }), (day, minutes) => {
    const from = day * DAY;
    const percents = axisMarks({ from, to: from + minutes * MINUTE }).map(({ percent }) => percent);
    expect(percents.length).toBeLessThanOrEqual(9);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.every((percent) => percent >= 0 && percent <= 100)).toBe(true);
  }));
});

test('An instant outside a picture is at its edge, and an empty span has one position.', () => {
  const span = { from: 0, to: 100 };
  expect([percentOf(-5, span), percentOf(50, span), percentOf(500, span), percentOf(5, { from: 5, to: 5 })]).toEqual([0, 50, 100, 0]);
});
