import fc from 'fast-check';
import { billOf, CostOwner, Usage } from '../../cost/bill';
import { PriceName, PRICES } from '../../cost/price';

const NIGHTLY: CostOwner = { kind: 'pipeline', name: 'Nightly' };
const HOURLY: CostOwner = { kind: 'pipeline', name: 'Hourly' };
const OBSERVATORY: CostOwner = { kind: 'observatory', name: 'App' };
const SHARED: CostOwner = { kind: 'shared', name: 'shared' };

function usage(owner: CostOwner, price: PriceName, quantity: number): Usage {
  return { owner, price, quantity, what: 'something' };
}

const anyUsage = fc.record({
  owner: fc.constantFrom(NIGHTLY, HOURLY, OBSERVATORY, SHARED),
  price: fc.constantFrom(...Object.keys(PRICES) as PriceName[]),
  quantity: fc.double({ min: 0, max: 1e9, noNaN: true }),
  what: fc.string(),
});

describe('a bill', () => {
  test('is the price of each unit times their number', () => {
    const bill = billOf([usage(NIGHTLY, 'alarmMetric', 4), usage(NIGHTLY, 'metricRead', 43_800)]);
    expect(bill.usd).toBeCloseTo(0.838, 10);
    expect(bill.owners[0]!.kinds).toEqual({ alarms: 0.4, metricReads: 0.438 });
  });

  test('shows pipelines first, in their order, then observatories, then shared costs', () => {
    const { owners } = billOf([SHARED, OBSERVATORY, NIGHTLY, HOURLY, NIGHTLY].map((owner) => usage(owner, 'dashboard', 1)));
    expect(owners.map(({ owner }) => owner.name)).toEqual(['Nightly', 'Hourly', 'App', 'shared']);
  });

  test('keeps a pipeline and an observatory with one name separate', () => {
    const { owners } = billOf([usage({ kind: 'pipeline', name: 'App' }, 'dashboard', 1), usage(OBSERVATORY, 'dashboard', 2)]);
    expect(owners.map(({ usd }) => usd)).toEqual([3, 6]);
  });

  test('shows an owner without costs', () => {
    expect(billOf([usage(NIGHTLY, 'standardParameter', 3)])).toMatchObject({ usd: 0, owners: [{ usd: 0 }], prices: [{ price: 'standardParameter', quantity: 3, usd: 0 }] });
  });

  test('of nothing is empty', () => {
    expect(billOf([])).toEqual({ usd: 0, owners: [], prices: [] });
  });

  test('has the same sum by owners, by kinds and by prices', () => {
    fc.assert(fc.property(fc.array(anyUsage), (usages) => {
      const { usd, owners, prices } = billOf(usages);
      const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
      const near = (one: number): void => expect(Math.abs(one - usd)).toBeLessThanOrEqual(1e-9 * Math.max(1, usd));
      near(sum(owners.map((owner) => owner.usd)));
      near(sum(owners.flatMap(({ kinds }) => Object.values(kinds))));
      near(sum(prices.map((price) => price.usd)));
    }));
  });
});

describe('the price table', () => {
  test.each(Object.entries(PRICES))('states for %s where and when its price was read', (_, { source, date, per, usd }) => {
    expect(URL.canParse(source)).toBe(true);
    expect(date).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
    expect(per).toBeGreaterThan(0);
    expect(usd).toBeGreaterThanOrEqual(0);
  });
});
