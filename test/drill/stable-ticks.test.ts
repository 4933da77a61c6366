import fc from 'fast-check';
import { Run } from '../../core/evidence/run';
import { parseSchedule } from '../../core/schedule/parse';
import { DAY, HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import { lookedAtAgain } from '../../core/ledger/looks';
import { publishedUntil } from '../../core/ledger/publication';
import type { Standing } from '../../core/ledger/standing';
import { tick } from '../../lambda/checker/tick';
import { arnOf, functionStage, Json, machineStage, nightly, stored } from '../lambda/checker/fake-contracts';
import { FakePorts } from '../lambda/checker/fake-ports';

/** Runs ticks again at moments before the next look and the next change of what is published: they publish the same. */
const NOW = Date.parse('2026-03-28T12:00:00Z');

const SCHEDULES = [
  ['cron(0 2 * * ? *)', 'Europe/Berlin'], ['cron(10 * * * ? *)', 'UTC'], ['cron(*/15 * * * ? *)', 'Australia/Lord_Howe'], ['cron(0 6 ? * MON-FRI *)', 'America/New_York'],
  ['cron(0 3 ? * SUN *)', 'UTC'], ['cron(30 4 1 * ? *)', 'Asia/Kolkata'], ['rate(2 hours)', 'UTC'], ['rate(1 day)', 'UTC'],
] as const;

interface Slot { readonly delayMinutes: number; readonly minutes: number; readonly outcome: 'succeeded' | 'failed' | 'none' }

const slot = fc.record<Slot>({
  delayMinutes: fc.integer({ min: 0, max: 40 }),
  minutes: fc.integer({ min: 1, max: 50 }),
  outcome: fc.oneof({ weight: 6, arbitrary: fc.constant('succeeded' as const) }, { weight: 2, arbitrary: fc.constant('failed' as const) }, { weight: 2, arbitrary: fc.constant('none' as const) }),
});

const scenario = fc.record({
  schedule: fc.constantFrom(...SCHEDULES),
  machine: fc.boolean(),
  failuresToAlarm: fc.integer({ min: 1, max: 3 }),
  successesToRecover: fc.integer({ min: 1, max: 3 }),
  finishWithinSeconds: fc.option(fc.constantFrom(1800, 5400), { nil: undefined }),
  retryWithinSeconds: fc.constantFrom(0, 1800),
  since: fc.constantFrom(3 * HOUR, 2 * DAY, 20 * DAY, 100 * DAY),
  offset: fc.integer({ min: 0, max: 26 * 60 }),
  slots: fc.array(slot, { minLength: 12, maxLength: 12 }),
  when: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** What was done until `now`, as far as it is visible. */
function portsAt({ schedule: [expression, timeZone], machine, slots, since, ...given }: Scenario, now: Instant): FakePorts {
  const { failuresToAlarm, successesToRecover, finishWithinSeconds, retryWithinSeconds } = given;
  const stage = machine ? machineStage('Load') : functionStage('Load', { retryWithinSeconds });
  const expectation: Json = { schedule: expression, timeZone, failuresToAlarm, successesToRecover, finishWithinSeconds };
  const created = Math.floor((now - since) / SECOND) * SECOND;
  const ports = new FakePorts(stored(nightly('Load', [stage], expectation), created));
  const plan = parseSchedule(expression, { timeZone, anchor: created });
  const runs: Run[] = [];
  let index = 0;
  for (const { at } of plan.slots(Math.max(created, now - 40 * DAY), now)) {
    const { delayMinutes, minutes, outcome } = slots[index++ % slots.length]!;
    const start = at + delayMinutes * MINUTE + 10 * SECOND;
    const end = start + minutes * MINUTE;
    if (outcome === 'none' || start > now) continue;
    if (!machine && end <= now) ports.functionRan('Load', start, { failed: outcome === 'failed', millis: end - start });
    if (machine && outcome === 'succeeded' && end <= now) ports.machineSucceeded(arnOf('Load'), start, end);
    runs.push(end > now ? { start, outcome: 'running' } : { start, end, outcome });
  }
  if (machine) ports.machineRan(arnOf('Load'), ...runs);
  return ports;
}

/** What a tick publishes and says, and its standings. */
async function published(ports: FakePorts, now: Instant): Promise<{ readonly said: unknown; readonly standings: readonly Standing[] }> {
  ports.published.length = 0;
  const { complete, unverifiable, standings } = await tick(ports, now);
  return { said: { complete, unverifiable, data: ports.published.flat() }, standings };
}

describe('ticks before the next look', () => {
  test('Each of them publishes what the tick before it published, whatever happened to the pipeline.', async () => {
    let count = 0;
    await fc.assert(fc.asyncProperty(scenario, async (given) => {
      const now = NOW + given.offset * MINUTE + 3 * SECOND;
      const ports = portsAt(given, now);
      const { said, standings } = await published(ports, now);
      const until = Math.min(...standings.map((standing) => Math.min(lookedAtAgain(standing), publishedUntil(standing, now))));
      if (until <= now) return;
      count += 1;
      const later = now + Math.floor(given.when * (until - 1 - now));
      expect((await published(ports, later)).said).toEqual(said);
      expect((await published(ports, until - 1)).said).toEqual(said);
    }), { numRuns: 400 });
    expect(count).toBeGreaterThan(200);
  });
});
