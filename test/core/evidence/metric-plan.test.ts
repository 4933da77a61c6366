import fc from 'fast-check';
import { chunks } from '../../../core/collections';
import { hourlyBatches, MetricRead, planBatches } from '../../../core/evidence/metric-plan';
import { DAY, HOUR, MINUTE } from '../../../core/time';
import { t } from '../verdict/scenario';

const NOW = t('2026-03-10 02:34:56.789');

function readFrom(from: number, key = `${from}`): MetricRead {
  return { key, namespace: 'AWS/Lambda', dimensions: { FunctionName: 'publish' }, row: { metric: 'Invocations', statistic: 'Sum' }, from };
}

const ages = fc.oneof(fc.integer({ min: 0, max: 3 * DAY }), fc.integer({ min: 0, max: 460 * DAY }));
const nows = fc.integer({ min: t('2020-01-01 00:00'), max: t('2040-01-01 00:00') });

describe('a plan of metric reads', () => {
  test('of no reads is empty', () => {
    expect(planBatches([], NOW)).toEqual([]);
  });

  test('of recent reads is one batch of minutes, from the oldest on and up to the minute under way', () => {
    const [old, young] = [readFrom(NOW - 2 * DAY), readFrom(NOW - HOUR)];
    expect(planBatches([young, old], NOW)).toEqual([
      { from: t('2026-03-08 02:34'), to: NOW + MINUTE, periodSeconds: 60, reads: [old, young] },
    ]);
  });

  test('of 501 reads is two batches, and the long reads share one', () => {
    const batches = planBatches(Array.from({ length: 501 }, (_, index) => readFrom(NOW - (index + 1) * MINUTE)), NOW);
    expect(batches.map(({ from, reads }) => [from, reads.length])).toEqual([[t('2026-03-09 18:13'), 500], [t('2026-03-10 02:33'), 1]]);
  });

  test('reads old points in the longer periods in which they are kept', () => {
    expect(planBatches([readFrom(NOW - 100 * DAY)], NOW).map(({ from, to, periodSeconds }) => [from, to, periodSeconds])).toEqual([
      [t('2026-02-23 04:00'), NOW + MINUTE, 60],
      [t('2026-01-06 04:00'), t('2026-02-23 04:00'), 300],
      [t('2025-11-30 02:00'), t('2026-01-06 04:00'), 3600],
    ]);
  });

  test('reads nothing older than is asked for, at the very edge of an age band', () => {
    expect(planBatches([readFrom(t('2026-02-23 04:00'))], NOW)).toHaveLength(1);
    expect(planBatches([readFrom(t('2026-02-23 04:00') - 1)], NOW)).toHaveLength(2);
  });

  test('has per age band no more batches than reads fill', () => {
    fc.assert(fc.property(fc.array(ages, { maxLength: 1200, size: 'max' }), nows, (all, now) => {
      const batches = planBatches(all.map((age) => readFrom(now - age)), now);
      for (const [period, oldest] of [[60, -Infinity], [300, 15 * DAY - 3 * HOUR], [3600, 63 * DAY - 3 * HOUR]] as const) {
        const inBand = all.filter((age) => age >= oldest).length;
        const planned = batches.filter(({ periodSeconds }) => periodSeconds === period);
        expect(planned.length).toBeLessThanOrEqual(Math.ceil(inBand / 500));
        expect(planned.every(({ reads }) => reads.length <= 500)).toBe(true);
      }
    }), { numRuns: 30 });
  });

  test('covers each read from its beginning to now without gap or overlap', () => {
    fc.assert(fc.property(fc.array(ages.filter((age) => age < 454 * DAY), { minLength: 1, maxLength: 30 }), nows, (all, now) => {
      const reads = all.map((age, index) => readFrom(now - age, `${index}`));
      const batches = planBatches(reads, now);
      for (const read of reads) {
        const own = batches.filter((batch) => batch.reads.includes(read)).sort((a, b) => a.from - b.from);
        expect(own[0].from).toBeLessThanOrEqual(read.from);
        expect(own.at(-1)!.to).toBe(now + MINUTE);
        own.slice(1).forEach((batch, index) => expect(batch.from).toBe(own[index].to));
      }
    }));
  });

  test('never asks for a shorter period than points of that age have, with time to spare until the call', () => {
    fc.assert(fc.property(fc.array(ages, { minLength: 1, maxLength: 30 }), nows, (all, now) => {
      for (const { from, to, periodSeconds } of planBatches(all.map((age) => readFrom(now - age)), now)) {
        const keptFor = { 60: 15 * DAY, 300: 63 * DAY, 3600: 456 * DAY }[periodSeconds]!;
        expect(now - from).toBeLessThanOrEqual(keptFor - HOUR);
        expect(from % (periodSeconds * 1000)).toBe(0);
        expect(from).toBeLessThan(to);
      }
    }));
  });
});

test('A list is cut into pieces of at most a given size, in order.', () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunks([], 2)).toEqual([]);
});

describe('a plan of hourly reads', () => {
  test('is one window of whole hours around all of them, for 500 at a time', () => {
    const [old, young] = [readFrom(t('2026-02-24 02:34')), readFrom(t('2026-03-01 00:00'))];
    expect(hourlyBatches([young, old], NOW)).toEqual([{ from: t('2026-02-24 02:00'), to: t('2026-03-10 03:00'), periodSeconds: 3600, reads: [old, young] }]);
    expect(hourlyBatches(Array.from({ length: 1001 }, () => old), NOW).map(({ reads }) => reads.length)).toEqual([500, 500, 1]);
    expect(hourlyBatches([], NOW)).toEqual([]);
  });
});
