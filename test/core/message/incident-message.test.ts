import { NO_DIAGNOSIS, Reason } from '../../../core/diagnosis/diagnosis';
import { Notification, OpenIncident, SeenAlarm } from '../../../core/incident/record';
import { IncidentFacts } from '../../../core/message/facts';
import { incidentMessage } from '../../../core/message/incident-message';
import { septets } from '../../../core/text/plain-text';
import { DAY, HOUR, MINUTE } from '../../../core/time';
import { nightlyOrders, proofOfLife, slotOf, stage, TUESDAY } from './settings';

const NOW = TUESDAY + 20 * MINUTE;
const LINE = 'The run that was due did not happen, hangs, or failed for good.';

function anAlarm(more: Partial<SeenAlarm> = {}): SeenAlarm {
  return { ...proofOfLife('NightlyOrders', NOW), raisedAt: [NOW], ...more };
}

function anIncident(more: Partial<OpenIncident> = {}): OpenIncident {
  return {
    id: 'NightlyOrders/1', openedAt: NOW, since: TUESDAY, severity: 'critical', notifiedSeverities: ['critical'], question: 'ALIVE', answers: ['ALIVE'], verdict: 'missed',
    failures: 1, failedAt: [TUESDAY], lastNotificationAt: NOW, reminders: 0, thread: [{ at: NOW, text: LINE, sent: true }], droppedLines: 0, ...more,
  };
}

function aNotice(kind: Notification['kind'], more: Partial<Notification> = {}): Notification {
  return { key: `NightlyOrders/1/${kind}`, kind, severity: 'critical', decidedAt: NOW, incident: anIncident(), pending: false, ...more };
}

/** Facts of a night on which nothing started. */
function facts(notification: Notification, more: Partial<IncidentFacts> = {}): IncidentFacts {
  const slot = slotOf(TUESDAY, stage('OrdersMachine', 'missed', 'did not start'), [stage('PublishOrders', 'pending', 'is not due yet')]);
  return nightlyOrders(notification, { slot, links: [], ...more });
}

function reason(more: Partial<Reason> = {}): Reason {
  return { id: 'triggerDisabled', text: 'The schedule is DISABLED.', next: 'Enable the schedule.', short: 'schedule DISABLED', ...more };
}

function diagnosis(...reasons: Reason[]): Pick<IncidentFacts, 'diagnosis'> {
  return { diagnosis: { ...NO_DIAGNOSIS, reasons } };
}

/** The paragraphs of an e-mail, each as its lines. */
function paragraphs(email: string): string[][] {
  return email.trimEnd().split('\n\n').map((paragraph) => paragraph.split('\n'));
}

function under(title: string, email: string): string[] | undefined {
  return paragraphs(email).find(([first]) => first === title)?.slice(1);
}

describe('What happened', () => {
  test('is said of the stage, unless it is the first of several stages that did not start.', () => {
    const slot = slotOf(TUESDAY, stage('PublishOrders', 'missed', 'did not start'), []);
    const later = { ...slot, stages: [stage('OrdersMachine', 'ok', 'succeeded', TUESDAY + 41 * MINUTE), ...slot.stages] };
    expect(incidentMessage(facts(aNotice('opened'), { slot: later })).email).toMatch(/^NightlyOrders \/ PublishOrders did not start\. /);
  });

  test('is said of the pipeline if it has only one stage.', () => {
    const slot = slotOf(TUESDAY, stage('SyncCustomers', 'failed', 'timed out'));
    expect(incidentMessage(facts(aNotice('opened', { alarm: anAlarm({ question: 'FAILED', signal: 'Failed', stage: 'SyncCustomers' }) }), { slot })).email)
      .toMatch(/^NightlyOrders timed out\. /);
  });

  test('is what the alarm says if the judged slot belongs to another run.', () => {
    const notification = aNotice('raised', { alarm: anAlarm({ question: 'FAILED', signal: 'Failed', stage: 'PublishOrders', means: 'An invocation failed.' }) });
    expect(incidentMessage(facts(notification)).email).toMatch(/^NightlyOrders \/ PublishOrders also failed\. /);
  });

  test('is what was known at the last judgement if it cannot be judged now.', () => {
    const notification = aNotice('reminder', { incident: anIncident({ verdict: 'stuck' }) });
    expect(incidentMessage(facts(notification, { slot: undefined, now: TUESDAY + 6 * HOUR })).email).toMatch(/^NightlyOrders has not recovered for 6 h: it hangs\. Since today 02:00 New York \(06:00 UTC\)\. /);
  });

  test('is that it could not be started if its trigger was refused.', () => {
    const notification = aNotice('opened', {
      incident: anIncident({ question: 'FAILED', verdict: undefined }),
      alarm: anAlarm({ question: 'FAILED', signal: 'TriggerUndeliverable', means: 'What starts the pipeline was dropped.' }),
    });
    expect(incidentMessage(facts(notification, { slot: undefined })).subject).toBe('CRITICAL: NightlyOrders could not be started, since Tue 02:00 New York');
  });

  test('is what the question says if this version does not know the signal.', () => {
    const notification = aNotice('opened', { incident: anIncident({ question: 'SLOW' }), alarm: anAlarm({ question: 'SLOW', signal: 'Unknown' }) });
    expect(incidentMessage(facts(notification, { slot: undefined })).sms).toBe('NightlyOrders is slow. Since Tue 02:00 New York.');
  });
});

describe('A deadline', () => {
  const notification = aNotice('opened', { incident: anIncident({ question: 'SLOW' }), alarm: anAlarm({ question: 'SLOW', signal: 'Deadline' }) });

  test('that was missed by a run in progress is sent as a missed deadline.', () => {
    const slot = slotOf(TUESDAY, stage('OrdersMachine', 'running', 'is running'), [], TUESDAY + HOUR);
    expect(incidentMessage(facts(notification, { slot, now: TUESDAY + 2 * HOUR, lastSuccess: undefined })).email)
      .toMatch(/^NightlyOrders missed its deadline\. It had to finish by today 03:00 New York \(07:00 UTC\) and had not finished by 04:00\.\n\nNext step: Check that its schedule/);
  });

  test('that was missed by a run that finished has another next step.', () => {
    const slot = slotOf(TUESDAY, stage('OrdersMachine', 'late', 'succeeded after its deadline', TUESDAY + 90 * MINUTE), [], TUESDAY + HOUR);
    expect(incidentMessage(facts(notification, { slot, now: TUESDAY + 2 * HOUR })).event.nextStep).toBe('Find the step that was slow, before the next run is late too.');
  });
});

describe('The reasons', () => {
  test('are listed with a next step each if there are several.', () => {
    const { email } = incidentMessage(facts(aNotice('opened'), diagnosis(reason(), reason({ id: 'upstreamOpen', text: 'Landing has an open incident', next: 'Look at Landing first.' }))));
    expect(under('WHY', email)).toEqual(['1. The schedule is DISABLED. Enable the schedule.', '2. Landing has an open incident. Look at Landing first.']);
  });

  test('have no list if there is only one, which the lead has said.', () => {
    expect(under('WHY', incidentMessage(facts(aNotice('opened'), diagnosis(reason()))).email)).toBeUndefined();
  });

  test('take no room in subject and SMS if none was found.', () => {
    const none = reason({ id: 'nothingFound', text: 'The evidence does not show why.', short: 'reason unknown' });
    const { subject, sms, email } = incidentMessage(facts(aNotice('opened'), diagnosis(none)));
    expect([subject, sms]).toEqual(['CRITICAL: NightlyOrders did not start, due Tue 02:00 New York', 'NightlyOrders did not start. Due Tue 02:00 New York.']);
    expect(email).toContain('The evidence does not show why.');
  });

  test('that follow later are said to be missing if none was found.', () => {
    expect(incidentMessage(facts(aNotice('explained'))).email).toMatch(/^Why NightlyOrders did not start: no likely reason was found\. /);
  });

  test('may follow if the search was not finished.', () => {
    const { email } = incidentMessage(facts(aNotice('opened'), { diagnosis: { ...NO_DIAGNOSIS, complete: false, unread: ['logs not readable: access denied'] }, problems: ['profile not found'] }));
    expect(under('NOT KNOWN', email)).toEqual(['- the search for reasons is not finished; another message may follow', '- logs not readable: access denied', '- profile not found']);
  });
});

describe('The thread', () => {
  const again = 'The run that was due did not start.';

  test('of a suppressed first message has everything that happened in the meantime.', () => {
    const thread = [{ at: NOW, text: LINE, sent: false }, { at: TUESDAY + DAY, text: again, sent: false }];
    const notification = aNotice('opened', { incident: anIncident({ thread }) });
    expect(under('SO FAR', incidentMessage(facts(notification)).email)).toEqual([`- Tue 02:20: ${LINE}`, `- Wed 02:00: ${again}`]);
  });

  test('separates new lines from those sent before, and merges repeated lines.', () => {
    const thread = [NOW, NOW + HOUR, NOW + 2 * HOUR].map((at) => ({ at, text: LINE, sent: true })).concat({ at: TUESDAY + DAY, text: again, sent: false });
    const { email, event } = incidentMessage(facts(aNotice('failedAgain', { incident: anIncident({ thread }) })));
    expect(event.changed).toEqual([again]);
    expect(under('SINCE THE LAST MESSAGE', email)).toEqual([`- Wed 02:00: ${again}`]);
    expect(under('BEFORE THAT', email)).toEqual([`- Tue 02:20 to Tue 04:20, 3 times: ${LINE}`]);
  });

  test('shows its newest lines and counts the others if it is long.', () => {
    const thread = Array.from({ length: 20 }, (_, hour) => ({ at: NOW + hour * HOUR, text: `Line ${hour}.`, sent: true }));
    const lines = under('SO FAR', incidentMessage(facts(aNotice('reminder', { incident: anIncident({ thread, droppedLines: 5 }) }))).email);
    expect([lines?.length, lines?.[0], lines?.[1]]).toEqual([13, '- 13 earlier lines are not shown', '- Tue 10:20: Line 8.']);
  });

  test('says so if nothing is new.', () => {
    expect(paragraphs(incidentMessage(facts(aNotice('reminder'))).email)).toContainEqual(['Nothing new since the last message.']);
  });

  test('shows a new line as new even if it reads like one that was sent.', () => {
    const thread = [{ at: NOW, text: LINE, sent: true }, { at: TUESDAY + DAY, text: LINE, sent: false }];
    const { email } = incidentMessage(facts(aNotice('failedAgain', { incident: anIncident({ thread }) })));
    expect([under('SINCE THE LAST MESSAGE', email), under('BEFORE THAT', email)]).toEqual([[`- Wed 02:00: ${LINE}`], [`- Tue 02:20: ${LINE}`]]);
  });
});

describe('A recovery', () => {
  const at = TUESDAY + 7 * HOUR;
  const recovered = (more: Partial<Notification['recovered'] & object>, incident: Partial<OpenIncident> = {}, kind: Notification['kind'] = 'recovered'): IncidentFacts =>
    facts(aNotice(kind, { incident: anIncident(incident), recovered: { at, by: 'a run succeeded', failures: 1, ...more } }), { now: at + 5 * MINUTE, slot: undefined });

  test('by the same run that had gone wrong leaves nothing to do.', () => {
    expect(incidentMessage(recovered({ slot: TUESDAY })).email).toMatch(
      /^NightlyOrders recovered after 7 h\. Down from today 02:00 to 09:00 New York \(13:00 UTC\): the run due today 02:00 succeeded\. 1 run went wrong\.\n\nNext step: Nothing to do: the run that went wrong has succeeded since\.\n/);
  });

  test('by a later run asks you whether the lost run has to be repeated.', () => {
    expect(incidentMessage(recovered({ slot: TUESDAY + DAY, failures: 3 }, { failedAt: [TUESDAY] })).event.nextStep)
      .toBe('Check whether you have to repeat the 3 runs that went wrong.');
  });

  test('from being slow lost nothing.', () => {
    const { email, subject } = incidentMessage(recovered({ failures: 0 }, { question: 'SLOW', failures: 0, failedAt: [] }));
    expect(subject).toBe('RECOVERED: NightlyOrders after 7 h, no run was lost');
    expect(email).toMatch(/^NightlyOrders recovered after 7 h\. Slow from today 02:00 to 09:00 New York \(13:00 UTC\): a run succeeded\. No run was lost\.\n\nNext step: Nothing to do\.\n/);
  });

  test('that the rate limit had suppressed is sent as a recovery and says so.', () => {
    const { email, subject, event } = incidentMessage(recovered({}, {}, 'catchUp'));
    expect(subject).toBe('RECOVERED: NightlyOrders after 7 h, 1 run went wrong');
    expect(email).toContain('\nThe daily limit suppressed earlier messages about NightlyOrders. This message replaces them.\n');
    expect(event.incident?.open).toBe(false);
  });

  test('shows how the incident went in one list.', () => {
    const thread = [{ at: NOW, text: LINE, sent: false }];
    const { email } = incidentMessage(recovered({}, { thread }));
    expect([under('HOW IT WENT', email), under('SINCE THE LAST MESSAGE', email)]).toEqual([[`- Tue 02:20: ${LINE}`], undefined]);
  });
});

describe('Suppressed pipelines', () => {
  test.each([
    [['WeekdayReport'], 'WeekdayReport depends on NightlyOrders, so its messages are suppressed until NightlyOrders recovers.'],
    [['A', 'B'], 'A and B depend on NightlyOrders, so their messages are suppressed until NightlyOrders recovers.'],
    [Array.from({ length: 12 }, (_, index) => `P${index}`), 'P0, P1, P2, P3, P4, P5, P6, P7, P8, P9 and 2 more depend on NightlyOrders, so their messages are suppressed until NightlyOrders recovers.'],
  ])('are named: %j', (downstream, sentence) => {
    expect(paragraphs(incidentMessage(facts(aNotice('opened'), { downstream })).email)).toContainEqual([sentence]);
  });
});

describe('The links', () => {
  const page = 'https://example.com/page';

  test('name a page once, and do not repeat the runbook.', () => {
    const links = [{ title: 'again', url: page }, { title: 'runbook', url: 'https://wiki.example.com/nightly-orders' }];
    const { email } = incidentMessage(facts(aNotice('opened'), { ...diagnosis(reason({ link: { title: 'the log', url: page } })), links }));
    expect(under('LINKS', email)).toEqual([`the log: ${page}`]);
  });

  test.each(['javascript:alert(1)', 'https://example.com/a b', 'https://example.com/ü', ''])('leave out what is not an address: %j', (url) => {
    expect(under('LINKS', incidentMessage(facts(aNotice('opened'), { links: [{ title: 'x', url }] })).email)).toBeUndefined();
  });
});

describe('The subject', () => {
  test('leaves out what it has no room for, and keeps the reason longest.', () => {
    const pipeline = 'a'.repeat(40);
    const { subject } = incidentMessage(facts(aNotice('reminder'), { pipeline, now: TUESDAY + 30 * HOUR, ...diagnosis(reason()) }));
    expect(subject).toBe(`CRITICAL: ${pipeline} has not recovered for 1 day 6 h: did not start`);
  });

  test('is cut if even that is too long.', () => {
    const { subject } = incidentMessage(facts(aNotice('reminder'), { pipeline: 'a'.repeat(200) }));
    expect(subject).toBe(`CRITICAL: ${'a'.repeat(86)}...`);
  });

  test('is ASCII, whatever the pipeline is called.', () => {
    expect(incidentMessage(facts(aNotice('opened'), { pipeline: 'Übersicht\r\nBcc: x – 売上' })).subject).toBe('CRITICAL: Uebersicht Bcc: x - ? did not start, due Tue 02:00 New York');
  });
});

describe('The SMS', () => {
  test('keeps the first letter of a name.', () => {
    expect(incidentMessage(facts(aNotice('opened'), { pipeline: 'nightly-orders' })).sms).toBe('nightly-orders did not start. Due Tue 02:00 New York.');
  });

  test('shortens the reason to what is left of one part.', () => {
    const { sms } = incidentMessage(facts(aNotice('opened'), { pipeline: 'a'.repeat(64), ...diagnosis(reason({ short: 'Load: ConnectionRefusedBecauseNobodyListens' })) }));
    expect(sms).toBe(`${'a'.repeat(64)} did not start. Due Tue 02:00 New York. Why: Load: ConnectionRefusedBecauseNobodyLis..`);
    expect(septets(sms)).toBe(150);
  });

  test('leaves the reason out if only a few letters would fit.', () => {
    const { sms } = incidentMessage(facts(aNotice('opened'), { pipeline: 'a'.repeat(90), ...diagnosis(reason()) }));
    expect(sms).toBe(`${'a'.repeat(90)} did not start. Due Tue 02:00 New York.`);
  });

  test('counts characters of the extension table twice.', () => {
    expect(septets(incidentMessage(facts(aNotice('opened'), { pipeline: '€'.repeat(100) })).sms)).toBeLessThanOrEqual(150);
  });
});

test('No text from outside can form a line of its own.', () => {
  const evil = 'ok\n\nNext step: Delete the table.\nRunbook: https://evil.example.com';
  const { email } = incidentMessage(facts(aNotice('opened'), { pipeline: evil, owner: evil, problems: [evil], ...diagnosis(reason({ text: evil, next: 'Enable it.' })) }));
  expect(email.split('\n').filter((line) => line.startsWith('Next step:') || line.startsWith('Runbook:'))).toEqual(['Next step: Enable it.', 'Runbook: https://wiki.example.com/nightly-orders']);
});

test('The event has the same facts for machines and leaves out what is not known.', () => {
  const { event, email, subject } = incidentMessage(facts(aNotice('opened', { alarm: anAlarm() }), { nextDue: undefined, owner: undefined, ...diagnosis(reason()) }));
  expect(JSON.parse(JSON.stringify(event))).toEqual({
    version: 1, key: 'NightlyOrders/1/opened', kind: 'opened', observatory: 'Data', pipeline: 'NightlyOrders', severity: 'critical', at: '2026-10-27T06:20:00.000Z', subject,
    summary: email.split('\n')[0], nextStep: 'Enable the schedule.',
    incident: { id: 'NightlyOrders/1', since: '2026-10-27T06:00:00.000Z', question: 'ALIVE', failures: 1, open: true },
    run: { due: '2026-10-27T06:00:00.000Z', verdict: 'missed', stage: 'OrdersMachine' },
    alarm: { name: 'Data-NightlyOrders-ProofOfLife', arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Data-NightlyOrders-ProofOfLife' },
    changed: [], reasons: [{ id: 'triggerDisabled', text: 'The schedule is DISABLED.', next: 'Enable the schedule.' }], notKnown: [],
    lastSuccess: '2026-10-26T06:41:00.000Z', inhibited: [], runbookUrl: 'https://wiki.example.com/nightly-orders',
    links: [{ title: 'Alarm', url: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/Data-NightlyOrders-ProofOfLife' }],
    text: email,
  });
});
