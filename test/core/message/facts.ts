import { HOUR, IncidentFacts, Instant, MINUTE, NO_DIAGNOSIS, Notice, OpenIncident, Place, SeenAlarm, SlotVerdict, StageVerdict } from '../../../core';

/** Where the examples live. */
export const PLACE: Place = { observatory: 'Data', accountId: '111122223333', region: 'eu-central-1', partition: 'aws' };

/** A Tuesday night in New York, 02:00 daylight saving time. */
export const DUE: Instant = Date.UTC(2026, 9, 27, 6);
/** When the checker said so. */
export const NOW = DUE + 20 * MINUTE;

export const ARN = 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:';

export function anAlarm(more: Partial<SeenAlarm> = {}): SeenAlarm {
  const name = more.name ?? 'Data-NightlyOrders-ProofOfLife';
  return {
    name, arn: `${ARN}${name}`, signal: 'ProofOfLife', question: 'ALIVE', severity: 'critical', lasting: true,
    state: 'ALARM', at: NOW, raisedAt: [NOW],
    means: 'The run that was due did not happen, hangs, or failed for good.',
    lookFirst: 'See whether its schedule is enabled and what the newest run says.',
    reason: 'Threshold Crossed: 1 datapoint [0.0 (27/10/26 06:15:00)] was less than the threshold (1.0).',
    ...more,
  };
}

export function anIncident(more: Partial<OpenIncident> = {}): OpenIncident {
  return {
    id: 'NightlyOrders/2026-10-27T06:20:00.000Z', openedAt: NOW, since: DUE, severity: 'critical', toldTo: ['critical'],
    question: 'ALIVE', answers: ['ALIVE'], verdict: 'missed', failures: 1, failedAt: [DUE], lastNoticeAt: NOW, reminders: 0,
    thread: [{ at: NOW, text: 'The run that was due did not happen, hangs, or failed for good.', told: true }], droppedLines: 0,
    ...more,
  };
}

export function aNotice(more: Partial<Notice> = {}): Notice {
  const incident = more.incident ?? anIncident();
  const kind = more.kind ?? 'opened';
  return { key: `${incident.id}/${kind}`, kind, severity: incident.severity, decidedAt: NOW, incident, changed: [], held: false, ...more };
}

export function aSlot(verdict: SlotVerdict['verdict'], stages: readonly StageVerdict[], more: Partial<SlotVerdict> = {}): SlotVerdict {
  return { slot: DUE, dueAt: DUE, verdict, decidedBy: stages.find((stage) => stage.verdict === verdict) ?? stages[0]!, stages, ...more };
}

/** A night on which nothing started. */
export function someFacts(more: Partial<IncidentFacts> = {}): IncidentFacts {
  const notice = more.notice ?? aNotice({ alarm: anAlarm() });
  return {
    place: PLACE, pipeline: 'NightlyOrders', notice, now: NOW, timeZone: 'America/New_York',
    expectation: 'every day at 02:00 America/New_York',
    slot: aSlot('missed', [
      { stage: 'OrdersMachine', verdict: 'missed', reason: 'did not start' },
      { stage: 'PublishOrders', verdict: 'pending', reason: 'is not due yet' },
    ]),
    startWithinSeconds: 15 * 60,
    lastSuccess: DUE - 24 * HOUR + 41 * MINUTE,
    nextDue: DUE + 24 * HOUR,
    owner: 'data-platform', runbook: 'https://wiki.example.com/nightly-orders',
    diagnosis: NO_DIAGNOSIS, links: [], downstream: [], thread: notice.incident?.thread ?? [], problems: [],
    ...more,
  };
}
