import { IncidentRecord } from '../../../core/incident/record';
import { alarm, at } from './story';

/** A record with every field. */
export function fullRecord(): IncidentRecord {
  const seen = { ...alarm('Failed', 'ALARM', '2026-11-24 02:10'), raisedAt: [at('2026-11-24 02:10')], breach: { from: at('2026-11-24 02:05'), to: at('2026-11-24 02:10') }, stage: 'Load', lookFirst: 'Open the newest failed execution.' };
  const incident = {
    id: 'Orders 2026-11-24T02:10:00.000Z', openedAt: at('2026-11-24 02:10'), since: at('2026-11-24 02:00'), severity: 'critical', notifiedSeverities: ['critical', 'warning'],
    question: 'FAILED', answers: ['FAILED', 'SLOW'], verdict: 'failed', failures: 2, failedAt: [at('2026-11-24 02:00')], lastFailure: { from: at('2026-11-24 02:05'), to: at('2026-11-24 02:10') },
    lastSlow: at('2026-11-24 02:00'),
    lastNotificationAt: at('2026-11-24 02:10'), reminders: 1, escalatedAt: at('2026-11-24 05:00'), inhibitedBy: 'Landing', upstreamRecoveredAt: at('2026-11-24 04:00'),
    thread: [{ at: at('2026-11-24 02:10'), text: 'An execution failed.', sent: true }], droppedLines: 3,
  } as const;
  const recovery = { at: at('2026-11-24 06:00'), by: 'a run succeeded', slot: at('2026-11-24 02:00'), failures: 2 };
  return {
    pipeline: 'Orders',
    alarms: { [seen.name]: seen },
    incident,
    closed: { incident, recovery },
    outbox: [{
      key: 'Orders opened', kind: 'opened', severity: 'critical', decidedAt: at('2026-11-24 02:10'), incident, alarm: seen,
      recovered: recovery, lastUntil: at('2026-11-25 02:00'), pending: true, claimedUntil: at('2026-11-24 02:12'), slot: at('2026-11-23 08:00'),
    }],
    sentKeys: ['Orders before'],
    sentAt: [at('2026-11-23 12:00')],
    rateLimitedUntil: at('2026-11-25 02:00'),
    suppressed: 4,
    digestFor: at('2026-11-23 08:00'),
    groupSentAt: { opened: at('2026-11-23 02:20'), recovered: at('2026-11-23 04:20') },
  };
}
