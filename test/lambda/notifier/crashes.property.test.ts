import fc from 'fast-check';
import { AlarmChange } from '../../../core/alarm-change';
import { DAY, Instant, MINUTE } from '../../../core/time';
import { receive } from '../../../lambda/notifier/receive';
import { tick } from '../../../lambda/notifier/tick';
import { FakeNotifierPorts, NotifierDisturbances } from './fake-notifier-ports';
import { addPipeline, change, ENVIRONMENT } from './scene';

const BEGIN = Date.parse('2026-03-10T03:00:00Z');
const PIPELINES = ['Orders', 'Customers'];

/** Thrown by the call at which the process dies, and by every call after it. */
class Died extends Error {}

/** Lets the process die at the n-th call of an invocation, before or after the call was done. */
class Mortal {
  #calls = 0;
  public constructor(private readonly dies: number | undefined) {}

  public disturb(): NotifierDisturbances {
    const step = (): void => {
      this.#calls += 1;
      if (this.dies !== undefined && this.#calls > this.dies) throw new Died('the process is gone');
    };
    return { load: step, loadAll: step, save: step, saved: step, publish: step, sent: step, emit: step, acquireSendSlot: step, parameters: step, alarms: step };
  }

  public get hasDied(): boolean {
    return this.dies !== undefined && this.#calls > this.dies;
  }
}

interface Step {
  readonly pipeline: string;
  readonly signal: string;
  readonly minutes: number;
  /** The calls at which the first attempt and the retry die. */
  readonly dies: readonly (number | undefined)[];
}

const step = fc.record<Step>({
  pipeline: fc.constantFrom(...PIPELINES),
  signal: fc.constantFrom('ProofOfLife', 'Failed', 'NearTimeout'),
  minutes: fc.integer({ min: 1, max: 90 }),
  dies: fc.array(fc.option(fc.integer({ min: 0, max: 25 }), { nil: undefined }), { minLength: 2, maxLength: 2 }),
});

/** The result of alarms that processes received and died over. */
interface Ending {
  readonly ports: FakeNotifierPorts;
  /** Alarms whose attempts both died, so that the unformatted alarm went to the critical topic. */
  readonly unformatted: AlarmChange[];
  readonly received: AlarmChange[];
  readonly deaths: number;
}

async function play(steps: readonly Step[]): Promise<Ending> {
  const ports = new FakeNotifierPorts();
  for (const pipeline of PIPELINES) addPipeline(ports, { pipeline });
  const up = new Map<string, boolean>();
  const received: AlarmChange[] = [];
  const unformatted: AlarmChange[] = [];
  let deaths = 0;
  let now = BEGIN;
  const live = async (dies: number | undefined, act: () => Promise<unknown>): Promise<boolean> => {
    const mortal = new Mortal(dies);
    ports.disturb = mortal.disturb();
    try {
      await act();
      return true;
    } catch (error) {
      if (!mortal.hasDied) throw error;
      deaths += 1;
      return false;
    } finally {
      ports.disturb = {};
    }
  };
  for (const { pipeline, signal, minutes, dies } of steps) {
    now += minutes * MINUTE;
    const name = `${pipeline}-${signal}`;
    const isUp = up.get(name) ?? false;
    up.set(name, !isUp);
    const one = change(pipeline, signal, isUp ? 'OK' : 'ALARM', now);
    ports.alarmsNow.set(name, { state: one.state, since: now });
    received.push(one);
    // Lambda retries once after a minute. Then the event goes to the failure destination.
    const sent = await live(dies[0], () => receive(ports, ENVIRONMENT, one, now)) || await live(dies[1], () => receive(ports, ENVIRONMENT, one, now + MINUTE));
    if (!sent) unformatted.push(one);
  }
  for (let minute = 2; minute <= 30; minute += 1) await tick(ports, ENVIRONMENT, Math.ceil(now / MINUTE) * MINUTE + minute * MINUTE);
  return { ports, unformatted, received, deaths };
}

/** The identity of a message: two messages with the same identity say the same about the same moment of an incident. */
function identities(ports: FakeNotifierPorts): string[] {
  return ports.emitted.map(({ kind, incident, severity, text }) => `${kind} ${incident?.id} ${incident?.failures} ${severity} ${kind === 'reminder' ? text : ''}`);
}

describe('processes that die between any two calls', () => {
  test('Every incident is sent: as a message, or as the unformatted alarm when both attempts died.', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { ports, unformatted, received } = await play(steps);
      for (const pipeline of PIPELINES) {
        const first = received.find((one) => one.state === 'ALARM' && one.alarmName.startsWith(pipeline));
        if (first === undefined) continue;
        const isSent = ports.published.some(({ message }) => message.subject.includes(pipeline)) || unformatted.some(({ alarmName }) => alarmName.startsWith(pipeline));
        expect(isSent).toBe(true);
        // No decided notification stays in an outbox.
        expect(ports.table.peek(pipeline).record.outbox).toEqual([]);
      }
    }), { numRuns: 60 });
  });

  test('A message is sent more than once only when a process died after sending it.', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { ports, deaths } = await play(steps);
      const all = identities(ports);
      expect(all.length - new Set(all).size).toBeLessThanOrEqual(deaths);
    }), { numRuns: 60 });
  });

  test('When no process dies, nothing is sent twice, even if every alarm arrives twice.', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const ports = new FakeNotifierPorts();
      for (const pipeline of PIPELINES) addPipeline(ports, { pipeline });
      const up = new Map<string, boolean>();
      let now: Instant = BEGIN;
      for (const { pipeline, signal, minutes } of steps) {
        now += minutes * MINUTE;
        const name = `${pipeline}-${signal}`;
        up.set(name, !(up.get(name) ?? false));
        const one = change(pipeline, signal, up.get(name)! ? 'ALARM' : 'OK', now);
        ports.alarmsNow.set(name, { state: one.state, since: now });
        await Promise.all([receive(ports, ENVIRONMENT, one, now), receive(ports, ENVIRONMENT, one, now)]);
      }
      const all = identities(ports);
      expect(new Set(all).size).toBe(all.length);
    }), { numRuns: 60 });
  });
});

test('A lost record costs the grouping, but no alarm.', async () => {
  const ports = new FakeNotifierPorts();
  addPipeline(ports, { pipeline: 'Orders' });
  await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', BEGIN), BEGIN);
  ports.table.clear();
  await receive(ports, ENVIRONMENT, change('Orders', 'Failed', 'ALARM', BEGIN + DAY), BEGIN + DAY);
  expect(ports.emitted.map(({ kind }) => kind)).toEqual(['opened', 'opened']);
});
