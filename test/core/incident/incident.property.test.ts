import fc from 'fast-check';
import { AlarmEvent, foldAlarm } from '../../../core/incident/fold-alarm';
import { foldTime, nextDue as incidentNextDue } from '../../../core/incident/fold-time';
import { sent, unclaimed } from '../../../core/incident/outbox';
import { emptyRecord, IncidentRecord, Notification } from '../../../core/incident/record';
import { FoldContext } from '../../../core/incident/rules';
import { MINUTE } from '../../../core/time';
import { alarm, at } from './story';

const BEGIN = at('2026-11-24 02:00');
const context = (now: number): FoldContext => ({ now, severity: 'critical', expected: true, muted: false, rateLimitPerDay: 1000 });

/** Alarms that go up and down in turns, each change at a time of its own. */
const changes = fc.array(fc.constantFrom('ProofOfLife', 'Failed', 'NearTimeout'), { minLength: 1, maxLength: 20 }).map((signals) => {
  const up = new Set<string>();
  return signals.map((signal, index): AlarmEvent => {
    const state = up.has(signal) ? 'OK' : 'ALARM';
    if (state === 'ALARM') up.add(signal);
    else up.delete(signal);
    return alarm(signal, state, BEGIN + index * 7 * MINUTE);
  });
});

/** Any order in which every change comes at least once. */
const delivered = changes.chain((all) => fc.tuple(
  fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }), fc.array(fc.constantFrom(...all), { maxLength: 10 }),
)).map(([all, shuffled, again]) => ({ all, received: [...shuffled, ...again] }));

function receive(events: readonly AlarmEvent[], send: (record: IncidentRecord, index: number) => IncidentRecord = (record) => record): IncidentRecord {
  return events.reduce((record, event, index) => send(foldAlarm(record, event, undefined, context(event.at)), index), emptyRecord('Orders'));
}

describe('whatever the order of alarms, and however often they come', () => {
  test('an alarm that came before changes nothing', () => {
    fc.assert(fc.property(changes, fc.nat(), (events, pick) => {
      const received = receive(events);
      const again = events[pick % events.length]!;
      expect(foldAlarm(received, again, undefined, context(again.at))).toBe(received);
    }));
  });

  test('no alarm about a failure is lost: each counts in an incident', () => {
    fc.assert(fc.property(delivered, ({ all, received }) => {
      const notifications: Notification[] = [];
      let counted = 0;
      const record = receive(received, (after) => {
        const { outbox } = after;
        for (const notification of outbox) if (!notifications.some(({ key }) => key === notification.key)) notifications.push(notification);
        return after;
      });
      const closed = notifications.filter(({ kind }) => kind === 'recovered').map(({ recovered }) => recovered!.failures);
      counted = closed.reduce((sum, failures) => sum + failures, record.incident?.failures ?? 0);
      expect(counted).toBe(all.filter(({ state, question }) => state === 'ALARM' && question !== 'SLOW').length);
      expect(new Set(notifications.filter(({ kind }) => kind === 'opened').map(({ incident }) => incident!.id)).size)
        .toBe(new Set(notifications.map(({ incident }) => incident!.id)).size);
    }));
  });

  test('no two notifications have the same key', () => {
    fc.assert(fc.property(delivered, ({ received }) => {
      const keys: string[] = [];
      receive(received, (record) => {
        for (const { key } of record.outbox) keys.push(key);
        return record.outbox.reduce((after, { key }) => sent(after, key, BEGIN), record);
      });
      expect(new Set(keys).size).toBe(keys.length);
    }));
  });

  test('the state of an alarm is that of its newest change', () => {
    fc.assert(fc.property(delivered, ({ all, received }) => {
      const { alarms } = receive(received);
      for (const { name } of all) expect(alarms[name]!.state).toBe(all.findLast((event) => event.name === name)!.state);
    }));
  });
});

describe('the passing of time', () => {
  test('changes nothing before the returned instant, and something at that instant', () => {
    fc.assert(fc.property(changes, fc.integer({ min: 1, max: 3000 }), (events, minutes) => {
      const record = events.reduce((after, event) => foldAlarm(after, event, undefined, context(event.at)), emptyRecord('Orders'));
      const afterSending = record.outbox.reduce((after, { key }) => sent(after, key, events.at(-1)!.at), record);
      const begin = events.at(-1)!.at;
      const due = incidentNextDue(afterSending, context(begin));
      fc.pre(due !== undefined);
      const before = Math.min(begin + minutes * MINUTE, due! - 1);
      expect(foldTime(afterSending, context(before)).outbox).toEqual([]);
      expect(foldTime(afterSending, context(Math.max(due!, begin))).outbox.map(({ kind }) => kind)).toEqual(['reminder']);
    }));
  });

  test('sends fewer and fewer messages: at most three in the first two days of an unresolved incident, then one a day', () => {
    let record = foldAlarm(emptyRecord('Orders'), alarm('ProofOfLife', 'ALARM', BEGIN), undefined, context(BEGIN));
    let messages = 0;
    for (let minute = 0; minute <= 14 * 24 * 60; minute += 1) {
      record = foldTime(record, context(BEGIN + minute * MINUTE));
      for (const { key } of unclaimed(record, BEGIN + minute * MINUTE)) {
        messages += 1;
        record = sent(record, key, BEGIN + minute * MINUTE);
      }
    }
    expect(messages).toBe(16);
  });
});
