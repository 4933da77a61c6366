import fc from 'fast-check';
import { MetricMathError } from '../../../core/metric-math/expression';
import type { Sample } from '../../../core/metric-math/value';
import { samplesOf, series, valueOf } from './grid';

describe('arithmetic', () => {
  it.each<[string, string]>([
    ['m1 + m2', '5 2 3 -'],
    ['m1 - m2', '1 -2 3 -'],
    ['m1 * m2', '6 0 0 -'],
    ['m1 / m2', '1.5 0 - -'],
    ['m1 ^ m2', '9 0 1 -'],
    ['m1 + 10', '13 - 13 -'],
    ['10 - m1', '7 - 7 -'],
    ['m1 / 0', '- - - -'],
    ['-m1', '-3 - -3 -'],
  ])('%s over 3 - 3 - and 2 2 - - is %s: a point missing on one side is 0, on both there is none', (expression, expected) => {
    expect(samplesOf(expression, { m1: series('3 - 3 -'), m2: series('2 2 - -') })).toEqual(series(expected));
  });

  it('drops the point of a division by zero', () => {
    expect(samplesOf('m1 / m2', { m1: series('1 1 0'), m2: series('0 2 0') })).toEqual(series('- 0.5 -'));
  });

  it('drops a result that is no number', () => {
    expect(samplesOf('m1 ^ 0.5', { m1: series('-1 4') })).toEqual(series('- 2'));
    expect(samplesOf('m1 ^ 999', { m1: series('10 1') })).toEqual(series('- 1'));
  });

  it('of two numbers is a number, and none when it cannot be computed', () => {
    expect(valueOf('1 + 2 * 3', { m1: [] })).toEqual({ kind: 'scalar', value: 7 });
    expect(valueOf('1 / 0', { m1: [] })).toEqual({ kind: 'scalar', value: undefined });
    expect(valueOf('-2', { m1: [] })).toEqual({ kind: 'scalar', value: -2 });
  });

  it('beside a number that has no value gives no points', () => {
    expect(samplesOf('m1 + 1 / 0', { m1: series('1 2') })).toEqual(series('- -'));
  });

  it.each<[string, string[]]>([
    ['[m1, m2] * 2', ['6 8', '2 -']],
    ['100 / [m1, m2]', ['33.3 25', '100 -']],
    ['[m1, m2] - m1', ['0 0', '-2 -4']],
    ['-[m1, m2]', ['-3 -4', '-1 -']],
  ])('%s goes through an array one series at a time', (expression, expected) => {
    const value = valueOf(expression, { m1: series('3 4'), m2: series('1 -') });
    const rounded = (sample: Sample): Sample => (sample === undefined ? undefined : Math.trunc(sample * 10) / 10);
    expect(value.kind === 'array' && value.series.map((samples) => samples.map(rounded))).toEqual(expected.map(series));
  });

  it('does not combine two arrays', () => {
    expect(() => valueOf('[m1] + [m1]', { m1: [1] })).toThrow(
      new MetricMathError('argument', '"+" cannot combine an array of time series with an array of time series. Reduce an array first, for example with SUM.'),
    );
  });
});

describe('comparison and logic', () => {
  const guide = { metric1: series('30 20 0 0'), metric2: series('20 - 20 -') };

  it.each<[string, string]>([
    ['metric1 < metric2', '0 0 1 0'],
    ['metric1 >= 30', '1 0 0 0'],
    ['metric1 > 15 AND metric2 > 15', '1 0 0 0'],
  ])('%s is what the table of the guide says', (expression, expected) => {
    expect(samplesOf(expression, guide)).toEqual(series(expected));
  });

  it.each<[string, string]>([
    ['m1 == m2', '1 0 0 -'],
    ['m1 != m2', '0 1 1 -'],
    ['m1 <= m2', '1 0 1 -'],
    ['m1 > m2', '0 1 0 -'],
    ['m1 == 1', '1 1 - -'],
    ['m1 OR m2', '1 1 1 -'],
    ['m1 || m2', '1 1 1 -'],
    ['m1 && m2', '1 0 0 -'],
  ])('%s over 1 1 - - and 1 - 1 - is %s', (expression, expected) => {
    expect(samplesOf(expression, { m1: series('1 1 - -'), m2: series('1 - 1 -') })).toEqual(series(expected));
  });

  it('of two numbers is 0 or 1', () => {
    expect(valueOf('2 > 1', { m1: [] })).toEqual({ kind: 'scalar', value: 1 });
    expect(valueOf('2 > 1 AND 0', { m1: [] })).toEqual({ kind: 'scalar', value: 0 });
  });

  it('takes no array', () => {
    expect(() => valueOf('[m1] > 1', { m1: [1] })).toThrow(
      new MetricMathError('argument', '">" cannot combine an array of time series with a single number. Reduce an array first, for example with SUM.'),
    );
  });
});

describe('any series', () => {
  const samples = fc.array(fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }), { minLength: 1, maxLength: 8 });
  const pairs = samples.chain((m1) => fc.array(fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }), { minLength: m1.length, maxLength: m1.length }).map((m2) => ({ m1, m2 })));

  it('has points in a sum exactly where one of the terms has, and the order of the terms does not matter', () => {
    fc.assert(
      fc.property(pairs, (metrics) => {
        const sum = samplesOf('m1 + m2', metrics);
        expect(sum).toEqual(samplesOf('m2 + m1', metrics));
        sum.forEach((sample, index) => expect(sample === undefined).toBe(metrics.m1[index] === undefined && metrics.m2[index] === undefined));
      }),
    );
  });

  it('is without gaps after FILL with a number', () => {
    fc.assert(fc.property(samples, (m1) => expect(samplesOf('FILL(m1, 0)', { m1 })).toEqual(m1.map((sample) => sample ?? 0))));
  });

  it('keeps its sum when arrays are reduced period by period first', () => {
    fc.assert(
      fc.property(pairs, (metrics) => {
        const whole = valueOf('SUM(SUM([m1, m2]))', metrics);
        expect(whole).toEqual(valueOf('SUM(m1) + SUM(m2)', metrics));
      }),
    );
  });
});
