import type { Instant } from '../core/time';
import type { Account } from '../template/model';
import type { PipelineModel } from '../template/pipeline';
import type { ExpectedAlert, FaultDefinition, Play, WantedSeverity } from './faults/fault';
import { ownTopics } from './faults/own-topics';
import type { DeliveredMessage, DrillResult, Outcome } from './result';
import { isAtLeast, severityOf } from './simulation/delivery/message';
import type { LostAction } from './simulation/delivery/topics';
import type { RunRecord } from './simulation/runs/run-plan';

/** What a play came to. */
export interface Played {
  readonly account: Account;
  readonly pipeline: PipelineModel;
  readonly fault: FaultDefinition;
  readonly play: Play;
  /** From when on an alarm that speaks before the fault is a false one. */
  readonly quietFrom: Instant;
  /** All messages about this pipeline or its observatory, in the order in which they were sent. */
  readonly messages: readonly DeliveredMessage[];
  /** Messages of the app's own alarms beside this library's. They may detect something; their noise counts for nothing. */
  readonly others?: readonly DeliveredMessage[];
  /** Another pipeline that was said to be broken although only this one was. */
  readonly bystander?: Bystander;
  /** The first slot before an instant that no run has served; undefined when there is none. */
  readonly unserved?: (until: Instant) => Instant | undefined;
  readonly lost: readonly LostAction[];
  readonly runs: readonly RunRecord[];
}

/** A pipeline that was not broken, and the first message that says it was. */
export interface Bystander {
  readonly name: string;
  readonly message: DeliveredMessage;
}

type Verdict = Pick<DrillResult, 'outcome' | 'reason' | 'remedy' | 'knowableAt' | 'detectedAt' | 'by' | 'because' | 'promisedSeconds' | 'recoveryNotified' | 'reliesOn'>;

/** Pipelines that share something are notified of each other's breakdowns. */
const APART = 'Give each pipeline a function or state machine of its own, and a schedule group of its own.';

/** Judges a play: was told what had to be, and nothing else? */
export function outcomeOf(played: Played): Verdict {
  const { fault, play, quietFrom } = played;
  const heard = played.messages.filter(({ to }) => to.length > 0);
  const early = heard.find(({ at, state }) => state !== 'OK' && at >= quietFrom && at < play.begins);
  if (early !== undefined) {
    const unserved = played.unserved?.(early.at);
    if (unserved !== undefined) return rightlyEarly(played, early, unserved);
    return { outcome: 'falseAlarm', reason: `${early.alarm} spoke before anything was wrong.`, detectedAt: early.at, ...firstDetection(early) };
  }
  const during = heard.filter(({ at }) => at >= play.begins && at <= play.to);
  const verdict = fault.expects === 'quiet' ? silence(during) : detected(played, during);
  const { bystander } = played;
  if (bystander === undefined || verdict.outcome === 'undetected' || verdict.outcome === 'falseAlarm') return verdict;
  const { name, message } = bystander;
  return { ...verdict, outcome: 'falseAlarm', reason: `"${message.subject}" was sent about ${name}, and nothing was wrong with ${name}.`, remedy: APART };
}

/** An alarm that speaks before anything was done, of a run that really is missing: the template is broken as it stands. */
function rightlyEarly({ pipeline }: Played, { alarm, at }: DeliveredMessage, unserved: Instant): Verdict {
  const due = new Date(unserved).toISOString().slice(0, 16).replace('T', ' ');
  return {
    outcome: 'brokenBefore', detectedAt: at,
    reason: `${alarm} notified somebody before anything was done, and rightly: no run of ${pipeline.stages[0].name} succeeded that was due at ${due} UTC.`,
    remedy: 'See what its schedule starts, and when. Make the expectation follow the schedule: RunExpectation.fromSchedule(…).',
  };
}

function silence(during: readonly DeliveredMessage[]): Verdict {
  const first = during.find(({ state }) => state !== 'OK');
  return first === undefined ? { outcome: 'correctlyQuiet' } : { outcome: 'falseAlarm', detectedAt: first.at, ...firstDetection(first), reason: `${first.alarm} spoke, and nothing was wrong.` };
}

function firstDetection({ alarm, because }: DeliveredMessage): Pick<DrillResult, 'by' | 'because'> {
  return { by: alarm, ...(because === undefined ? {} : { because }) };
}

/** A debt, with the first message that pays it. */
interface Match {
  readonly alert: ExpectedAlert;
  readonly message?: DeliveredMessage;
  /** Whether it is one of the app's own alarms, and none of this library's. */
  readonly byOther?: boolean;
}

function detected(played: Played, during: readonly DeliveredMessage[]): Verdict {
  const { play } = played;
  const expectedAlerts = play.expectedAlerts.map((alert) => ({ ...alert, knowableAt: alert.knownFrom?.(played.runs) ?? alert.knowableAt }));
  const wanted = severityWanted(played, play.severity ?? 'ofThePipeline');
  const isSpeaking = ({ state, severity }: DeliveredMessage): boolean => state !== 'OK' && (wanted === undefined || isAtLeast(severity, wanted));
  const speaking = during.filter(isSpeaking);
  const others = otherAlarms(played).filter(isSpeaking);
  const payments = expectedAlerts.map((alert, index): Match => {
    const own: Match = { alert, message: firstAbout(speaking, { ...play, expectedAlerts }, index) };
    const other: Match = { alert, message: firstAbout(others, { ...play, expectedAlerts }, index), byOther: true };
    return overdue(own) > 0 && overdue(other) < overdue(own) ? other : own;
  });
  const reliesOn = payments.find(({ byOther }) => byOther === true)?.message?.alarm;
  const unpaid = payments.findIndex(({ message }) => message === undefined);
  const shown = unpaid >= 0 ? payments[unpaid]! : mostSevere(payments);
  const common = {
    knowableAt: shown.alert.knowableAt,
    promisedSeconds: shown.alert.withinSeconds,
    ...(reliesOn === undefined ? {} : { reliesOn }),
    ...(shown.message === undefined ? {} : { detectedAt: shown.message.at, ...firstDetection(shown.message) }),
    ...(play.heals === undefined || unpaid >= 0 ? {} : { recoveryNotified: recoveryNotified(during) }),
  };
  const say = (outcome: Outcome, reason?: string): Verdict => ({ outcome, ...common, ...(reason === undefined ? {} : { reason }) });

  if (unpaid >= 0) return say('undetected', whyUndetected(played, during, wanted, unpaid));
  if (play.mostMessages !== undefined && during.length > play.mostMessages) {
    return say('falseAlarm', `It was told with ${during.length} messages, and ${play.mostMessages} at most were expected.`);
  }
  const unwanted = during.find(({ state, ...message }) => state !== 'OK' && play.unwanted?.({ state, ...message }) === true);
  if (unwanted !== undefined) return say('falseAlarm', `"${unwanted.subject}" was told, and something else says it already.`);
  const allClear = during.find(({ at, kind }) => kind === 'recovered' && at < (play.unhealedUntil ?? -Infinity));
  if (allClear !== undefined) return say('falseAlarm', `"${allClear.subject}" was sent, and no run had succeeded since.`);
  return say(overdue(shown) > 0 ? 'detectedLate' : 'detected');
}

/** What the app's own alarms say meanwhile. One that has spoken before anything was wrong detects nothing by speaking again. */
function otherAlarms({ others = [], play, quietFrom }: Played): DeliveredMessage[] {
  const heard = others.filter(({ to }) => to.length > 0);
  const noisy = new Set(heard.filter(({ at, state }) => state !== 'OK' && at >= quietFrom && at < play.begins).map(({ alarm }) => alarm));
  return heard.filter(({ at, alarm }) => at >= play.begins && at <= play.to && !noisy.has(alarm));
}

/** Messages that say again, or of what was told before, why it was. */
const OLD_NEWS: readonly NonNullable<DeliveredMessage['kind']>[] = ['reminder', 'escalated', 'explained'];

/**
 * The first message that is about a debt. Where nothing says which are, that is of several the first from halfway between
 * the one before and it, to halfway to the next.
 */
function firstAbout(speaking: readonly DeliveredMessage[], { expectedAlerts, begins, to }: Play, index: number): DeliveredMessage | undefined {
  const { paidBy } = expectedAlerts[index]!;
  if (paidBy !== undefined) return speaking.find(paidBy);
  const middle = (a: number, b: number): Instant => (expectedAlerts[a]!.knowableAt + expectedAlerts[b]!.knowableAt) / 2;
  const from = index === 0 ? begins : middle(index - 1, index);
  const until = index === expectedAlerts.length - 1 ? to : middle(index, index + 1);
  return speaking.find(({ at, kind }) => at >= from && at <= until && !(kind !== undefined && OLD_NEWS.includes(kind)));
}

/** The payment that came longest after it was promised; where none did, the slowest that is no repetition. */
function mostSevere(payments: readonly Match[]): Match {
  const most = (of: readonly Match[], measure: (payment: Match) => number): Match => of.reduce((top, payment) => (measure(payment) > measure(top) ? payment : top));
  const latest = most(payments, overdue);
  const first = payments.filter(({ alert }) => alert.repeats !== true);
  return overdue(latest) > 0 || first.length === 0 ? latest : most(first, delay);
}

/** Seconds after the promise; negative in time. */
function overdue(payment: Match): number {
  return delay(payment) - payment.alert.withinSeconds;
}

function delay({ alert, message }: Match): number {
  return ((message?.at ?? Infinity) - alert.knowableAt) / 1000;
}

/** Whether one of the alarms that spoke also said, as its last word, that it is over. */
function recoveryNotified(during: readonly DeliveredMessage[]): boolean {
  const last = new Map(during.map((message) => [message.alarm, message]));
  return [...last.values()].some(({ alarm, state }) => state === 'OK' && during.some((message) => message.alarm === alarm && message.state === 'ALARM'));
}

/** The severity that is asked for; undefined where the topics of an app have none. */
function severityWanted({ account, pipeline }: Played, wanted: WantedSeverity): string | undefined {
  if (wanted !== 'ofThePipeline') return wanted;
  const severities = ownTopics(account, pipeline).flatMap((arn) => {
    const topic = account.topics.find((candidate) => candidate.arn === arn);
    return topic === undefined ? [] : [severityOf(topic)];
  });
  return severities[0];
}

function whyUndetected({ play, lost, messages }: Played, during: readonly DeliveredMessage[], wanted: string | undefined, index: number): string {
  const which = play.expectedAlerts.length > 1 ? `Of ${play.expectedAlerts.length} that had to be told, number ${index + 1} was not. ` : '';
  const lower = during.find(({ state }) => state !== 'OK');
  if (lower !== undefined && play.expectedAlerts.length === 1) return `It was only told as ${lower.severity}, by ${lower.alarm}, and had to be as ${wanted}.`;
  const unheard = messages.find(({ at, state, to }) => at >= play.begins && state !== 'OK' && to.length === 0);
  const refused = lost.find(({ at }) => at >= play.begins);
  const wasLost = refused !== undefined && refused.at === unheard?.at && refused.alarm === unheard.alarm;
  if (unheard !== undefined && !wasLost) return `${which}${unheard.alarm} spoke to ${unheard.topicArn}, and nobody heard it: no subscriber is confirmed.`;
  if (refused !== undefined) return `${which}${refused.alarm} spoke, and its message was lost: ${refused.why}.`;
  return `${which}No alarm spoke.`;
}
