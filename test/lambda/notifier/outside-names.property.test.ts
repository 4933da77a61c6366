import fc from 'fast-check';
import { METRICS } from '../../../core/metrics';
import { HOUR, MINUTE } from '../../../core/time';
import { receive } from '../../../lambda/notifier/receive';
import { tick } from '../../../lambda/notifier/tick';
import { nightly, stored } from '../checker/fake-contracts';
import { FakePorts, summaryOf } from '../checker/fake-ports';
import { FakeError } from '../shared/fake-evidence-ports';
import { FakeNotifierPorts } from './fake-notifier-ports';
import { addPipeline, change, CRITICAL, ENVIRONMENT } from './scene';

const SINCE = Date.parse('2026-03-01T00:00:00Z');
const at = (time: string, day = '2026-03-10'): number => Date.parse(`${day}T${time}Z`);
const HEARING = { ...ENVIRONMENT, intakeTopicArn: 'arn:aws:sns:eu-west-1:111122223333:Intake' };

/** Names of properties of every object: a lookup by such a name finds something that nobody stored. */
const INHERITED = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
/** Names that no pipeline can have, and for which a service would refuse a whole call. */
const IMPOSSIBLE = ['Größe', 'a/b', '../Orders', 'x'.repeat(65), 'x'.repeat(3000), '😀', 'Orders\u0000', '*'];

const inherited = fc.constantFrom(...INHERITED);

/** An account whose services refuse a whole call for one impossible name. */
function strict(): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  const refuse = (what: string, refused: boolean): void => {
    if (refused) throw new FakeError('ValidationException', `${what} failed to satisfy constraint`);
  };
  ports.disturb = {
    parameters: (names) => refuse('names', names.some((name) => !/^[A-Za-z0-9_./-]{1,1000}$/.test(name))),
    alarms: (names) => refuse('alarmNames', names.some((name) => name === '' || name.length > 255)),
    load: (pipeline) => refuse('key', pipeline === '' || Buffer.byteLength(pipeline) > 1024),
  };
  return ports;
}

async function ticks(ports: FakeNotifierPorts, from: number, to: number): Promise<void> {
  for (let now = from; now <= to; now += MINUTE) await tick(ports, HEARING, now);
}

describe('pipelines and alarms with the names of properties of every object', () => {
  test('They are sent, get reminders and recover like any other.', async () => {
    await fc.assert(fc.asyncProperty(inherited, inherited, async (pipeline, alarmName) => {
      const ports = strict();
      addPipeline(ports, { pipeline }, nightly(pipeline), SINCE);
      for (let day = 2; day <= 9; day += 1) ports.functionRan(pipeline, at('02:00', `2026-03-0${day}`));
      const raised = change(pipeline, 'ProofOfLife', 'ALARM', at('03:21'), { alarmName });
      ports.alarmsNow.set(alarmName, { state: 'ALARM', since: raised.at });
      ports.alarmsRaised = [raised];
      await receive(ports, HEARING, raised, at('03:22'));
      await receive(ports, HEARING, raised, at('03:23'));
      await ticks(ports, at('03:58'), at('04:02'));
      await ticks(ports, at('09:20'), at('09:25'));
      ports.functionRan(pipeline, at('09:30'));
      ports.alarmsRaised = [];
      await receive(ports, HEARING, { ...raised, state: 'OK', before: 'ALARM', at: at('09:36') }, at('09:36'));
      await ticks(ports, at('10:00'), at('10:01'));
      expect(ports.emitted.map(({ kind, pipeline: of }) => `${kind} ${of}`)).toEqual([`opened ${pipeline}`, `reminder ${pipeline}`, `recovered ${pipeline}`]);
      expect(ports.lines.filter(({ level }) => level === 'ERROR')).toEqual([]);
      expect(Object.keys(ports.table.peek(pipeline).record.alarms)).toEqual([alarmName]);
    }), { numRuns: 36 });
  });

  test('They are reconciled when their message is missing.', async () => {
    await fc.assert(fc.asyncProperty(inherited, inherited, async (pipeline, alarmName) => {
      const ports = strict();
      addPipeline(ports, { pipeline });
      ports.alarmsRaised = [change(pipeline, 'ProofOfLife', 'ALARM', at('03:21'), { alarmName })];
      ports.alarmsNow.set(alarmName, { state: 'ALARM', since: at('03:21') });
      await ticks(ports, at('04:00'), at('04:02'));
      expect(ports.emitted.map(({ kind, pipeline: of }) => `${kind} ${of}`)).toEqual([`opened ${pipeline}`]);
    }), { numRuns: 20 });
  });

  test('They do not change the properties of every object.', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { state?: unknown }).state).toBeUndefined();
  });

  test('The checker judges them and publishes their values.', async () => {
    const ports = new FakePorts(...INHERITED.map((name) => stored(nightly(name))));
    for (const name of INHERITED) ports.functionRan(name, at('02:00'));
    expect(await summaryOf(ports, at('04:00'))).toEqual({ complete: true, pipelines: INHERITED.length, unverifiable: 0 });
    expect(INHERITED.map((name) => ports.value(METRICS.proofOfLife, name))).toEqual(INHERITED.map(() => 1));
  });
});

describe('a name that no pipeline can have', () => {
  const forged = (name: string): ReturnType<typeof change> => ({ ...change('Orders', 'ProofOfLife', 'ALARM', at('03:21'), { alarmName: 'Forged' }), description: `ALIVE? Something. [op1 critical ALIVE lasting ProofOfLife ${name}]` });

  test.each(IMPOSSIBLE)("An alarm whose mark has the name %p is forwarded by the alarm's name, without a record.", async (name) => {
    const ports = strict();
    await receive(ports, HEARING, forged(name), at('03:22'));
    expect(ports.subjectsTo(CRITICAL)).toEqual(['ALARM: Forged']);
    expect(ports.table.all()).toEqual([]);
  });

  test('An impossible name does not stop the pipelines that are read in the same call.', async () => {
    const ports = strict();
    const others = ['Orders', 'Customers', 'Stock', 'Prices'];
    for (const pipeline of others) addPipeline(ports, { pipeline });
    // As if an earlier version had stored it.
    ports.table.put({ pipeline: 'Größe', alarms: {}, outbox: [], sentKeys: [], sentAt: [], suppressed: 0, rateLimitedUntil: at('05:00') });
    for (const pipeline of others) await receive(ports, HEARING, change(pipeline, 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    for (const pipeline of others) ports.alarmsNow.set(`${pipeline}-ProofOfLife`, { state: 'ALARM', since: at('03:21') });
    await ticks(ports, at('03:25'), at('03:40'));
    expect(ports.emitted.flatMap(({ pipelines, pipeline = '' }): readonly string[] => pipelines ?? [pipeline]).sort()).toEqual([...others].sort());
    expect(ports.lines.filter(({ level }) => level === 'ERROR')).toEqual([]);
  });

  test('A contract with an impossible name is logged, and the others are judged.', async () => {
    const ports = new FakePorts(stored(nightly('Orders')), ...IMPOSSIBLE.map((name) => stored(nightly(name))));
    ports.functionRan('Orders', at('02:00'));
    expect(await summaryOf(ports, at('04:00'))).toEqual({ complete: true, pipelines: 1 + IMPOSSIBLE.length, unverifiable: IMPOSSIBLE.length });
    expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
    expect(ports.linesOf('brokenContract').map(({ contract }) => contract)).toEqual(IMPOSSIBLE.map((name) => `/observatory/${name}`));
  });

  test('An impossible upstream name makes only its own profile unreadable, and the message says so.', async () => {
    const ports = strict();
    addPipeline(ports, { pipeline: 'Orders', upstreamPipelines: ['x'.repeat(3000)] });
    addPipeline(ports, { pipeline: 'Customers' });
    for (const pipeline of ['Orders', 'Customers']) await receive(ports, HEARING, change(pipeline, 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    const [orders, customers] = ports.messagesTo(CRITICAL);
    expect(orders!.text).toContain('profile not readable: ContractError: profile: upstreamPipelines[0] must be a pipeline\'s name');
    expect(customers!.text).not.toContain('not readable');
  });
});

test('A contract that is stored under the name of another pipeline counts for neither pipeline.', async () => {
  const ports = strict();
  addPipeline(ports, { pipeline: 'Orders' }, nightly('Orders'), SINCE);
  addPipeline(ports, { pipeline: 'Customers' }, nightly('Orders'), SINCE);
  for (let day = 2; day <= 9; day += 1) ports.functionRan('Orders', at('02:00', `2026-03-0${day}`));
  await receive(ports, HEARING, change('Customers', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
  await receive(ports, HEARING, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22') + HOUR);
  const [customers, orders] = ports.messagesTo(CRITICAL);
  expect(customers!.text).toContain('contract not readable: ContractError: contract: pipeline must be "Customers" as the parameter\'s name says, got "Orders"');
  expect(orders!.text).toMatch(/^Orders did not start\./);
});
