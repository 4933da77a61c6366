import { METRICS } from '../../../core/metrics';
import { HOUR, Instant, MINUTE } from '../../../core/time';
import { tick } from '../../../lambda/checker/tick';
import { FakeError } from '../shared/fake-evidence-ports';
import { at, functionStage, Json, nightly, SINCE, stored } from './fake-contracts';
import { FakePorts } from './fake-ports';

/** Runs a tick every five minutes. @returns what was published of a metric, as `10T02:05 0`, where it differs from the value before */
async function live(ports: FakePorts, from: Instant, to: Instant, pipeline = 'Orders', metric: string = METRICS.proofOfLife): Promise<string[]> {
  const changes: string[] = [];
  let last: number | undefined;
  for (let now = from; now <= to; now += 5 * MINUTE) {
    ports.published.length = 0;
    await tick(ports, now);
    const value = ports.value(metric, metric === METRICS.proofOfLife ? pipeline : undefined);
    if (value === undefined || value === last) continue;
    last = value;
    changes.push(`${new Date(now).toISOString().slice(8, 16)} ${value}`);
  }
  return changes;
}

function profileText(pipeline: string): string {
  return JSON.stringify({ version: 1, pipeline, severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false });
}

function runsDaily(ports: FakePorts, days: readonly number[], hour = '02:00:10', name = 'Orders'): void {
  for (const day of days) ports.functionRan(name, at(hour, `2026-03-${String(day).padStart(2, '0')}`));
}

/** The pipeline Orders, which runs at 02:00 UTC. */
function orders(expectation: Json = {}, lastChanged?: Instant): FakePorts {
  return new FakePorts(stored(nightly('Orders', undefined, expectation), lastChanged));
}

describe('what the ledger remembers', () => {
  test('A slot is settled once, after the next slot can have no more runs of it.', async () => {
    const ports = orders();
    runsDaily(ports, [8, 9, 10]);
    await live(ports, at('12:00:00', '2026-03-08'), at('12:00:00', '2026-03-10'));
    expect(ports.ledger.verdicts('Orders')).toEqual(['2026-03-07T02:00 missed', '2026-03-08T02:00 ok', '2026-03-09T02:00 ok']);
  });

  test('A pipeline that is touched every twelve hours still owes its runs.', async () => {
    const ports = orders();
    runsDaily(ports, [8]);
    const changes: string[] = [];
    for (let touched = at('12:00:00', '2026-03-08'); touched < at('12:00:00', '2026-03-12'); touched += 12 * HOUR) {
      ports.contractsStored = [stored(nightly('Orders'), touched)];
      changes.push(...await live(ports, touched, touched + 12 * HOUR - 5 * MINUTE));
    }
    expect(changes.filter((change) => change.endsWith('0'))[0]).toBe('09T03:25 0');
    expect(ports.ledger.standing('Orders').look?.incident).toMatchObject({ since: at('02:00:00', '2026-03-09'), badSlots: 4 });
  });

  test('A changed tolerance makes nothing owed anew, and is used for the slot that is open.', async () => {
    const ports = orders();
    runsDaily(ports, [8]);
    await live(ports, at('12:00:00', '2026-03-08'), at('02:30:00', '2026-03-09'));
    ports.contractsStored = [stored(nightly('Orders', [functionStage('Orders', { startWithinSeconds: 600 })]), at('02:31:00', '2026-03-09'))];
    expect(await live(ports, at('02:35:00', '2026-03-09'), at('06:00:00', '2026-03-09'))).toEqual(['09T02:35 1', '09T03:20 0']);
  });

  test('A schedule that is changed after its window began leaves the begun slot owed as it was.', async () => {
    const ports = orders();
    runsDaily(ports, [8]);
    await live(ports, at('12:00:00', '2026-03-08'), at('02:05:00', '2026-03-09'));
    ports.contractsStored = [stored(nightly('Orders', undefined, { schedule: 'cron(0 20 * * ? *)' }), at('02:07:00', '2026-03-09'))];
    expect(await live(ports, at('02:10:00', '2026-03-09'), at('06:00:00', '2026-03-09'))).toEqual(['09T02:10 1', '09T03:25 0']);
  });

  test('A changed schedule closes no incident. A run of the new schedule does.', async () => {
    const ports = orders();
    runsDaily(ports, [7]);
    await live(ports, at('12:00:00', '2026-03-08'), at('12:00:00', '2026-03-09'));
    ports.contractsStored = [stored(nightly('Orders', undefined, { schedule: 'cron(0 20 * * ? *)' }), at('12:01:00', '2026-03-09'))];
    runsDaily(ports, [9], '20:00:10');
    expect(await live(ports, at('12:05:00', '2026-03-09'), at('23:00:00', '2026-03-09'))).toEqual(['09T12:05 0', '09T20:00 1']);
  });

  test('Bad slots are counted over months.', async () => {
    const ports = orders({ schedule: 'cron(0 2 1 * ? *)', failuresToAlarm: 3 }, at('00:00:00', '2026-01-15'));
    for (const month of ['01-15', '02-01', '02-15', '03-01', '03-15']) await live(ports, at('00:00:00', `2026-${month}`), at('12:00:00', `2026-${month}`));
    expect(await live(ports, at('00:00:00', '2026-04-01'), at('06:00:00', '2026-04-01'))).toEqual(['01T03:25 0']);
  });

  test('A settled slot is not judged again when its points are gone.', async () => {
    const ports = orders();
    runsDaily(ports, [8, 9]);
    await live(ports, at('12:00:00', '2026-03-08'), at('12:00:00', '2026-03-10'));
    const fresh = orders();
    runsDaily(fresh, [11]);
    fresh.ledger.stored.set('Orders', ports.ledger.stored.get('Orders')!);
    for (const [key, row] of ports.ledger.rows) fresh.ledger.rows.set(key, row);
    await live(fresh, at('12:05:00', '2026-03-10'), at('12:00:00', '2026-03-12'));
    expect(fresh.ledger.verdicts('Orders').slice(0, 3)).toEqual(['2026-03-07T02:00 missed', '2026-03-08T02:00 ok', '2026-03-09T02:00 ok']);
  });
});

describe('what is lost', () => {
  test('A standing that is lost is made again from its rows, so that bad runs are still counted.', async () => {
    const ports = new FakePorts(stored(nightly('Orders', undefined, { failuresToAlarm: 3 })), stored(nightly('Other')));
    runsDaily(ports, [8]);
    runsDaily(ports, [8, 9, 10, 11, 12, 13], '02:00:10', 'Other');
    await live(ports, at('12:00:00', '2026-03-08'), at('12:00:00', '2026-03-10'));
    ports.ledger.stored.delete('Orders');
    expect(await live(ports, at('12:05:00', '2026-03-10'), at('12:00:00', '2026-03-11'))).toEqual(['10T12:05 1', '11T03:25 0']);
  });

  test('When the ledger cannot be read, every pipeline is judged from its evidence alone, and the checker says so.', async () => {
    const ports = orders();
    runsDaily(ports, [8]);
    await live(ports, at('12:00:00', '2026-03-08'), at('01:00:00', '2026-03-09'));
    ports.ledger.disturb.standings = () => { throw new FakeError('AccessDeniedException'); };
    expect(await live(ports, at('02:00:00', '2026-03-09'), at('06:00:00', '2026-03-09'))).toEqual(['09T02:00 1', '09T03:25 0']);
    expect(ports.value(METRICS.ledgerUnavailable)).toBe(1);
    expect(ports.hasHeartbeat).toBe(true);
  });

  test('When rows cannot be written, nothing is settled, and the next tick does it.', async () => {
    const ports = orders();
    runsDaily(ports, [8, 9, 10]);
    ports.ledger.disturb.addSlots = () => { throw new FakeError('ProvisionedThroughputExceededException'); };
    await live(ports, at('12:00:00', '2026-03-08'), at('12:00:00', '2026-03-10'));
    expect(ports.ledger.verdicts('Orders')).toEqual([]);
    ports.ledger.disturb = {};
    await live(ports, at('12:05:00', '2026-03-10'), at('18:30:00', '2026-03-10'));
    expect(ports.ledger.verdicts('Orders')).toEqual(['2026-03-09T02:00 ok']);
  });

  test('A row that another tick has written is the truth, whatever the evidence says now.', async () => {
    const ports = orders();
    runsDaily(ports, [8, 9, 10]);
    await live(ports, at('12:00:00', '2026-03-08'), at('01:00:00', '2026-03-10'));
    const slot = at('02:00:00', '2026-03-09');
    ports.ledger.rows.set(`Orders ${slot}`, { pipeline: 'Orders', slot, dueAt: slot, verdict: 'missed', stage: 'Orders', code: 'notStarted', reason: 'did not start', runs: 0 });
    await live(ports, at('01:05:00', '2026-03-10'), at('12:00:00', '2026-03-10'));
    expect(ports.ledger.verdicts('Orders').at(-1)).toBe('2026-03-09T02:00 missed');
  });

  test('What such a row says is counted.', async () => {
    const ports = orders({ failuresToAlarm: 2 });
    runsDaily(ports, [7, 8, 9]);
    await live(ports, at('12:00:00', '2026-03-08'), at('01:00:00', '2026-03-10'));
    const slot = at('02:00:00', '2026-03-09');
    ports.ledger.rows.set(`Orders ${slot}`, { pipeline: 'Orders', slot, dueAt: slot, verdict: 'missed', stage: 'Orders', code: 'notStarted', reason: 'did not start', runs: 0 });
    expect(await live(ports, at('01:05:00', '2026-03-10'), at('12:00:00', '2026-03-10'))).toContain('10T03:25 0');
    expect(ports.ledger.standing('Orders').look?.incident).toMatchObject({ since: slot, badSlots: 2 });
  });

  test('Of two ticks at once, one writes the standing, and both publish the same.', async () => {
    const ports = orders();
    runsDaily(ports, [8]);
    await live(ports, at('12:00:00', '2026-03-08'), at('03:20:00', '2026-03-09'));
    const before = ports.ledger.stored.get('Orders')!.revision;
    ports.published.length = 0;
    await Promise.all([tick(ports, at('03:25:00', '2026-03-09')), tick(ports, at('03:25:00', '2026-03-09'))]);
    expect(ports.published.flat().filter(({ metric }) => metric === METRICS.proofOfLife).map(({ value }) => value)).toEqual([0, 0]);
    expect(ports.ledger.stored.get('Orders')!.revision).toBe(before + 1);
  });
});

describe('a pipeline without a contract', () => {
  async function deleted(alarmed: boolean): Promise<{ ports: FakePorts; changes: string[] }> {
    const ports = new FakePorts(stored(nightly('Orders')), stored(nightly('Other')));
    if (alarmed) ports.alarmed.add('Orders');
    runsDaily(ports, [8, 9]);
    runsDaily(ports, [8, 9], '02:00:10', 'Other');
    await live(ports, at('12:00:00', '2026-03-08'), at('05:00:00', '2026-03-09'));
    ports.contractsStored = ports.contractsStored.filter(({ name }) => !name.endsWith('Orders'));
    return { ports, changes: await live(ports, at('05:05:00', '2026-03-09'), at('08:00:00', '2026-03-09')) };
  }

  test('is named by its own alarm after three ticks, as long as it has one.', async () => {
    const { ports, changes } = await deleted(true);
    expect(changes).toEqual(['09T05:05 1', '09T05:15 0']);
    expect(ports.linesOf('contractMissing')[0]).toMatchObject({ pipeline: 'Orders', problem: 'its contract is missing although its alarm exists, so its runs are not checked' });
  });

  test('retires when its alarm is gone too, and is published no more.', async () => {
    const { ports } = await deleted(false);
    expect(ports.ledger.standing('Orders').retiredAt).toBe(at('05:15:00', '2026-03-09'));
    ports.published.length = 0;
    expect((await tick(ports, at('08:05:00', '2026-03-09'))).unverifiable).toBe(0);
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBeUndefined();
  });

  test('goes on where it was if it comes back within a week with the same runs.', async () => {
    const { ports } = await deleted(false);
    const { since } = ports.ledger.standing('Orders');
    ports.contractsStored.push(stored(nightly('Orders'), at('08:06:00', '2026-03-09')));
    await live(ports, at('08:10:00', '2026-03-09'), at('08:10:00', '2026-03-09'));
    expect(ports.ledger.standing('Orders')).toMatchObject({ since });
    expect(ports.ledger.standing('Orders').retiredAt).toBeUndefined();
  });
});

describe('a pipeline that can be verified again', () => {
  async function quietMorning(): Promise<FakePorts> {
    const ports = orders();
    runsDaily(ports, [8, 9]);
    ports.profilesStored.push({ name: '/observatory/profiles/Orders', text: profileText('Orders'), lastChanged: SINCE });
    await live(ports, at('12:00:00', '2026-03-08'), at('05:00:00', '2026-03-09'));
    return ports;
  }

  test('is alive at the next tick when its contract is restored, although nothing is due.', async () => {
    const ports = await quietMorning();
    const whole = ports.contractsStored;
    ports.contractsStored = [{ ...whole[0]!, text: '{' }];
    expect(await live(ports, at('05:05:00', '2026-03-09'), at('05:30:00', '2026-03-09'))).toEqual(['09T05:05 1', '09T05:15 0']);
    ports.contractsStored = whole;
    expect((await live(ports, at('05:35:00', '2026-03-09'), at('06:30:00', '2026-03-09')))[0]).toBe('09T05:35 1');
  });

  test('never counted as dead when its profile was missing for a tick of a deployment.', async () => {
    const ports = await quietMorning();
    const profiles = [...ports.profilesStored];
    ports.profilesStored.splice(0, 1, { ...profiles[0]!, name: '/observatory/profiles/Other' });
    expect(await live(ports, at('05:05:00', '2026-03-09'), at('05:05:00', '2026-03-09'))).toEqual(['09T05:05 1']);
    ports.profilesStored.splice(0, 1, ...profiles);
    expect(await live(ports, at('05:10:00', '2026-03-09'), at('08:00:00', '2026-03-09'))).not.toContainEqual(expect.stringMatching(/ 0$/));
  });
});

describe('what is read', () => {
  test('The evidence of a nightly pipeline is read from its due time until it has succeeded, and every six hours.', async () => {
    const ports = orders();
    runsDaily(ports, [8, 9, 10, 11]);
    await live(ports, at('06:00:00', '2026-03-09'), at('12:00:00', '2026-03-10'));
    ports.asked.metrics.length = 0;
    const changes = await live(ports, at('12:05:00', '2026-03-10'), at('12:00:00', '2026-03-11'));
    expect(ports.asked.metrics.flatMap(({ reads }) => reads).length).toBeLessThanOrEqual(16);
    expect(changes).toEqual(['11T02:00 1']);
  });

  test('A maximum silence is read one tick before it would be too long.', async () => {
    const contract = { version: 1, pipeline: 'Orders', expectation: { maxSilenceSeconds: 26 * 3600, failuresToAlarm: 1, successesToRecover: 1 }, stages: [functionStage('Orders')] };
    const ports = new FakePorts(stored(contract));
    runsDaily(ports, [8, 9, 10], '12:00:10');
    await live(ports, at('13:00:00', '2026-03-08'), at('13:00:00', '2026-03-10'));
    ports.asked.metrics.length = 0;
    expect(await live(ports, at('13:05:00', '2026-03-10'), at('18:00:00', '2026-03-11'))).toContain('11T15:10 0');
    expect(ports.asked.metrics.length).toBeLessThan(60);
  });
});
