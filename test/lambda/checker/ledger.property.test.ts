import fc from 'fast-check';
import { METRICS } from '../../../core/metrics';
import { DAY, HOUR, MINUTE } from '../../../core/time';
import { tick } from '../../../lambda/checker/tick';
import { FakeError } from '../shared/fake-evidence-ports';
import { at, nightly, stored } from './fake-contracts';
import { FakePorts } from './fake-ports';

const BEGIN = at('12:00:00', '2026-03-01');
const STEP = 30 * MINUTE;

const outcome = fc.constantFrom('succeeded', 'failed', 'none');
type Night = 'succeeded' | 'failed' | 'none';

/** What may go wrong around the checker at one tick, without anything being wrong with the pipeline. */
const trouble = fc.constantFrom('nothing', 'nothing', 'nothing', 'skipped', 'twice', 'touched', 'ledgerUnreadable', 'ledgerUnwritable');

const VERDICTS: Readonly<Record<Night, string>> = { succeeded: 'ok', failed: 'failed', none: 'missed' };

/** The nights from 2 March on, as the pipeline's runs went. */
function portsOf(nights: readonly Night[]): FakePorts {
  const ports = new FakePorts(stored(nightly('Orders'), BEGIN));
  nights.forEach((night, index) => {
    if (night !== 'none') ports.functionRan('Orders', at('02:00:10', '2026-03-02') + index * DAY, { failed: night === 'failed' });
  });
  return ports;
}

async function play(ports: FakePorts, nights: number, troubles: readonly string[]): Promise<void> {
  let count = 0;
  // Long enough to settle the last night.
  for (let now = BEGIN; now <= BEGIN + (nights + 1) * DAY; now += STEP) {
    const what = troubles[count++ % troubles.length];
    ports.until(now);
    ports.published.length = 0;
    ports.ledger.disturb = {
      ...(what === 'ledgerUnreadable' ? { standings: deny } : {}),
      ...(what === 'ledgerUnwritable' ? { addSlots: deny, saveStanding: deny } : {}),
    };
    if (what === 'touched') ports.contractsStored = [{ ...ports.contractsStored[0]!, lastChanged: now }];
    if (what === 'twice') await Promise.all([tick(ports, now), tick(ports, now + 1000)]);
    else if (what !== 'skipped') await tick(ports, now);
  }
}

function deny(): never {
  throw new FakeError('AccessDeniedException');
}

const scenario = fc.record({ nights: fc.array(outcome, { minLength: 2, maxLength: 5 }), troubles: fc.array(trouble, { minLength: 5, maxLength: 31 }) });

test('Whatever happens to ticks, to the contract\'s date and to the ledger, each night is settled once, with the verdict of its run.', async () => {
  await fc.assert(fc.asyncProperty(scenario, async ({ nights, troubles }) => {
    fc.pre(troubles.includes('nothing'));
    const ports = portsOf(nights);
    await play(ports, nights.length, [...troubles, 'nothing']);
    const expected = nights.map((night, index) => `${new Date(at('02:00:00', '2026-03-02') + index * DAY).toISOString().slice(0, 16)} ${VERDICTS[night]}`);
    expect(ports.ledger.verdicts('Orders').slice(0, nights.length)).toEqual(expected);
  }), { numRuns: 25 });
}, 60_000);

test('Whatever happened before, a tick at the end publishes whether the newest night went well.', async () => {
  await fc.assert(fc.asyncProperty(scenario, async ({ nights, troubles }) => {
    const ports = portsOf(nights);
    const last = at('05:00:00', '2026-03-02') + (nights.length - 1) * DAY;
    await play(ports, nights.length - 2, troubles);
    ports.ledger.disturb = {};
    for (let now = last - 2 * HOUR; now <= last; now += STEP) {
      ports.published.length = 0;
      await tick(ports.until(now), now);
    }
    const newest = nights.at(-1);
    // An incident that the last night opened or kept open, or the success that closed it; a quiet value need not be repeated.
    const value = ports.value(METRICS.proofOfLife, 'Orders');
    if (newest === 'succeeded') expect(value).not.toBe(0);
    else expect(value).toBe(0);
  }), { numRuns: 25 });
}, 60_000);
