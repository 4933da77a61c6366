import { decide } from '../../../core/incident/decide';
import { IncidentRecord, OpenIncident } from '../../../core/incident/record';
import { FoldContext } from '../../../core/incident/rules';
import { MINUTE } from '../../../core/time';
import { alarm, at, nights, Story } from './story';

const CONTEXT: FoldContext = { now: at('2026-11-24 03:00'), severity: 'critical', expected: true, muted: false };
const story = new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'));
const { record } = story;
const incident = record.incident!;

/** Decides that the escalation contacts are notified too. */
const escalate = (known: IncidentRecord, changed: OpenIncident = incident): IncidentRecord => decide(known, changed, { kind: 'escalated' }, CONTEXT);

describe('a notification that is decided twice', () => {
  const once = escalate(record);
  const [notification] = once.outbox;

  test('is decided once while it waits to be sent', () => {
    expect(once.outbox.map(({ key }) => key)).toEqual([`${incident.id}/escalated`]);
    expect(escalate(once).outbox).toEqual(once.outbox);
  });

  test('is not sent again when it was sent', () => {
    const sent = { ...once, outbox: [], sentKeys: [notification!.key] };
    expect(escalate(sent).outbox).toEqual([]);
    expect(escalate({ ...sent, sentKeys: [`${incident.id}/reminder/1`] }).outbox).toHaveLength(1);
  });

  test('leaves the incident as it has become', () => {
    const changed = { ...incident, escalatedAt: CONTEXT.now };
    expect(escalate(once, changed).incident).toEqual(changed);
    expect(escalate({ ...once, outbox: [], sentKeys: [notification!.key] }, changed).incident).toEqual(changed);
  });

  test('is another notification with another number', () => {
    const remind = (known: IncidentRecord, number: number): IncidentRecord => decide(known, incident, { kind: 'reminder', number }, { ...CONTEXT, now: CONTEXT.now + number * MINUTE });
    expect(remind(remind(remind(record, 1), 1), 2).outbox.map(({ key }) => key)).toEqual([`${incident.id}/reminder/1`, `${incident.id}/reminder/2`]);
  });
});
