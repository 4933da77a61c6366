import type { Instant } from '../core/time';
import type { Account } from '../template/model';
import type { PipelineModel } from '../template/pipeline';
import type { ExpectedAlert, FaultDefinition, Play, WantedSeverity } from './faults/fault';
import { ownTopics } from './faults/own-topics';
import type { DeliveredMessage, DrillResult, Outcome } from './result';
import { isAtLeast, severityOf } from './simulation/delivery/message';
import type { LostAction } from './simulation/delivery/topics';
import type { RunRecord } from './simulation/runs/run-plan';

/** What happened in a play. */
export interface Played {
  readonly account: Account;
  readonly pipeline: PipelineModel;
  readonly fault: FaultDefinition;
  readonly play: Play;
  /** An alarm between this moment and the fault is a false alarm. */
  readonly quietFrom: Instant;
  /** All messages about this pipeline or its observatory, in the order in which they were sent. */
  readonly messages: readonly DeliveredMessage[];
  /** Messages of the app's own alarms beside this library's. They may detect the fault, but their noise counts for nothing. */
  readonly others?: readonly DeliveredMessage[];
  /** Another pipeline that was reported as broken although only this one was. */
  readonly bystander?: Bystander;
  /** The first slot before an instant that no run served; undefined when there is none. */
  readonly unserved?: (until: Instant) => Instant | undefined;
  readonly lost: readonly LostAction[];
  readonly runs: readonly RunRecord[];
}

/** A pipeline that was not broken, and the first message that reports it as broken. */
export interface Bystander {
  readonly name: string;
  readonly message: DeliveredMessage;
}

type Verdict = Pick<DrillResult, 'outcome' | 'reason' | 'remedy' | 'knowableAt' | 'detectedAt' | 'by' | 'because' | 'promisedSeconds' | 'recoveryNotified' | 'reliesOn'>;

/** Contacts are notified of each pipeline's breakdowns when pipelines share a resource. */
const APART = 'Give each pipeline a function or state machine of its own, and a schedule group of its own.';

/** Judges a play: were all expected alerts sent, and nothing else? */
export function outcomeOf(played: Played): Verdict {
  const { fault, play, quietFrom } = played;
  const received = played.messages.filter(({ to }) => to.length > 0);
  const early = received.find(({ at, state }) => state !== 'OK' && at >= quietFrom && at < play.begins);
  if (early !== undefined) {
    const unserved = played.unserved?.(early.at);
    if (unserved !== undefined) return brokenTemplate(played, early, unserved);
    return { outcome: 'falseAlarm', reason: `${early.alarm} notified someone before anything was wrong.`, detectedAt: early.at, ...firstDetection(early) };
  }
  const during = received.filter(({ at }) => at >= play.begins && at <= play.to);
  const verdict = fault.expects === 'quiet' ? judgeQuiet(during) : judgeAlerts(played, during);
  const { bystander } = played;
  if (bystander === undefined || verdict.outcome === 'undetected' || verdict.outcome === 'falseAlarm') return verdict;
  const { name, message } = bystander;
  return { ...verdict, outcome: 'falseAlarm', reason: `"${message.subject}" was sent about ${name}, but nothing was wrong with ${name}.`, remedy: APART };
}

/** An alarm before the fault that reports a run which really is missing: the template is broken as it stands. */
function brokenTemplate({ pipeline }: Played, { alarm, at }: DeliveredMessage, unserved: Instant): Verdict {
  const due = new Date(unserved).toISOString().slice(0, 16).replace('T', ' ');
  return {
    outcome: 'brokenBefore', detectedAt: at,
    reason: `${alarm} notified someone before the fault, and was right: no run of ${pipeline.stages[0].name} that was due at ${due} UTC succeeded.`,
    remedy: 'Check what its schedule starts, and when. Make the expectation follow the schedule: RunExpectation.fromSchedule(…).',
  };
}

function judgeQuiet(during: readonly DeliveredMessage[]): Verdict {
  const first = during.find(({ state }) => state !== 'OK');
  return first === undefined ? { outcome: 'correctlyQuiet' } : { outcome: 'falseAlarm', detectedAt: first.at, ...firstDetection(first), reason: `${first.alarm} notified someone, but nothing was wrong.` };
}

function firstDetection({ alarm, because }: DeliveredMessage): Pick<DrillResult, 'by' | 'because'> {
  return { by: alarm, ...(because === undefined ? {} : { because }) };
}

/** An expected alert, with the first message that reports it. */
interface Match {
  readonly alert: ExpectedAlert;
  readonly message?: DeliveredMessage;
  /** Whether the message comes from one of the app's own alarms and not from this library. */
  readonly byOther?: boolean;
}

function judgeAlerts(played: Played, during: readonly DeliveredMessage[]): Verdict {
  const { play } = played;
  const expectedAlerts = play.expectedAlerts.map((alert) => ({ ...alert, knowableAt: alert.knownFrom?.(played.runs) ?? alert.knowableAt }));
  const wanted = severityWanted(played, play.severity ?? 'ofThePipeline');
  const isAlertOf = (least: string | undefined) => ({ state, severity }: DeliveredMessage): boolean => state !== 'OK' && (least === undefined || isAtLeast(severity, least));
  const matches = expectedAlerts.map((alert, index): Match => {
    const isAlert = isAlertOf(alert.severity === undefined ? wanted : severityWanted(played, alert.severity));
    const alerts = during.filter(isAlert);
    const others = otherAlarms(played).filter(isAlert);
    const own: Match = { alert, message: firstMessageOf(alerts, { ...play, expectedAlerts }, index) };
    const other: Match = { alert, message: firstMessageOf(others, { ...play, expectedAlerts }, index), byOther: true };
    return overdue(own) > 0 && overdue(other) < overdue(own) ? other : own;
  });
  const reliesOn = matches.find(({ byOther }) => byOther === true)?.message?.alarm;
  const missing = matches.findIndex(({ message }) => message === undefined);
  const shown = missing >= 0 ? matches[missing]! : slowest(matches);
  const common = {
    knowableAt: shown.alert.knowableAt,
    promisedSeconds: shown.alert.withinSeconds,
    ...(reliesOn === undefined ? {} : { reliesOn }),
    ...(shown.message === undefined ? {} : { detectedAt: shown.message.at, ...firstDetection(shown.message) }),
    ...(play.heals === undefined || missing >= 0 ? {} : { recoveryNotified: recoveryNotified(during) }),
  };
  const say = (outcome: Outcome, reason?: string): Verdict => ({ outcome, ...common, ...(reason === undefined ? {} : { reason }) });

  if (missing >= 0) return say('undetected', whyUndetected(played, during, wanted, missing));
  if (play.mostMessages !== undefined && during.length > play.mostMessages) {
    return say('falseAlarm', `${during.length} messages were sent, but at most ${play.mostMessages} were expected.`);
  }
  const unwanted = during.find(({ state, ...message }) => state !== 'OK' && play.unwanted?.({ state, ...message }) === true);
  if (unwanted !== undefined) return say('falseAlarm', `"${unwanted.subject}" was sent, but another message already reports it.`);
  const allClear = during.find(({ at, kind }) => kind === 'recovered' && at < (play.unhealedUntil ?? -Infinity));
  if (allClear !== undefined) return say('falseAlarm', `"${allClear.subject}" was sent, but no run had succeeded since.`);
  return say(overdue(shown) > 0 ? 'detectedLate' : 'detected');
}

/**
 * Messages of the app's own alarms during the play. An alarm that already went off before the fault detects nothing by going
 * off again.
 */
function otherAlarms({ others = [], play, quietFrom }: Played): DeliveredMessage[] {
  const received = others.filter(({ to }) => to.length > 0);
  const noisy = new Set(received.filter(({ at, state }) => state !== 'OK' && at >= quietFrom && at < play.begins).map(({ alarm }) => alarm));
  return received.filter(({ at, alarm }) => at >= play.begins && at <= play.to && !noisy.has(alarm));
}

/** Messages that repeat an earlier one, or explain it later. */
const REPEATING_KINDS: readonly NonNullable<DeliveredMessage['kind']>[] = ['reminder', 'escalated', 'explained'];

/**
 * The first message about an expected alert. Where no rule tells which messages belong to it, each alert gets the messages from
 * halfway after the alert before it until halfway to the next one.
 */
function firstMessageOf(alerts: readonly DeliveredMessage[], { expectedAlerts, begins, to }: Play, index: number): DeliveredMessage | undefined {
  const { isMetBy } = expectedAlerts[index]!;
  if (isMetBy !== undefined) return alerts.find(isMetBy);
  const middle = (a: number, b: number): Instant => (expectedAlerts[a]!.knowableAt + expectedAlerts[b]!.knowableAt) / 2;
  const from = index === 0 ? begins : middle(index - 1, index);
  const until = index === expectedAlerts.length - 1 ? to : middle(index, index + 1);
  return alerts.find(({ at, kind }) => at >= from && at <= until && !(kind !== undefined && REPEATING_KINDS.includes(kind)));
}

/** The alert whose message came longest after the promised time. If none was late, the slowest one that is not a repetition. */
function slowest(matches: readonly Match[]): Match {
  const most = (of: readonly Match[], measure: (match: Match) => number): Match => of.reduce((top, match) => (measure(match) > measure(top) ? match : top));
  const latest = most(matches, overdue);
  const first = matches.filter(({ alert }) => alert.repeats !== true);
  return overdue(latest) > 0 || first.length === 0 ? latest : most(first, delay);
}

/** Seconds after the promised time; negative when it was in time. */
function overdue(match: Match): number {
  return delay(match) - match.alert.withinSeconds;
}

function delay({ alert, message }: Match): number {
  return ((message?.at ?? Infinity) - alert.knowableAt) / 1000;
}

/** Whether the last message of an alarm that went off reports the recovery. */
function recoveryNotified(during: readonly DeliveredMessage[]): boolean {
  const last = new Map(during.map((message) => [message.alarm, message]));
  return [...last.values()].some(({ alarm, state }) => state === 'OK' && during.some((message) => message.alarm === alarm && message.state === 'ALARM'));
}

/** The severity that a message must have; undefined when the topics of an app have no severity. */
function severityWanted({ account, pipeline }: Played, wanted: WantedSeverity): string | undefined {
  if (wanted !== 'ofThePipeline') return wanted;
  const severities = ownTopics(account, pipeline).flatMap((arn) => {
    const topic = account.topics.find((candidate) => candidate.arn === arn);
    return topic === undefined ? [] : [severityOf(topic)];
  });
  return severities[0];
}

function whyUndetected({ play, lost, messages }: Played, during: readonly DeliveredMessage[], wanted: string | undefined, index: number): string {
  const which = play.expectedAlerts.length > 1 ? `Of ${play.expectedAlerts.length} expected alerts, number ${index + 1} was not sent. ` : '';
  const lower = during.find(({ state }) => state !== 'OK');
  if (lower !== undefined && play.expectedAlerts.length === 1) return `Someone was notified only at severity ${lower.severity}, by ${lower.alarm}, but it had to be ${wanted}.`;
  const unreceived = messages.find(({ at, state, to }) => at >= play.begins && state !== 'OK' && to.length === 0);
  const refused = lost.find(({ at }) => at >= play.begins);
  const wasLost = refused !== undefined && refused.at === unreceived?.at && refused.alarm === unreceived.alarm;
  if (unreceived !== undefined && !wasLost) return `${which}${unreceived.alarm} published to ${unreceived.topicArn}, but nobody received it: no subscription is confirmed.`;
  if (refused !== undefined) return `${which}${refused.alarm} went off, but its message was lost: ${refused.why}.`;
  return `${which}No alarm went off.`;
}
