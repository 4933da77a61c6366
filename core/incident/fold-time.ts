import { OBSERVATORY_ITSELF } from '../signals';
import { DAY, Instant } from '../time';
import { close, decide } from './decide';
import type { IncidentRecord, OpenIncident } from './record';
import { type FoldContext, QUIET_ENDS_AFTER, repeatInterval, UPSTREAM_GRACE } from './rules';

/** Folds the passing of time into a record: reminders, escalation, suppressed messages, the end of the rate limit. */
export function foldTime(record: IncidentRecord, context: FoldContext): IncidentRecord {
  return [forget, endLimit, endRemoved, endQuietly, release, escalate, remind].reduce((after, step) => step(after, context), record);
}

/** When time alone changes the record next; undefined if it never does. What is overdue is due now. */
export function nextDue(record: IncidentRecord, context: FoldContext): Instant | undefined {
  const { incident, rateLimitedUntil, suppressed } = record;
  const dues = [
    ...(rateLimitedUntil !== undefined && suppressed > 0 ? [rateLimitedUntil] : []),
    ...(incident === undefined ? [] : [
      isRemoved(record, context) ? context.now : undefined, quietEnd(record, context), releaseDue(incident, context), escalationDue(incident, context), reminderDue(incident, context),
    ]),
  ].flatMap((due) => due ?? []);
  return dues.length === 0 ? undefined : Math.max(context.now, Math.min(...dues));
}

type Step = (record: IncidentRecord, context: FoldContext) => IncidentRecord;

const forget: Step = (record, { now }) => {
  const sentAt = record.sentAt.filter((at) => at > now - DAY);
  return sentAt.length === record.sentAt.length ? record : { ...record, sentAt };
};

/** The rate limit has ended: one message replaces everything that it suppressed. */
const endLimit: Step = (record, context) => {
  const { rateLimitedUntil, suppressed, incident, closed } = record;
  if (rateLimitedUntil === undefined || context.now < rateLimitedUntil) return record;
  const { rateLimitedUntil: _ended, ...rest } = record;
  const free = { ...rest, suppressed: 0 };
  if (suppressed === 0) return free;
  if (incident !== undefined) return decide(free, incident, { kind: 'catchUp', number: rateLimitedUntil }, context);
  return closed === undefined ? free : decide(free, closed.incident, { kind: 'catchUp', number: rateLimitedUntil, recovered: closed.recovery }, context);
};

/**
 * Neither a success nor a failure of a removed pipeline will be seen. Everybody who was notified of its incident is
 * notified of that too.
 */
const endRemoved: Step = (record, context) => {
  if (record.incident === undefined || !isRemoved(record, context)) return record;
  return close(record, record.incident, { at: context.now, by: 'it was removed, renamed, or moved', unwatched: true }, context);
};

/** The parameters of a pipeline are deleted before its alarms, so each alarm is asked. */
function isRemoved({ pipeline, alarms }: IncidentRecord, { removed = false }: FoldContext): boolean {
  return removed && pipeline !== OBSERVATORY_ITSELF && Object.values(alarms).every(({ state }) => state !== 'ALARM');
}

/** If no runs are expected, no success proves a recovery. A while without failures must be enough. */
const endQuietly: Step = (record, context) => {
  const due = quietEnd(record, context);
  if (record.incident === undefined || due === undefined || context.now < due) return record;
  const by = 'nothing has gone wrong for 24 hours, and no run is due that could confirm a recovery';
  return close(record, record.incident, { at: context.now, by }, context);
};

function quietEnd({ pipeline, alarms, incident }: IncidentRecord, { expected }: FoldContext): Instant | undefined {
  const known = Object.values(alarms);
  if (incident === undefined || expected || pipeline === OBSERVATORY_ITSELF || known.some(({ state }) => state === 'ALARM')) return undefined;
  return Math.max(incident.openedAt, ...known.map(({ at }) => at)) + QUIET_ENDS_AFTER;
}

/** The upstream pipeline has recovered and this one has not, so its messages are sent from now on. */
const release: Step = (record, context) => {
  const { incident } = record;
  if (incident?.inhibitedBy === undefined) return record;
  if (context.upstream !== undefined) {
    const { upstreamRecoveredAt: _again, ...held } = incident;
    return { ...record, incident: { ...held, inhibitedBy: context.upstream } };
  }
  const due = releaseDue(incident, context);
  if (due === undefined || context.now < due) {
    return { ...record, incident: { ...incident, upstreamRecoveredAt: incident.upstreamRecoveredAt ?? context.now } };
  }
  const { inhibitedBy: _upstream, upstreamRecoveredAt: _since, ...free } = incident;
  return decide({ ...record, incident: free }, free, { kind: 'opened' }, context);
};

function releaseDue({ inhibitedBy, upstreamRecoveredAt }: OpenIncident, { upstream, now }: FoldContext): Instant | undefined {
  if (inhibitedBy === undefined || upstream !== undefined) return undefined;
  return upstreamRecoveredAt === undefined ? now + UPSTREAM_GRACE : upstreamRecoveredAt + UPSTREAM_GRACE;
}

const escalate: Step = (record, context) => {
  const { incident } = record;
  const due = incident === undefined ? undefined : escalationDue(incident, context);
  if (incident === undefined || due === undefined || context.now < due || context.muted) return record;
  const escalated = { ...incident, escalatedAt: context.now };
  return decide({ ...record, incident: escalated }, escalated, { kind: 'escalated' }, context);
};

function escalationDue({ openedAt, escalatedAt, question, inhibitedBy }: OpenIncident, { escalateAfterMillis }: FoldContext): Instant | undefined {
  const isDue = escalateAfterMillis !== undefined && escalatedAt === undefined && question !== 'SLOW' && inhibitedBy === undefined;
  return isDue ? openedAt + escalateAfterMillis : undefined;
}

const remind: Step = (record, context) => {
  const { incident } = record;
  const due = incident === undefined ? undefined : reminderDue(incident, context);
  if (incident === undefined || due === undefined || context.now < due || context.muted) return record;
  const reminded = { ...incident, reminders: incident.reminders + 1 };
  return decide({ ...record, incident: reminded }, reminded, { kind: 'reminder', number: reminded.reminders }, context);
};

function reminderDue({ lastNotificationAt, question, reminders }: OpenIncident, { severity }: FoldContext): Instant | undefined {
  return lastNotificationAt === undefined ? undefined : lastNotificationAt + repeatInterval(severity, question, reminders);
}
