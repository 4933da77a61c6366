import { NO_DIAGNOSIS } from '../../../core/diagnosis/diagnosis';
import { digestMessage } from '../../../core/digest/digest-message';
import { Notification } from '../../../core/incident/record';
import { IncidentFacts, Message } from '../../../core/message/facts';
import { groupItem, groupMessage } from '../../../core/message/group-message';
import { incidentMessage } from '../../../core/message/incident-message';
import { OBSERVATORY_ITSELF } from '../../../core/signals';
import { DAY, HOUR, Instant, MINUTE, SECOND } from '../../../core/time';
import { MIXED, QUIET } from '../digest/example';
import { disabledSchedule, executionArn, explained, found, ordersMachine, syncCustomers } from './evidence';
import { alarm, customerSync, judged, nightlyOrders, PLACE, proofOfLife, slotOf, stage, TUESDAY } from './settings';
import { Story } from './story';

/** One message of the page on messages, made from realistic facts. */
export interface Example {
  readonly title: string;
  /** What happened, a sentence or two. */
  readonly about: string;
  readonly message: Message;
}

export interface Chapter {
  readonly title: string;
  readonly about: string;
  readonly examples: readonly Example[];
}

function example(title: string, about: string, facts: IncidentFacts): Example {
  return { title, about, message: incidentMessage(facts) };
}

const SILENT = { severity: 'critical', expected: true, muted: false } as const;
const OF_WARNING_SEVERITY = { severity: 'warning', expected: true, muted: false } as const;

const WEDNESDAY: Instant = TUESDAY + DAY;

/** Nothing starts for two nights because somebody disabled the schedule. */
function nothingRan(): Chapter {
  const story = new Story('NightlyOrders', { ...SILENT, escalateAfterMillis: 4 * HOUR });
  const off = disabledSchedule(TUESDAY - 9 * HOUR + 5 * MINUTE);
  const missed = (due: Instant) => slotOf(due, stage('OrdersMachine', 'missed', 'did not start'), [stage('PublishOrders', 'pending', 'is not due yet')]);
  const sentFacts = (notification: Notification, due: Instant, more: Partial<IncidentFacts> = {}) => explained(nightlyOrders(notification, { slot: missed(due), ...more }), off);

  const first = judged(DAY, true, [[TUESDAY - DAY, 'ok'], [TUESDAY, 'missed']]);
  const second = judged(DAY, true, [[TUESDAY - DAY, 'ok'], [TUESDAY, 'missed'], [WEDNESDAY, 'missed']]);
  const done = WEDNESDAY + 7 * HOUR + 52 * MINUTE;
  const well = judged(DAY, false, [[TUESDAY, 'missed'], [WEDNESDAY, 'late', done]]);

  const opened = story.alarm(proofOfLife('NightlyOrders', TUESDAY + 20 * MINUTE), first);
  const escalated = story.time(TUESDAY + 4 * HOUR + 20 * MINUTE);
  const reminder = story.time(TUESDAY + 10 * HOUR + 20 * MINUTE);
  const again = story.judgement(second, WEDNESDAY + 20 * MINUTE);
  const recovered = story.alarm(proofOfLife('NightlyOrders', done + 4 * MINUTE, 'OK'), well);
  return {
    title: 'One incident from beginning to end',
    about: 'Somebody disabled the schedule of a nightly load. Nothing fails, so no failure alarm can fire, and nobody would notice.',
    examples: [
      example('The first message (`opened`)', 'The run that was due at 02:00 did not start within its 15 minutes.', sentFacts(opened, TUESDAY)),
      example('Nobody has acted (`escalated`)', 'After four hours, as configured, the escalation contacts are notified too.', sentFacts(escalated, TUESDAY)),
      example('A reminder (`reminder`)', 'Six hours after the last message. Meanwhile a pipeline that depends on this one has failed too. It needs no message of its own.',
        sentFacts(reminder, TUESDAY, { downstream: ['WeekdayReport'] })),
      example('One more run goes wrong (`failedAgain`)', 'The next night. Every failure is sent and counted.', sentFacts(again, WEDNESDAY)),
      example('All is well again (`recovered`)', 'In the morning the schedule was enabled and the run was repeated. One message reports the recovery and what the incident cost.',
        nightlyOrders(recovered, { slot: slotOf(WEDNESDAY, stage('OrdersMachine', 'late', 'started too late', done)), lastSuccess: done })),
    ],
  };
}

/** What else a first message can be about. */
function otherBeginnings(): Chapter {
  return {
    title: 'Other ways to go wrong',
    about: 'The first message of each kind. Its first sentence says what the evidence shows, not which threshold was crossed.',
    examples: [failed(), stuck(), deadlineMissed(), silent(), unexplained()],
  };
}

const FAILED = {
  signal: 'Failed', question: 'FAILED', severity: 'critical', stage: 'OrdersMachine',
  means: 'An execution failed, timed out or was aborted.', lookFirst: 'Open the newest execution that did not succeed.',
} as const;

function failedFacts(notification: Notification, due: Instant, name: string): IncidentFacts {
  const execution = { arn: executionArn(name), name, status: 'FAILED', start: due + 20 * SECOND, stop: due + 13 * MINUTE } as const;
  const slot = slotOf(due, stage('OrdersMachine', 'failed', 'failed'), [stage('PublishOrders', 'pending', 'is not due yet')]);
  return explained(nightlyOrders(notification, { slot }), {
    machines: [ordersMachine({
      machine: found({ status: 'ACTIVE' }), executions: found([execution]), execution,
      failure: found({ error: 'Error', cause: '{"errorType":"Error","errorMessage":"connect ECONNREFUSED 10.0.3.17:5432"}' }),
      history: found({ state: 'Load', error: 'Error', cause: '{"errorType":"Error","errorMessage":"connect ECONNREFUSED 10.0.3.17:5432"}' }),
    })],
    unread: ['logs of LoadOrders not readable: access denied'],
  });
}

function failed(): Example {
  const story = new Story('NightlyOrders', SILENT);
  const now = TUESDAY + 14 * MINUTE;
  const notification = story.alarm(alarm('Data-NightlyOrders-OrdersMachine-Failed', { ...FAILED, at: now }), judged(DAY, false, [[TUESDAY - DAY, 'ok'], [TUESDAY, 'failed']]));
  return example('A run failed', 'Sent when it happens, with the state, the error, the cause, and what could not be read.', failedFacts(notification, TUESDAY, 'a1b2c3'));
}

function stuck(): Example {
  const story = new Story('NightlyOrders', SILENT);
  const now = TUESDAY + 2 * HOUR + 5 * MINUTE;
  const notification = story.alarm(proofOfLife('NightlyOrders', now), judged(DAY, true, [[TUESDAY - DAY, 'ok'], [TUESDAY, 'stuck']]));
  const running = { arn: executionArn('d4e5f6'), name: 'd4e5f6', status: 'RUNNING', start: TUESDAY + 20 * SECOND } as const;
  const slot = slotOf(TUESDAY, stage('OrdersMachine', 'stuck', 'started and did not end in time'), [stage('PublishOrders', 'pending', 'is not due yet')]);
  return example('A run hangs', 'It started and has not ended within its two hours. No error would ever report that.', explained(nightlyOrders(notification, { slot }), {
    machines: [ordersMachine({
      executions: found([running]), execution: running, history: found({ state: 'Extract', stateSince: TUESDAY + 21 * SECOND }),
    })],
  }));
}

/** 06:00 in Berlin, a day after the clocks went back. */
const REPORT_DUE: Instant = Date.UTC(2026, 9, 26, 5);

function deadlineMissed(): Example {
  const story = new Story('WeekdayReport', SILENT);
  const deadline = REPORT_DUE + 90 * MINUTE;
  const now = deadline + 14 * MINUTE;
  const notification = story.alarm(alarm('Data-WeekdayReport-Deadline', {
    signal: 'Deadline', question: 'SLOW', severity: 'critical', lasting: true, at: now,
    means: 'The run had not succeeded by its deadline.', lookFirst: 'Check whether it is still running and which step takes the time.',
  }), judged(DAY, false, [[REPORT_DUE, 'late', deadline + 5 * MINUTE]]));
  return example('A deadline was missed', 'The report was there, but after people had come to work.', {
    ...nightlyOrders(notification), pipeline: 'WeekdayReport', timeZone: 'Europe/Berlin', owner: 'sales-analytics', runbookUrl: 'https://wiki.example.com/sales-report',
    expectation: 'weekdays (MON-FRI) at 06:00 Europe/Berlin, done within 1 hour 30 minutes', links: [], lastSuccess: deadline + 5 * MINUTE, nextDue: REPORT_DUE + DAY,
    slot: slotOf(REPORT_DUE, stage('WriteSalesReport', 'late', 'succeeded after its deadline', deadline + 5 * MINUTE), [], deadline),
  });
}

function silent(): Example {
  const story = new Story('PartnerFeed', SILENT);
  const due = TUESDAY + 3 * HOUR;
  const { slots, ...rest } = judged(6 * HOUR, true, [[due - 6 * HOUR, 'ok'], [due, 'missed']]);
  const silence = { ...rest, slots: slots.map((slot) => (slot.verdict === 'missed' ? { ...slot, code: 'noSuccess' as const } : slot)) };
  const notification = story.alarm(proofOfLife('PartnerFeed', due + 20 * MINUTE), silence);
  return example('Silence for too long', 'This pipeline has no fixed times, but it should succeed at least every six hours.', {
    ...nightlyOrders(notification), pipeline: 'PartnerFeed', timeZone: 'Europe/Berlin', owner: undefined, runbookUrl: undefined, startWithinSeconds: undefined, links: [],
    expectation: 'a success at least every 6 hours', lastSuccess: due - 6 * HOUR, nextDue: due + 6 * HOUR,
    slot: slotOf(due, stage('ReadPartnerFeed', 'missed', 'did not succeed')),
  });
}

function unexplained(): Example {
  const story = new Story('NightlyOrders', SILENT);
  const notification = story.alarm(proofOfLife('NightlyOrders', TUESDAY + 20 * MINUTE));
  return example('Almost nothing is known', 'The evidence, the contract and the profile could not be read. The message is still sent, and it says what is not known.', {
    address: PLACE, pipeline: 'NightlyOrders', notification, now: notification.decidedAt, timeZone: 'UTC', diagnosis: NO_DIAGNOSIS, links: [], downstream: [],
    problems: ['profile and contract not readable: access denied'],
  });
}

/** Ten past ten in the morning, UTC. */
const SYNC: Instant = Date.UTC(2026, 9, 27, 10, 10);

/** An hourly function gets slower and slower, and then fails for two days. */
function worse(): Chapter {
  const story = new Story('CustomerSync', OF_WARNING_SEVERITY);
  const syncFailed = (at: Instant) => alarm('Data-CustomerSync-SyncCustomers-Failed', {
    signal: 'Failed', question: 'FAILED', severity: 'critical', stage: 'SyncCustomers', at,
    means: 'An invocation failed, or its event was dropped.', lookFirst: 'Read the last error in the function\'s log.',
  });
  const near = alarm('Data-CustomerSync-SyncCustomers-NearTimeout', {
    signal: 'NearTimeout', question: 'SLOW', severity: 'warning', stage: 'SyncCustomers', at: SYNC + 7 * MINUTE,
    means: 'A run used more than 80 % of its timeout (5 minutes). A later run may time out.', lookFirst: 'Look at the duration on the dashboard, then at what the function calls.',
    reason: 'Threshold Crossed: 1 datapoint [281904.0] was greater than or equal to the threshold (240000.0).',
  });
  const hours = (count: number, verdict: 'failed' | 'ok') => judged(HOUR, false, Array.from({ length: count + 1 }, (_, hour) => [SYNC + hour * HOUR, hour === 0 ? 'ok' : verdict] as const));
  const run = (due: Instant, verdict: 'ok' | 'failed') => ({ slot: slotOf(due, stage('SyncCustomers', verdict, verdict === 'ok' ? 'succeeded' : 'failed')), lastSuccess: SYNC + 5 * MINUTE });
  const report = (at: Instant, usedMb: number): string => JSON.stringify({
    time: new Date(at).toISOString(), type: 'platform.report',
    record: { requestId: '6f1', status: 'success', metrics: { durationMs: 281_904, memorySizeMB: 512, maxMemoryUsedMB: usedMb } },
  });

  const slow = story.alarm(near, judged(HOUR, false, [[SYNC, 'ok']]));
  const raised = story.alarm(syncFailed(SYNC + HOUR + 7 * MINUTE), hours(1, 'failed'));
  const { alarm: _spoken, ...untold } = raised;
  const why: Notification = { ...untold, key: `${raised.key}/explained`, kind: 'explained', incident: { ...raised.incident!, thread: raised.incident!.thread.map((line) => ({ ...line, sent: true })) } };
  let last = raised;
  for (let hour = 2; last.lastUntil === undefined; hour++) last = story.alarm(syncFailed(SYNC + hour * HOUR + 7 * MINUTE), hours(hour, 'failed'));
  for (let hour = 10; hour < 12; hour++) story.quietly(syncFailed(SYNC + hour * HOUR + 7 * MINUTE), hours(hour, 'failed'));
  const caught = story.time(last.lastUntil);

  const timedOut = (at: Instant) => ({ at, text: `${new Date(at).toISOString()} 6f1 Task timed out after 300.00 seconds` });
  return {
    title: 'It gets worse, and the rate limit is reached',
    about: 'An hourly function nearly times out, and from the next hour on it does time out, again and again. A pipeline gets ten messages in 24 hours. The last one says so.',
    examples: [
      example('A warning (`opened`)', 'A slow run is a warning. It is sent once, until something changes.',
        explained(customerSync(slow, run(SYNC, 'ok')), { functions: [syncCustomers({ log: found([{ at: SYNC + 5 * MINUTE, text: report(SYNC + 5 * MINUTE, 498) }]) })] })),
      example('Slow becomes failed (`raised`)', 'The same incident, now critical. The log took too long to read, so this message does not wait for it.',
        customerSync(raised, { ...run(SYNC + HOUR, 'failed'), diagnosis: { reasons: [], unread: [], links: [], complete: false } })),
      example('The reason follows (`explained`)', 'Seconds later.',
        explained(customerSync(why, { ...run(SYNC + HOUR, 'failed'), now: why.decidedAt + 15 * SECOND }), { functions: [syncCustomers({ log: found([timedOut(SYNC + HOUR + 5 * MINUTE)]) })] })),
      example('The last one for now (`failedAgain`)', 'The tenth message in 24 hours says that it is the last one, and until when.',
        explained(customerSync(last, run(last.decidedAt - 7 * MINUTE, 'failed')), { functions: [syncCustomers({ log: found([timedOut(last.decidedAt - 2 * MINUTE)]) })] })),
      example('What the limit suppressed (`catchUp`)', 'When the limit ends, one message replaces all that it suppressed.',
        explained(customerSync(caught, run(SYNC + 11 * HOUR, 'failed')), { functions: [syncCustomers({ log: found([timedOut(SYNC + 11 * HOUR + 5 * MINUTE)]) })] })),
    ],
  };
}

function afterMuteWindow(): Chapter {
  const story = new Story('NightlyOrders', SILENT);
  const at = TUESDAY + 14 * MINUTE;
  const failure = alarm('Data-NightlyOrders-OrdersMachine-Failed', { ...FAILED, at });
  const night = judged(DAY, true, [[TUESDAY - DAY, 'ok'], [TUESDAY, 'failed']]);
  story.alarm(failure, night);
  story.quietly(proofOfLife('NightlyOrders', TUESDAY + 20 * MINUTE), night);
  const notification = story.alarm({ ...proofOfLife('NightlyOrders', TUESDAY + 20 * MINUTE), afterMute: true }, night, TUESDAY + 4 * HOUR + MINUTE);
  return {
    title: 'After a mute window',
    about: 'While a mute window mutes a pipeline, no messages are sent. When it ends, what is still broken is sent.',
    examples: [example('Still broken (`stillBroken`)', 'The window ended at 06:00. The failure of the night is still open.', failedFacts(notification, TUESDAY, 'a1b2c3'))],
  };
}

/** A pipeline is removed while its incident is open. */
function removed(): Chapter {
  const story = new Story('NightlyOrders', SILENT);
  const night = judged(DAY, true, [[TUESDAY - DAY, 'ok'], [TUESDAY, 'missed']]);
  story.alarm(proofOfLife('NightlyOrders', TUESDAY + 20 * MINUTE), night);
  const notification = story.alarm({ ...proofOfLife('NightlyOrders', TUESDAY + 9 * HOUR, 'OK'), isGone: true });
  return {
    title: 'A pipeline is removed',
    about: 'If you rename a pipeline, move it to another observatory or delete it while an incident is open, the incident ends without a known outcome.',
    examples: [example('No longer watched', 'Sent to the topics of the observatory, because the contacts of the pipeline are gone with it.',
      nightlyOrders(notification, {
        timeZone: 'UTC', expectation: undefined, startWithinSeconds: undefined, lastSuccess: undefined, nextDue: undefined, owner: undefined, runbookUrl: undefined, links: [],
        problems: ['profile not found'],
      }))],
  };
}

/** The checker itself stops. */
function theObservatory(): Chapter {
  const story = new Story(OBSERVATORY_ITSELF, SILENT);
  const silentAlarm = (at: Instant, state: 'ALARM' | 'OK') => alarm('Data-CheckerSilent', {
    signal: 'CheckerSilent', question: 'ALIVE', severity: 'critical', lasting: true, state, at,
    means: 'The checker has not completed a check for a while. Until it does, missing runs go unnoticed.', lookFirst: 'Read the checker\'s log. If it is empty, look at its schedule.',
    reason: 'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
  });
  const facts = (notification: Notification): IncidentFacts => ({
    address: PLACE, notification, now: notification.decidedAt, timeZone: 'America/New_York', diagnosis: NO_DIAGNOSIS, links: [], downstream: [],
    problems: [],
  });
  const opened = story.alarm(silentAlarm(TUESDAY + 31 * MINUTE, 'ALARM'));
  const recovered = story.alarm(silentAlarm(TUESDAY + 82 * MINUTE, 'OK'));
  return {
    title: 'The observatory itself',
    about: 'Plain CloudWatch alarms watch the watcher. Their messages look the same.',
    examples: [
      example('The checker is silent', 'The checker completed no tick for three intervals.', facts(opened)),
      example('It is back', 'Sent to the same topic.', facts(recovered)),
    ],
  };
}

/** The source of five pipelines is missing. */
function many(): Chapter {
  const names = ['InvoiceExport', 'NightlyOrders', 'PartnerFeed', 'StockLevels', 'WeekdayReport'];
  const shared = ['all depend on Landing'];
  const common = { address: PLACE, timeZone: 'America/New_York', pipelines: 40, links: [] };
  const stories = names.map((name, index) => {
    const story = new Story(name, SILENT);
    const slot = TUESDAY + index * MINUTE;
    const opened = story.alarm(proofOfLife(name, slot + 20 * MINUTE), judged(DAY, true, [[slot - DAY, 'ok'], [slot, index === 0 ? 'failed' : 'missed']]));
    const done = slot + 3 * HOUR;
    const recovered = story.alarm(proofOfLife(name, done + 5 * MINUTE, 'OK'), judged(DAY, false, [[slot, 'late', done]]));
    return { opened: groupItem(nightlyOrders(opened, { pipeline: name })), recovered: groupItem(nightlyOrders(recovered, { pipeline: name })) };
  });
  return {
    title: 'Many at once',
    about: 'An observatory sends the first three messages within ten minutes at once. Further ones are grouped into one message that says what they share.',
    examples: [
      { title: 'What went wrong', about: 'Three were sent one by one. These five more are sent as a group.', message: groupMessage({ ...common, now: TUESDAY + 26 * MINUTE, kind: 'opened', severity: 'critical', items: stories.map(({ opened }) => opened), shared }) },
      { title: 'What recovered', about: 'Recoveries are grouped in the same way.', message: groupMessage({ ...common, now: TUESDAY + 3 * HOUR + 12 * MINUTE, kind: 'recovered', severity: 'critical', items: stories.map(({ recovered }) => recovered), shared: [] }) },
    ],
  };
}

/** The regular report. */
function theDigest(): Chapter {
  return {
    title: 'The digest',
    about: `Once a week or once a day, whatever happened: the state of each pipeline, how it did, and who is notified of an incident. A
digest that arrives proves that its channel works, so it names the channels that do not. If it does not arrive, you have to notice
that yourself. What is bad comes first, then what is not known, which never counts as healthy. Pipelines of severity warning have
one line each. Of a thousand pipelines, the digest lists all bad ones for which there is room and the first fifty of the others.

A slot is on time if it was good and not late, as the checker judges it. "was" is the time span before, if it reads differently. Runs
are those of the first stage, failures those of all stages. Durations are the median and the longest of the slowest stage. CloudWatch's
hourly metrics give these figures. What is not decided when the digest is written counts in the next one.

A digest reads 5 metrics for the state of a pipeline with one machine and one function, and 15 more if it shows figures for the
pipeline: 5 for the slots of two time spans, 10 for runs and durations. For 1,000 healthy pipelines that makes 5,750 metrics at $0.01
per 1,000: $0.25 a month for a weekly digest, $1.75 for a daily one. Executions are listed only for machines with a slot without a
visible success.`,
    examples: [
      { title: 'All clear (`digest`)', about: 'A quiet week of the example app.', message: digestMessage(QUIET) },
      { title: 'Not all is well', about: 'A pipeline is down, one cannot be read, and nobody has confirmed the subscription to warnings.', message: digestMessage(MIXED) },
    ],
  };
}

/** Everything that the page on messages shows. */
export const CHAPTERS: readonly Chapter[] = [nothingRan(), otherBeginnings(), worse(), afterMuteWindow(), removed(), theObservatory(), many(), theDigest()];
