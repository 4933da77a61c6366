import { Duration } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { checkerSilence } from '../../core/silence';
import { HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import { AlarmCenter } from '../../drill/simulation/alarms/alarm-center';
import type { AlarmModel } from '../../template/model';
import { readStack } from '../../template/read-stack';
import { newObservatory, newStack } from '../lib/fixtures';
import { Bench, START } from './simulation/bench';

/** Check intervals in minutes, with the alarm on a checker that runs so often. */
const ALARMS = [1, 2, 3, 5, 10].map((minutes) => {
  const stack = newStack();
  newObservatory(stack, 'Observatory', { checkInterval: Duration.minutes(minutes) });
  return { interval: minutes * MINUTE, alarm: readStack(stack).alarms.find(({ name }) => name.includes('CheckerSilent'))! };
});

/** A heartbeat is seen at most so long after its tick began. */
const SEEN_WITHIN = 4 * MINUTE;
const LASTS = 3 * HOUR;

interface Heartbeat { readonly at: Instant; readonly visibleAt: Instant }

/** When the alarm was raised, by the heartbeats that CloudWatch shows. */
async function raisedAt(alarm: AlarmModel, heartbeats: readonly Heartbeat[]): Promise<Instant[]> {
  const bench = new Bench({ account: { alarms: [alarm] } });
  const raised: Instant[] = [];
  const center = new AlarmCenter(bench, (_, { at, to }) => { if (to === 'ALARM') raised.push(at); });
  const metric = alarm.entries.find((entry) => entry.metric !== undefined)!.metric!;
  for (const { at, visibleAt } of heartbeats) bench.queue.at(at, () => bench.store.find(metric)?.add({ at, value: 1, visibleAt }));
  await bench.until(START + LASTS);
  expect(center.unplayed).toEqual([]);
  return raised;
}

const played = fc.record({
  which: fc.constantFrom(...ALARMS),
  phase: fc.integer({ min: 0, max: 600 }),
  delays: fc.array(fc.integer({ min: 5, max: SEEN_WITHIN / SECOND }), { minLength: 1, maxLength: 7 }),
  lost: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
});

/** Heartbeats of all ticks until an instant, each seen after a delay. */
function heartbeatsOf({ which: { interval }, phase, delays }: { which: { interval: number }; phase: number; delays: readonly number[] }, until = START + LASTS): Heartbeat[] {
  const first = START + (phase * SECOND) % interval;
  return Array.from({ length: Math.ceil((until - first) / interval) }, (_, index) => first + index * interval)
    .map((at, index) => ({ at, visibleAt: at + delays[index % delays.length]! * SECOND }));
}

describe('the alarm on a silent checker, in the template of an observatory', () => {
  test('stays quiet while one heartbeat is lost and the others are seen up to four minutes late', async () => {
    await fc.assert(fc.asyncProperty(played, async ({ lost, ...rest }) => {
      const heartbeats = heartbeatsOf(rest);
      heartbeats.splice(Math.floor(lost * heartbeats.length), 1);
      expect(await raisedAt(rest.which.alarm, heartbeats)).toEqual([]);
    }), { numRuns: 60 });
  });

  test('is raised within two minutes after the time that it may be silent, counted from its last tick', async () => {
    await fc.assert(fc.asyncProperty(played, async ({ lost, ...rest }) => {
      const { interval, alarm } = rest.which;
      const heartbeats = heartbeatsOf(rest, START + HOUR + lost * HOUR);
      const [at, ...more] = await raisedAt(alarm, heartbeats);
      expect(more).toEqual([]);
      const after = at! - heartbeats.at(-1)!.at;
      expect(after).toBeGreaterThan(checkerSilence(interval) - MINUTE);
      expect(after).toBeLessThanOrEqual(checkerSilence(interval) + 2 * MINUTE);
    }), { numRuns: 60 });
  });
});
