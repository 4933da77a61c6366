import { NO_DIAGNOSIS } from '../../../core/diagnosis/diagnosis';
import { Notification } from '../../../core/incident/record';
import { GroupFacts, GroupItem } from '../../../core/message/facts';
import { groupItem, groupMessage } from '../../../core/message/group-message';
import { septets, utf8Bytes } from '../../../core/text/plain-text';
import { MINUTE } from '../../../core/time';
import { nightlyOrders, PLACE, slotOf, stage, TUESDAY } from './settings';

const NOW = TUESDAY + 26 * MINUTE;

function item(pipeline: string, more: Partial<GroupItem> = {}): GroupItem {
  return { pipeline, question: 'ALIVE', severity: 'critical', since: TUESDAY, kind: 'opened', text: 'did not start', ...more };
}

function facts(items: readonly GroupItem[], more: Partial<GroupFacts> = {}): GroupFacts {
  return { address: PLACE, now: NOW, timeZone: 'America/New_York', kind: 'opened', severity: 'critical', items, pipelines: 40, shared: [], links: [], ...more };
}

test('If they share nothing, the next step starts with the one that went wrong first.', () => {
  const { email } = groupMessage(facts([item('B', { since: TUESDAY + MINUTE }), item('A')]));
  expect(email).toBe([
    '2 more of 40 pipelines went wrong: B and A.',
    '',
    'Next step: Start with A, which went wrong first.',
    '',
    'WHAT WENT WRONG (times in New York)',
    '- B did not start (critical, since today 02:01)',
    '- A did not start (critical, since today 02:00)',
    '',
    'FACTS',
    'Sent: today, Tue 27 Oct, 02:26 New York (06:26 UTC)',
    'Observatory: Data, account 111122223333, us-east-1',
    '',
  ].join('\n'));
});

test('What they share is in the first paragraph, in the SMS, and in the subject if there is room.', () => {
  const { subject, sms, email } = groupMessage(facts([item('A'), item('B')], { shared: ['all depend on Landing', 'the observatory that watches them has an open incident of its own'] }));
  expect(subject).toBe('CRITICAL: 2 more of 40 pipelines went wrong: A and B; all depend on Landing');
  expect(sms).toBe('2 more of 40 pipelines went wrong: A and B. All depend on Landing. The observatory that watches them has an open incident of its own.');
  expect(email).toMatch(/^2 more of 40 pipelines went wrong: A and B\. All depend on Landing\. The observatory that watches them has an open incident of its own\.\n\nNext step: Look at what they share first\.\n/);
});

test('Pipelines whose incident was sent before "have not recovered" instead of going wrong.', () => {
  const reminders = [item('A', { kind: 'reminder' }), item('B', { kind: 'reminder' })];
  expect(groupMessage(facts(reminders)).subject).toBe('CRITICAL: 2 more of 40 pipelines have not recovered: A and B');
  expect(groupMessage(facts([...reminders, item('C')])).subject).toBe('CRITICAL: 3 more of 40 pipelines went wrong: A, B and C');
});

test('An unknown number is left out.', () => {
  expect(groupMessage(facts([item('A')], { pipelines: undefined, kind: 'recovered' })).subject).toBe('RECOVERED: 1 more pipeline recovered: A');
});

test('Two hundred pipelines are all named, the first fifty with what happened, and no text is too long.', () => {
  const names = Array.from({ length: 200 }, (_, index) => `Pipeline${String(index).padStart(3, '0')}`);
  const { subject, sms, email, event } = groupMessage(facts(names.map((name) => item(name)), { pipelines: 200 }));
  expect(subject).toBe('CRITICAL: 200 more of 200 pipelines went wrong: Pipeline000, Pipeline001, Pipeline002 and 197 more');
  expect(septets(sms)).toBeLessThanOrEqual(150);
  expect(names.filter((name) => !email.includes(name))).toEqual([]);
  expect(email.match(/ did not start /g)).toHaveLength(50);
  expect(event.pipelines).toEqual(names);
  expect(utf8Bytes(email)).toBeLessThan(20_000);
});

describe('The line of one pipeline', () => {
  const notification = (more: Partial<Notification>): Notification => ({ key: 'k', kind: 'opened', severity: 'critical', decidedAt: NOW, pending: true, ...more });
  const incident = {
    id: 'NightlyOrders/1', openedAt: NOW, since: TUESDAY, severity: 'critical', notifiedSeverities: [], question: 'ALIVE', answers: ['ALIVE'],
    failures: 1, failedAt: [TUESDAY], reminders: 0, thread: [], droppedLines: 0,
  } as const;
  const slot = slotOf(TUESDAY, stage('OrdersMachine', 'missed', 'did not start'));
  const reason = { id: 'triggerDisabled', text: 'The schedule is DISABLED.', next: 'Enable it.', short: 'schedule DISABLED' };

  test('says what happened and, if it is known, why.', () => {
    const lines = [NO_DIAGNOSIS, { ...NO_DIAGNOSIS, reasons: [reason] }].map((diagnosis) => groupItem(nightlyOrders(notification({ incident }), { slot, diagnosis })).text);
    expect(lines).toEqual(['did not start', 'did not start: schedule DISABLED']);
  });

  test('says how long it took to recover, and what it cost.', () => {
    const recovered = { at: TUESDAY + 90 * MINUTE, by: 'a run succeeded', failures: 2 };
    expect(groupItem(nightlyOrders(notification({ kind: 'recovered', incident, recovered }))).text).toBe('recovered after 1 h 30 min, 2 runs went wrong');
  });

  test('names the observatory.', () => {
    expect(groupItem(nightlyOrders(notification({ incident }), { pipeline: undefined, slot: undefined }))).toMatchObject({ pipeline: 'Observatory Data', text: 'has a problem' });
  });
});
