import { digestMessage } from '../../../core/digest/digest-message';
import { CRITICAL, facts, MIXED, NOW, pipeline, WARNING } from './example';

describe('the subject of a digest', () => {
  const subjectOf = (more: Parameters<typeof facts>[0]): string => digestMessage(facts(more)).subject;

  test('The all-clear counts the pipelines that expect runs.', () => {
    const pipelines = [...Array.from({ length: 12 }, (_, index) => pipeline(`P${index}`)), pipeline('Adhoc', { state: 'nothingExpected' })];
    expect(subjectOf({ pipelines })).toBe('All 12 pipelines alive, week to Mon 23 Nov');
  });

  test('A single pipeline is not called "all".', () => {
    expect(subjectOf({ pipelines: [pipeline('Orders')] })).toBe('The one pipeline is alive, week to Mon 23 Nov');
  });

  test('Bad pipelines come first, with the number of all pipelines.', () => {
    const pipelines = [...Array.from({ length: 10 }, (_, index) => pipeline(`P${index}`)), pipeline('A', { state: 'open' }), pipeline('B', { state: 'open' })];
    expect(subjectOf({ pipelines })).toBe('NOT OK: 2 of 12 pipelines, week to Mon 23 Nov');
  });

  test('An unknown pipeline prevents the all-clear.', () => {
    expect(subjectOf({ pipelines: [pipeline('A'), pipeline('B', { state: 'unknown' })] })).toBe('NOT KNOWN: 1 of 2 pipelines, week to Mon 23 Nov');
  });

  test('A pipeline that was not due yet is not called alive.', () => {
    expect(subjectOf({ pipelines: [pipeline('A'), pipeline('B', { state: 'notDue' })] })).toBe('Alive: 1 of 2 pipelines, 1 not due yet, week to Mon 23 Nov');
    expect(subjectOf({ pipelines: [pipeline('B', { state: 'notDue' })] })).toBe('Nothing due yet: 1 pipeline, week to Mon 23 Nov');
  });

  test('There is no all-clear if the observatory could not be read completely.', () => {
    expect(subjectOf({ pipelines: [pipeline('A'), pipeline('B')], problems: ['contracts not listed: Timeout'] }))
      .toBe('Alive: 2 of 2 pipelines, incomplete, week to Mon 23 Nov');
    expect(subjectOf({ problems: ['contracts not listed: Timeout'] })).toBe('NOT KNOWN: which pipelines there are, incomplete, week to Mon 23 Nov');
  });

  test('A channel without subscribers is in the subject even if all is well.', () => {
    expect(subjectOf({ pipelines: [pipeline('A'), pipeline('B')], channels: [CRITICAL, { ...WARNING, confirmed: [] }] }))
      .toBe('All 2 pipelines alive, 1 channel without subscribers, week to Mon 23 Nov');
  });

  test('A daily digest names its day.', () => {
    expect(subjectOf({ pipelines: [pipeline('A'), pipeline('B')], every: 'day' })).toBe('All 2 pipelines alive, day to Mon 23 Nov');
  });

  test('An observatory without pipelines says so.', () => {
    expect(subjectOf({})).toBe('No pipeline expects runs, week to Mon 23 Nov');
  });
});

describe('the mail of a digest', () => {
  test('It lists what is bad first, then how each pipeline did, then who is notified.', () => {
    expect(digestMessage(MIXED).email).toBe(`NOT OK: 1 of 7 pipelines, 1 not known, 1 not due yet, 1 channel without subscribers.
The week from Mon 16 Nov to Mon 23 Nov, observatory Data (account 111122223333, us-east-1).

NOT OK (1)
NightlyOrders
  NOT OK since Sat 02:00 New York, for 2 days: OrdersMachine did not start.
  Owner: data-platform.
  On time 5 of 7 (2 missed; was 7 of 7), 5 runs (was 7), no failure.
  Typically 12 min (was 11 min), slowest 31 min (was 14 min).
  Last success Fri 02:41. Next due Tue 02:00 New York.

NOT KNOWN, SO NOT HEALTHY (1)
Ledger
  Not known: Ledger: metrics not readable: AccessDeniedException.

ALIVE (3)
Billing
  On time 7 of 7, 7 runs, no failure.
  Typically 12 min (was 11 min), slowest 31 min (was 14 min).
  Next due Tue 02:00 Berlin.

Clicks
  43,210 runs, 2 failures.
  Typically 1 s, slowest 9 s.
  Next due Mon 10:12 Berlin.

Inventory
  On time 166 of 168 (1 failed, 1 late; was 168 of 168), 168 runs, 3 failures (was 0).
  Publish typically under 1 s, slowest 1 min.
  Next due Tue 02:00 Berlin.

NOTHING WAS DUE YET
- Newcomer: first due Tue 02:00 Berlin

NO RUNS EXPECTED
- Adhoc: run by hand when asked for

WHO IS NOTIFIED
- warning: NOBODY is notified. NOT CONFIRMED: email ops@example.com. Click the link in the mail "AWS Notification - Subscription Confirmation", or subscribe again.
- critical: email data@example.com, sms +15550100.

ALIVE, WITH WARNINGS ONLY
- Website: on time 7 of 7, 7 runs, no failure

This digest arrived, so its channel works. The next weekly digest is due Mon 30 Nov 08:00 Berlin: if it does not arrive, alarms may not arrive either.
`);
  });

  test('What could not be checked comes before all pipelines.', () => {
    const { email } = digestMessage(facts({ pipelines: [pipeline('A')], problems: ['profiles not listed: Timeout'] }));
    expect(email).toContain('us-east-1).\n\nCOULD NOT BE CHECKED\n- profiles not listed: Timeout\n\nALIVE (1)');
  });

  test('It says so if only a part of the time span was judged.', () => {
    const { email } = digestMessage(facts({ pipelines: [pipeline('A', { judgedSince: NOW - 3 * 86_400_000 })] }));
    expect(email).toContain('  Judged only since Fri 08:00.\n');
  });

  test('A channel that could not be read is not said to have no subscribers.', () => {
    const message = digestMessage(facts({ pipelines: [pipeline('A')], channels: [CRITICAL, { name: 'warning', confirmed: [], pending: [], problem: 'AuthorizationError' }] }));
    expect(message.email).toContain('- warning: NOT KNOWN: AuthorizationError.\n');
    expect(message.subject).toBe('The one pipeline is alive, week to Mon 23 Nov');
  });

  test("A pipeline's own topic is listed with its name, and an unconfirmed subscriber with what to do.", () => {
    const { email } = digestMessage(facts({ channels: [{ name: 'critical', of: 'Orders', confirmed: ['email a@example.com'], pending: ['https hooks.example.com'] }] }));
    expect(email).toContain('- critical of Orders: email a@example.com. NOT CONFIRMED: https hooks.example.com. Confirm the subscription, or subscribe again.');
  });

  test('Of a thousand healthy pipelines fifty are listed and the others counted.', () => {
    const pipelines = Array.from({ length: 1000 }, (_, index) => pipeline(`P${String(index).padStart(3, '0')}`));
    const { email } = digestMessage(facts({ pipelines }));
    expect(email).toContain('ALIVE (1,000)\nP000\n');
    expect(email).toContain('\nP049\n');
    expect(email).not.toContain('P050');
    expect(email).toContain('\nand 950 more pipelines\n');
  });

  test('Of a thousand bad pipelines as many are listed as there is room for, and the others are counted.', () => {
    const pipelines = Array.from({ length: 1000 }, (_, index) => pipeline(`P${String(index).padStart(3, '0')}`, { state: 'open', since: NOW - 3_600_000 }));
    const { email } = digestMessage(facts({ pipelines }));
    const listed = [...email.matchAll(/^P\d{3}$/gm)].length;
    expect(listed).toBeGreaterThan(100);
    expect(email).toContain(`\nand ${1000 - listed} more pipelines\n`);
  });
});

describe('the SMS of a digest', () => {
  const smsOf = (more: Parameters<typeof facts>[0]): string => digestMessage(facts(more)).sms;

  test('The all-clear proves that SMS arrive.', () => {
    expect(smsOf({ pipelines: Array.from({ length: 12 }, (_, index) => pipeline(`P${index}`)) })).toBe('12 pipelines alive, 0 bad. Weekly proof that SMS arrive.');
  });

  test('It names what is bad first, and the channel without subscribers.', () => {
    expect(digestMessage(MIXED).sms)
      .toBe('NOT OK: NightlyOrders. 4 pipelines alive, 1 bad, 1 not known, 1 not due yet. NOBODY is subscribed to warning. Weekly proof that SMS arrive.');
  });

  test('It names as many as there is room for and counts the others.', () => {
    const pipelines = Array.from({ length: 30 }, (_, index) => pipeline(`PipelineNumber${index + 10}`, { state: 'open' }));
    expect(smsOf({ pipelines, every: 'day' }))
      .toBe('NOT OK: PipelineNumber10, PipelineNumber11, PipelineNumber12, PipelineNumber13 and 26 more. 0 pipelines alive, 30 bad. Daily proof that SMS arrive.');
  });
});

describe('the event of a digest', () => {
  test('It names the bad pipelines, counts the others and carries the text.', () => {
    const { event, email, subject } = digestMessage(MIXED);
    expect(event).toEqual({
      version: 1, key: 'digest/2026-11-23T07:00:00.000Z', kind: 'digest', observatory: 'Data', severity: 'critical', at: '2026-11-23T07:00:20.000Z',
      subject, summary: 'NOT OK: 1 of 7 pipelines, 1 not known, 1 not due yet, 1 channel without subscribers.', text: email, notKnown: [],
      pipelines: ['NightlyOrders'],
      digest: { ok: 4, open: 1, unknown: 1, notDue: 1, nothingExpected: 1 },
    });
  });

  test('Its severity is critical unless all is well and every channel has a subscriber.', () => {
    const severityOf = (more: Parameters<typeof facts>[0]): string => digestMessage(facts(more)).event.severity;
    expect(severityOf({ pipelines: [pipeline('A')] })).toBe('warning');
    expect(severityOf({ pipelines: [pipeline('A', { state: 'unknown' })] })).toBe('critical');
    expect(severityOf({ pipelines: [pipeline('A')], channels: [{ ...CRITICAL, confirmed: [] }] })).toBe('critical');
  });
});
