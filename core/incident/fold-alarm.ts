import { own, unique } from '../collections';
import { isDeadline, moreSevere, OBSERVATORY_ITSELF, Question, QUESTIONS } from '../signals';
import type { Instant } from '../time';
import { isBad, Verdict } from '../verdict/verdict';
import { addLine, close, decide } from './decide';
import {
  badSlots, failureOf, heals, JudgedFacts, JudgedSlot, laterFailure, newestGood, recoveredAt, slotAround, slotOfAlarm,
} from './judged-facts';
import { addFailure, IncidentRecord, isCounted, keepsOpen, lineOfAlarm, OpenIncident, SeenAlarm } from './record';
import { AFTER_MUTE_WINDOW, type FoldContext, isFailureSentAtOnce } from './rules';

/** How many times of an alarm are remembered, to recognize changes that come twice. */
const MOST_TIMES = 20;

/** A change of an alarm's state, as CloudWatch reported it. */
export interface AlarmEvent extends Omit<SeenAlarm, 'raisedAt'> {
  /** CloudWatch repeats it because a mute window has ended. */
  readonly afterMute?: boolean;
  /** The alarm no longer exists. */
  readonly isGone?: boolean;
}

/**
 * Folds a change of an alarm's state into a pipeline's record. Changes may come twice, late and in any order: a change that
 * was folded before changes nothing, and a failure that comes late is still a failure.
 *
 * @param judged what the evidence says at this moment; undefined if it could not be judged, or if no runs are expected
 */
export function foldAlarm(record: IncidentRecord, event: AlarmEvent, judged: JudgedFacts | undefined, context: FoldContext): IncidentRecord {
  const { afterMute = false, isGone = false, ...change } = event;
  const seen = own(record.alarms, event.name);
  const isKnown = seen !== undefined && (event.state === 'ALARM' ? isKnownRaise(seen, event.at) : event.at <= seen.at);
  const alarm = newer(seen, change);
  const after = isKnown ? record : { ...record, alarms: { ...record.alarms, [event.name]: alarm } };
  if (event.state === 'ALARM') {
    if (!isKnown) return raise(after, { ...alarm, ...change }, judged, context);
    return afterMute ? stillBroken(record, alarm, context) : record;
  }
  return isKnown ? record : endedBy(after, alarm, { isGone, judged }, context);
}

/** The alarm after a change, which may be older than what is known. */
function newer(seen: SeenAlarm | undefined, change: Omit<SeenAlarm, 'raisedAt'>): SeenAlarm {
  const raisedAt = [...(seen?.raisedAt ?? []), ...(change.state === 'ALARM' ? [change.at] : [])].sort((a, b) => a - b).slice(-MOST_TIMES);
  return seen === undefined || change.at >= seen.at ? { ...change, raisedAt } : { ...seen, raisedAt };
}

function isKnownRaise({ raisedAt }: SeenAlarm, at: Instant): boolean {
  return raisedAt.includes(at) || (raisedAt.length >= MOST_TIMES && at < raisedAt[0]!);
}

function raise(record: IncidentRecord, alarm: SeenAlarm, judged: JudgedFacts | undefined, context: FoldContext): IncidentRecord {
  const slot = judged === undefined ? undefined : slotOf(alarm, judged);
  const at = slot?.slot ?? alarm.at;
  if (record.incident === undefined) return open(record, alarm, { slot, judged }, context);

  const before = record.incident;
  const isFailure = alarm.question !== 'SLOW';
  const isNew = isFailure && !isCounted(before, at, slot?.until);
  const isAnswer = isFailure && !before.answers.includes(alarm.question) && (isNew || !isSameCause(before, alarm, slot?.verdict));
  const severity = moreSevere(before.severity, alarm.severity);
  const grown = addLine({
    ...(isNew ? addFailure(before, at) : before),
    severity,
    question: mostSerious([before.question, alarm.question]),
    answers: unique([...before.answers, alarm.question]),
    ...verdictOf(alarm, slot?.verdict),
    ...lastFailureOf(before, alarm),
    since: Math.min(before.since, judged?.since ?? before.since),
    ...(isFailure ? {} : { lastSlow: Math.max(before.lastSlow ?? -Infinity, at) }),
  }, alarm.at, lineOfAlarm(alarm, slot));
  const after = { ...record, incident: grown };
  // The first message of a suppressed incident has not been sent, so there is nothing to add to.
  if (grown.inhibitedBy !== undefined) return after;
  if (severity !== before.severity || isAnswer) return decide(after, grown, { kind: 'raised', number: `${alarm.question}-${severity}`, alarm }, context);
  const isTold = isNew && isFailureSentAtOnce(context.severity, before, context.now);
  return isTold ? decide(after, grown, { kind: 'failedAgain', number: grown.failures, alarm }, context) : after;
}

/** A failed run is sent when it fails. A little later its slot has failed for good, which is the same news. */
function isSameCause({ answers, verdict: sent }: OpenIncident, { question }: SeenAlarm, verdict: Verdict | undefined): boolean {
  if (question === 'ALIVE') return answers.includes('FAILED') && verdict === 'failed';
  return answers.includes('ALIVE') && sent === 'failed';
}

function verdictOf({ question }: SeenAlarm, verdict: Verdict | undefined): Pick<OpenIncident, 'verdict'> {
  return question === 'ALIVE' && verdict !== undefined && isBad(verdict) ? { verdict } : {};
}

function lastFailureOf({ lastFailure: before }: Pick<OpenIncident, 'lastFailure'>, alarm: SeenAlarm): Pick<OpenIncident, 'lastFailure'> {
  const lastFailure = laterFailure(before, failureOf(alarm));
  return lastFailure === undefined ? {} : { lastFailure };
}

function open(record: IncidentRecord, alarm: SeenAlarm, { slot, judged }: { readonly slot?: JudgedSlot; readonly judged?: JudgedFacts }, context: FoldContext): IncidentRecord {
  const at = slot?.slot ?? alarm.at;
  const isFailure = alarm.question !== 'SLOW';
  const blank: OpenIncident = {
    id: `${record.pipeline}/${new Date(alarm.at).toISOString()}`,
    openedAt: alarm.at,
    since: judged?.since ?? at,
    severity: alarm.severity, notifiedSeverities: [],
    question: alarm.question, answers: [alarm.question], ...verdictOf(alarm, slot?.verdict), ...lastFailureOf({}, alarm),
    failures: 0, failedAt: [], ...(isFailure ? {} : { lastSlow: at }),
    reminders: 0, thread: [], droppedLines: 0,
  };
  // If it takes several failures to raise the alarm, those before it count too.
  const before = judged === undefined ? [] : badSlots(judged).map((bad) => bad.slot).filter((bad) => bad < at);
  const counted = isFailure ? [...before, at].reduce(addFailure, blank) : blank;
  const incident = addLine(counted, alarm.at, lineOfAlarm(alarm, slot));
  if (context.upstream !== undefined) return { ...record, incident: { ...incident, inhibitedBy: context.upstream } };
  return decide({ ...record, incident }, incident, { kind: 'opened', alarm }, context);
}

/**
 * The slot that an alarm is about. Proof of life is about the newest bad slot, every other alarm about the slot in whose
 * time it was raised.
 */
function slotOf(alarm: SeenAlarm, judged: JudgedFacts): JudgedSlot | undefined {
  if (alarm.question === 'ALIVE' || isDeadline(alarm)) {
    return judged.slots.findLast(({ verdict }) => isBad(verdict)) ?? slotAround(judged, alarm.at);
  }
  return slotOfAlarm(judged, alarm);
}

function stillBroken(record: IncidentRecord, alarm: SeenAlarm, context: FoldContext): IncidentRecord {
  const { incident } = record;
  if (incident === undefined || alarm.state !== 'ALARM' || incident.inhibitedBy !== undefined) return record;
  const isTold = incident.lastNotificationAt !== undefined && context.now - incident.lastNotificationAt < AFTER_MUTE_WINDOW;
  return isTold ? record : decide(record, incident, { kind: 'stillBroken', number: context.now, alarm }, context);
}

/** An alarm has returned to OK. That ends the incident only if it is a recovery. */
function endedBy(record: IncidentRecord, alarm: SeenAlarm, { isGone, judged }: { readonly isGone: boolean; readonly judged?: JudgedFacts }, context: FoldContext): IncidentRecord {
  const { incident } = record;
  if (incident === undefined || alarm.state !== 'OK') return record;
  const others = Object.values(record.alarms).filter(({ state }) => state === 'ALARM');
  if (record.pipeline === OBSERVATORY_ITSELF) {
    return others.length > 0 ? record : close(record, incident, { at: alarm.at, by: 'its alarms are OK again' }, context);
  }
  if (!alarm.lasting || others.some((other) => keepsOpen(other, incident))) return record;
  // Meeting a deadline again says nothing about earlier failures.
  if (isDeadline(alarm) && incident.question !== 'SLOW') return record;
  if (isGone) return close(record, incident, { at: alarm.at, by: 'its alarms no longer exist', unwatched: true }, context);
  const good = judged === undefined ? undefined : newestGood(judged);
  // A later success must heal whatever else failed in the meantime.
  if (good !== undefined && !heals(good, incident)) return record;
  return close(record, incident, { at: good === undefined ? alarm.at : recoveredAt(good, incident) ?? alarm.at, by: byOf(good?.slot), slot: good?.slot }, context);
}

function byOf(slot: Instant | undefined): string {
  return slot === undefined ? 'its proof of life is back' : 'a run succeeded';
}

/** Alive comes before failed, failed before slow. */
function mostSerious(questions: readonly Question[]): Question {
  return QUESTIONS.find((question) => questions.includes(question))!;
}
