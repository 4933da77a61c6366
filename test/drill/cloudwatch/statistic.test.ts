import fc from 'fast-check';
import { AlarmConfigurationError } from '../../../core/alarm-configuration';
import { isLowSampleCount, statistic } from '../../../drill/cloudwatch/statistic';

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe('the statistic of a period', () => {
  it.each<[string, number]>([
    ['SampleCount', 4],
    ['Sum', 8],
    ['Average', 2],
    ['Minimum', -1],
    ['Maximum', 5],
  ])('%s over 1, 5, 3, -1 is %d', (name, expected) => {
    expect(statistic(name, [1, 5, 3, -1])).toBe(expected);
  });

  it.each<[string, number]>([
    ['p99', 99],
    ['p50', 50],
    ['p99.9', 100],
    ['p100', 100],
    ['p1', 1],
    ['p0', 1],
  ])('%s over 1 to 100 is %d, the highest value that remains below the outliers', (name, expected) => {
    expect(statistic(name, upTo(100).reverse())).toBe(expected);
  });

  it('does not exist for a period without datapoints, not even as a count of 0', () => {
    expect(['SampleCount', 'Sum', 'Average', 'p90'].map((name) => statistic(name, []))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('does not exist as a percentile when a value is negative', () => {
    expect(statistic('p50', [1, -1, 2])).toBeUndefined();
  });

  it('takes percentiles from 0 to 100 only', () => {
    expect(statistic('p99.95', upTo(2000))).toBe(1999);
    expect(() => statistic('p101', [1])).toThrow('The statistic "p101" is not simulated.');
    expect(statistic('Sum', [1, 2])).toBe(3);
  });

  it('lists the statistics that exist when one is not simulated', () => {
    expect(() => statistic('tm90', [1])).toThrow(
      new AlarmConfigurationError(
        'The statistic "tm90" is not simulated. Use SampleCount, Sum, Average, Minimum, Maximum or a percentile such as p99.',
      ),
    );
  });

  it('of any values keeps percentiles in the order of their ranks', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (values, one, other) => {
        const low = statistic(`p${Math.min(one, other)}`, values) as number;
        const high = statistic(`p${Math.max(one, other)}`, values) as number;
        expect(values).toContain(low);
        expect(low).toBeLessThanOrEqual(high);
        expect(statistic('p100', values)).toBe(statistic('Maximum', values));
      }),
    );
  });
});

describe('A percentile has too few samples', () => {
  it.each<[string, number]>([
    ['p99', 1000],
    ['p99.9', 10_000],
    ['p90', 100],
    ['p50', 20],
    ['p10', 100],
    ['p1', 1000],
  ])('for %s below %d of them', (name, needed) => {
    expect(isLowSampleCount(name, needed - 1)).toBe(true);
    expect(isLowSampleCount(name, needed)).toBe(false);
  });

  it('never for other statistics, p0 and p100', () => {
    expect(['Sum', 'p0', 'p100'].map((name) => isLowSampleCount(name, 0))).toEqual([false, false, false]);
  });
});
