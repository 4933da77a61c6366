import { MINUTE } from '../../../core/time';
import { Conditions } from '../../../drill/simulation/conditions';
import { MetricStore, Publication } from '../../../drill/simulation/metric-store';
import { type Series, type SeriesWatcher, Stream } from '../../../drill/simulation/series';
import type { MetricIdentity } from '../../../template/model';

const METRIC: MetricIdentity = { namespace: 'Test', metricName: 'm', dimensions: { A: '1', B: '2' } };
const watcherFrom = (from: (now: number) => number): SeriesWatcher => ({ arrives: () => undefined, streamChanged: () => undefined, needsFrom: from });
const KEEPS_ALL = watcherFrom(() => -Infinity);

function seen(series: Series, from: number, to: number, now: number): number[] {
  const values: number[] = [];
  series.forEach(from, to, now, (_at, value) => values.push(value));
  return values.sort((a, b) => a - b);
}

describe('the metrics of a simulated account', () => {
  test('A metric is the same whatever the order of its dimensions, and is kept only for a reader.', () => {
    const store = new MetricStore();
    expect(store.find(METRIC)).toBeUndefined();
    const series = store.watch(METRIC, KEEPS_ALL);
    expect(store.find({ ...METRIC, dimensions: { B: '2', A: '1' } })).toBe(series);
    expect(store.find({ ...METRIC, dimensions: { A: '1' } })).toBeUndefined();
  });

  test('Points are found by their time, from inclusive, to exclusive, once they are visible.', () => {
    const series = new MetricStore().watch(METRIC, KEEPS_ALL);
    for (const at of [30, 10, 20]) series.add({ at, value: at, visibleAt: at + 100 });
    expect(seen(series, 10, 30, 1000)).toEqual([10, 20]);
    expect(seen(series, 0, 100, 110)).toEqual([10]);
    expect(series.firstVisible(120)).toBe(10);
    expect(series.firstVisible(109)).toBeUndefined();
  });

  test('A watcher is called when a point is going to be visible.', () => {
    const arrivals: number[] = [];
    const series = new MetricStore().watch(METRIC, { ...KEEPS_ALL, arrives: (at) => arrivals.push(at) });
    series.add({ at: 1, value: 1, visibleAt: 7 });
    expect(arrivals).toEqual([7]);
  });

  test('Points that nothing will read again are deleted; the watcher that looks back furthest decides.', () => {
    const store = new MetricStore();
    const series = store.watch(METRIC, watcherFrom((now) => now - 10));
    store.watch(METRIC, watcherFrom((now) => now - 50));
    for (let at = 0; at < 100; at += 1) series.add({ at, value: 1, visibleAt: at });
    store.prune(100);
    expect(store.size).toBe(50);
    expect(seen(series, 0, 1000, 1000)).toHaveLength(50);
  });

  test('A condition of the moment may delay or lose a point.', () => {
    const store = new MetricStore();
    const series = store.watch(METRIC, KEEPS_ALL);
    const publication = new Publication(store, new Conditions([
      { from: 100, to: 200, point: () => ({ lost: true }) }, { from: 200, to: 300, point: () => ({ delaySeconds: 5 }) },
    ]));
    for (const known of [50, 150, 250]) publication.publish(series, { at: known, value: known, delayMillis: 10 });
    expect([...series.singlesFrom(0)].map(({ at, visibleAt }) => [at, visibleAt])).toEqual([[50, 60], [250, 5260]]);
  });
});

describe('a stream of equal points', () => {
  const stream = (): Stream => new Stream(MINUTE, 5 * MINUTE, 1, 1000);

  test('It has points at its interval from its first point on, without an end while it is open.', () => {
    const flow = stream();
    expect([0, 1, 6, 7, 11].map((minute) => flow.has(minute * MINUTE))).toEqual([false, true, true, false, true]);
    expect([0, 1, 2, 6].map((minute) => flow.firstFrom(minute * MINUTE) / MINUTE)).toEqual([1, 1, 6, 6]);
    expect(flow.isOpen).toBe(true);
  });

  test('Once closed it has no point at or after that time.', () => {
    const flow = stream();
    flow.closeBefore(11 * MINUTE);
    expect(flow.last).toBe(6 * MINUTE);
    expect(flow.firstFrom(7 * MINUTE)).toBe(Infinity);
  });

  test('Its points can be read like any others, each after its delay.', () => {
    const series = new MetricStore().watch(METRIC, KEEPS_ALL);
    series.open(stream());
    series.add({ at: 2 * MINUTE, value: 7, visibleAt: 2 * MINUTE });
    expect(seen(series, 0, 20 * MINUTE, 11 * MINUTE + 999)).toEqual([1, 1, 7]);
    expect(seen(series, 0, 20 * MINUTE, 11 * MINUTE + 1000)).toEqual([1, 1, 1, 7]);
    expect(series.firstVisible(MINUTE + 1000)).toBe(MINUTE);
  });

  test('A stream that is closed before its first point has no points.', () => {
    const series = new MetricStore().watch(METRIC, KEEPS_ALL);
    const flow = stream();
    series.open(flow);
    series.closeBefore(flow, MINUTE);
    expect(series.streams).toEqual([]);
  });
});
