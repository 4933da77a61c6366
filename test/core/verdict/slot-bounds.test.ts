import { slotBounds, undecidedMillis } from '../../../core/verdict/slot-bounds';
import { EXPRESS, hours, LAMBDA, minutes, nightly, show, stage, t } from './scenario';

const dueAt = t('2026-03-10 02:00');
const HOUR = 3_600_000;

/** The bounds that are instants, in the form that people read. */
function bounds(...[given, slot]: Parameters<typeof slotBounds>): Record<string, string | undefined> {
  const { startBy, pendingUntil, seenBy, decidedBy } = slotBounds(given, slot);
  return { startBy: show(startBy), pendingUntil: show(pendingUntil), seenBy: show(seenBy), decidedBy: show(decidedBy) };
}

describe('when a slot of a stage is decided', () => {
  test('A stage that shows running runs is seen as soon as its metrics are published.', () => {
    expect(bounds(stage(), { dueAt })).toEqual({
      startBy: '2026-03-10 02:15', pendingUntil: '2026-03-10 02:20', seenBy: '2026-03-10 02:20', decidedBy: '2026-03-10 03:20',
    });
  });

  test.each([['function', LAMBDA], ['express machine', EXPRESS]])('A run of a %s is seen only after it ends, so it has its longest duration on top.', (_, source) => {
    expect(bounds(stage({ source }), { dueAt })).toMatchObject({ pendingUntil: '2026-03-10 02:20', seenBy: '2026-03-10 03:20' });
  });

  test('A deadline before the start bound moves all bounds forward.', () => {
    expect(bounds(stage(), { dueAt, deadline: t('2026-03-10 02:10') })).toEqual({
      startBy: '2026-03-10 02:10', pendingUntil: '2026-03-10 02:15', seenBy: '2026-03-10 02:15', decidedBy: '2026-03-10 03:15',
    });
  });

  test('A deadline after the start bound changes nothing.', () => {
    expect(bounds(stage(), { dueAt, deadline: t('2026-03-10 06:00') })).toEqual(bounds(stage(), { dueAt }));
  });

  test('Without a start bound the run must start by the deadline.', () => {
    expect(bounds(stage({ startWithinSeconds: undefined }), { dueAt, deadline: t('2026-03-10 06:00') })).toMatchObject({ startBy: '2026-03-10 06:00', decidedBy: '2026-03-10 07:05' });
  });

  test('Without a start bound and a deadline a run may start at any time, and the last decision counts from the due time.', () => {
    const { startBy, seenBy, decidedBy } = slotBounds(stage({ startWithinSeconds: undefined }), { dueAt });
    expect([startBy, seenBy, show(decidedBy)]).toEqual([Infinity, Infinity, '2026-03-10 03:05']);
  });

  test('A retry has its own time and the publication delay to become visible.', () => {
    expect(slotBounds(stage({ retryWithinSeconds: minutes(30) }), { dueAt }).retryWithin).toBe(35 * 60_000);
    expect(slotBounds(stage({ retryWithinSeconds: 0 }), { dueAt }).retryWithin).toBe(0);
    expect(bounds(stage({ retryWithinSeconds: minutes(30) }), { dueAt })).toMatchObject({ decidedBy: '2026-03-10 03:50' });
  });
});

describe('how long a slot may stay open', () => {
  test('It stays open for its start bound, its longest run and its publication delay.', () => {
    expect(undecidedMillis([stage()], nightly())).toBe(HOUR + 20 * 60_000);
  });

  test('A flexible window and a deadline come on top, since a late run keeps its slot open too.', () => {
    expect(undecidedMillis([stage()], nightly({ flexibleWindowSeconds: minutes(10), finishWithinSeconds: hours(2) }))).toBe(3 * HOUR + 30 * 60_000);
  });

  test('A deadline at a local time is at most 25 hours away.', () => {
    expect(undecidedMillis([stage()], nightly({ finishBy: '07:30' }))).toBe(26 * HOUR + 20 * 60_000);
  });

  test('The slowest stage counts.', () => {
    expect(undecidedMillis([stage(), stage({ name: 'publish', maxDurationSeconds: hours(3) })], nightly())).toBe(3 * HOUR + 20 * 60_000);
  });
});
