import { ChannelDigest, DigestFacts, PipelineDigest } from '../../../core/digest/facts';
import { PLACE } from '../message/settings';

export const NOW = Date.parse('2026-11-23T07:00:20Z');
const TO = Date.parse('2026-11-23T07:00:00Z');

/** A pipeline that is alive, with what is different. */
export function pipeline(name: string, more: Partial<PipelineDigest> = {}): PipelineDigest {
  return {
    pipeline: name,
    severity: 'critical',
    timeZone: 'Europe/Berlin',
    state: 'ok',
    current: { slots: 7, onTime: 7, runs: 7, failures: 0, typicalMillis: 720_000, slowestMillis: 1_860_000 },
    before: { slots: 7, onTime: 7, runs: 7, failures: 0, typicalMillis: 660_000, slowestMillis: 840_000 },
    lastSuccess: Date.parse('2026-11-23T01:12:00Z'),
    nextDue: Date.parse('2026-11-24T01:00:00Z'),
    problems: [],
    ...more,
  };
}

export const CRITICAL: ChannelDigest = { name: 'critical', confirmed: ['email data@example.com', 'sms +15550100'], pending: [] };
export const WARNING: ChannelDigest = { name: 'warning', confirmed: ['email data@example.com'], pending: [] };

/** A weekly digest of Monday 08:00 in Berlin. */
export function facts(more: Partial<DigestFacts> = {}): DigestFacts {
  return {
    address: PLACE,
    now: NOW,
    from: TO - 7 * 86_400_000,
    to: TO,
    timeZone: 'Europe/Berlin',
    every: 'week',
    pipelines: [],
    channels: [CRITICAL, WARNING],
    problems: [],
    nextDigest: TO + 7 * 86_400_000,
    ...more,
  };
}

/** A week in which nothing was bad. */
export const QUIET: DigestFacts = facts({
  pipelines: [
    pipeline('NightlyOrders', { timeZone: 'America/New_York', durationOf: 'OrdersMachine', nextDue: Date.parse('2026-11-24T07:00:00Z') }),
    pipeline('WeekdayReport', {
      current: { slots: 5, onTime: 5, runs: 5, failures: 0, typicalMillis: 95_000, slowestMillis: 140_000 }, before: { slots: 5, onTime: 4, runs: 5, failures: 1, typicalMillis: 96_000, slowestMillis: 102_000 },
    }),
    pipeline('CustomerSync', { severity: 'warning', current: { slots: 168, onTime: 168, runs: 168, failures: 0 }, before: { slots: 168, onTime: 168, runs: 168, failures: 0 } }),
  ],
});

/** A week in which nearly everything happened that a digest can report. */
export const MIXED: DigestFacts = facts({
  pipelines: [
    pipeline('Billing'),
    pipeline('NightlyOrders', {
      timeZone: 'America/New_York',
      state: 'open',
      since: Date.parse('2026-11-21T07:00:00Z'),
      what: 'OrdersMachine did not start',
      owner: 'data-platform',
      current: { slots: 7, onTime: 5, blemishes: { missed: 2 }, runs: 5, failures: 0, typicalMillis: 720_000, slowestMillis: 1_860_000 },
      lastSuccess: Date.parse('2026-11-20T07:41:00Z'),
      nextDue: Date.parse('2026-11-24T07:00:00Z'),
    }),
    pipeline('Inventory', {
      current: { slots: 168, onTime: 166, blemishes: { failed: 1, late: 1 }, runs: 168, failures: 3, typicalMillis: 350, slowestMillis: 65_000 },
      before: { slots: 168, onTime: 168, runs: 168, failures: 0, typicalMillis: 340, slowestMillis: 64_900 },
      durationOf: 'Publish',
    }),
    pipeline('Ledger', {
      state: 'unknown', current: {}, before: {}, lastSuccess: undefined, nextDue: undefined,
      problems: ['Ledger: metrics not readable: AccessDeniedException'],
    }),
    pipeline('Newcomer', { state: 'notDue', current: {}, before: {}, lastSuccess: undefined }),
    pipeline('Clicks', { current: { runs: 43_210, failures: 2, typicalMillis: 1200, slowestMillis: 9000 }, before: undefined, nextDue: Date.parse('2026-11-23T09:12:00Z') }),
    pipeline('Adhoc', { state: 'nothingExpected', what: 'run by hand when asked for', current: undefined, before: undefined, lastSuccess: undefined, nextDue: undefined }),
    pipeline('Website', { severity: 'warning' }),
  ],
  channels: [CRITICAL, { name: 'warning', confirmed: [], pending: ['email ops@example.com'], confirmsByMail: true }],
});
