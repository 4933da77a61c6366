import type { Profile } from '../../core/contract/profile';
import { Diagnosis } from '../../core/diagnosis/diagnosis';
import { decide } from '../../core/incident/decide';
import { claim, hold, release, sent, unclaimed } from '../../core/incident/outbox';
import { IncidentRecord, Notification } from '../../core/incident/record';
import { Message } from '../../core/message/facts';
import { incidentMessage } from '../../core/message/incident-message';
import type { SeverityName } from '../../core/signals';
import { Instant } from '../../core/time';
import { isThrottling, reasonOf } from '../shared/log';
import { explain, factsOf } from './compose';
import type { NotifierEnvironment } from './environment';
import { updateRecord } from './incident-records';
import { contextOf, PipelineState, withProblem } from './pipeline-state';
import type { NotifierPorts } from './ports';

/** What went wrong on the way out. Everything else was tried all the same. */
export class DeliveryError extends Error {
  public constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'DeliveryError';
  }
}

/**
 * The topics that a notice goes to, the one that must be reached first. A recovery goes wherever its incident was told; but
 * not on both topics of the observatory where the same people hear both.
 */
export function topicsOf(notification: Notification, profile: Profile | undefined, environment: NotifierEnvironment): string[] {
  const { escalation } = environment;
  if (notification.kind === 'escalated') return escalation === undefined ? topicsOfSeverity(notification.severity, profile, environment) : [escalation.topicArn];
  const severities = notification.kind === 'recovered' ? recoverySeverities(notification, environment) : [notification.severity];
  const isEscalated = notification.kind === 'recovered' && notification.incident?.escalatedAt !== undefined;
  return unique([
    ...severities.flatMap((severity) => topicsOfSeverity(severity, profile, environment)),
    ...(isEscalated && escalation !== undefined ? [escalation.topicArn] : []),
  ]);
}

/** The observatory's topic of a severity, and those that are told besides. */
function topicsOfSeverity(severity: SeverityName, profile: Profile | undefined, environment: NotifierEnvironment): string[] {
  const also = [...environment.extraTopics, ...(profile?.topics ?? [])].filter((topic) => topic.severity === severity);
  return unique([environment.topics[severity], ...also.map(({ topicArn }) => topicArn)]);
}

function recoverySeverities({ severity, incident }: Notification, { warningCovered }: NotifierEnvironment): SeverityName[] {
  const told = incident?.notifiedSeverities ?? [];
  return told.includes('critical') && !warningCovered ? unique([severity, ...told]) : [severity];
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** All records as they were lately, or as many as could be read. */
interface LatelyRecords {
  readonly records: readonly IncidentRecord[];
  /** Why others are missing, a clause. */
  readonly problem?: string;
}

/** What delivering needs besides the notice. */
export interface Delivery {
  readonly ports: NotifierPorts;
  readonly environment: NotifierEnvironment;
  readonly state: PipelineState;
  /** All records as they were lately, to name who is held back. Asked for when there is something to tell. */
  readonly records: () => Promise<LatelyRecords>;
  readonly now: Instant;
  /** Whether there is time to wait for reasons that come after the message. @default false */
  readonly mayWait?: boolean;
}

/**
 * Sends what lies in a record's outbox and nobody is sending. Each notice is claimed by a conditional write before it is
 * sent, so that two at once send it once; if whoever claimed it dies, the next tick sends it: at least once is better than
 * silence. What cannot be sent at once since many others were is held, and told with them by the next tick.
 *
 * If it dies the raw alarm reaches the critical topic by the function's failure destination, and NotifierFailing speaks.
 *
 * @throws DeliveryError when something could not be sent, after everything was tried
 */
export async function deliver(delivery: Delivery, record: IncidentRecord): Promise<void> {
  const problems: string[] = [];
  for (const notification of unclaimed(record, delivery.now)) {
    // A digest and what is held go out by the tick.
    if (notification.kind === 'digest' || notification.pending) continue;
    problems.push(...await deliverOne(delivery, record.pipeline, notification));
  }
  if (problems.length > 0) throw new DeliveryError(problems);
}

/** @returns what went wrong */
async function deliverOne(delivery: Delivery, pipeline: string, notification: Notification): Promise<string[]> {
  const { ports, now, state } = delivery;
  const { mayGo, problem } = await acquireSendSlot(delivery, notification);
  if (!mayGo) {
    await updateRecord(ports.table, pipeline, now, (record) => hold(record, notification.key));
    return [];
  }
  if (!await claimed(ports, pipeline, notification.key, now)) return [];
  return sendOne({ ...delivery, state: withProblem(state, problem) }, notification, {
    ...settling(delivery, pipeline, notification.key),
    ...(delivery.mayWait === true ? { explained: (diagnosis: Diagnosis) => explained(delivery, notification, diagnosis) } : {}),
  });
}

/**
 * Whether not too many messages went out lately. Whoever is not counted because too many want to be is in a storm, and told
 * with the others by the next tick. Where it cannot be counted for another reason, silence would be worse than a storm.
 */
async function acquireSendSlot({ ports, now }: Delivery, notification: Notification): Promise<{ readonly mayGo: boolean; readonly problem?: string }> {
  try {
    return { mayGo: await ports.table.acquireSendSlot(notification.recovered === undefined ? 'opened' : 'recovered', now) };
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'turnsNotCounted', problem: reasonOf(error) });
    return isThrottling(error) ? { mayGo: false } : { mayGo: true, problem: `messages cannot be counted, so that many at once would all be sent: ${reasonOf(error)}` };
  }
}

/** Takes a notice for oneself. False when somebody else has it or has sent it. */
export async function claimed(ports: NotifierPorts, pipeline: string, key: string, now: Instant): Promise<boolean> {
  let mine = false;
  await updateRecord(ports.table, pipeline, now, (record) => {
    mine = unclaimed(record, now).some((notification) => notification.key === key);
    return mine ? claim(record, key, now) : record;
  });
  return mine;
}

/** What is done after a message was sent, or could not be. */
interface Afterwards {
  readonly sent: () => Promise<void>;
  readonly failed: () => Promise<void>;
  /** The reasons that were found after the message was sent. */
  readonly explained?: (diagnosis: Diagnosis) => Promise<string[]>;
}

/** Composes and sends one notice. @returns what went wrong */
export async function sendOne(delivery: Delivery, notification: Notification, afterwards: Afterwards, given?: Diagnosis): Promise<string[]> {
  const { ports, environment, now } = delivery;
  const { records, problem } = await delivery.records();
  const state = withProblem(delivery.state, problem);
  const diagnosis = explain(ports, notification, state, records, environment, now);
  const first = given ?? await diagnosis.first;
  const message = incidentMessage(factsOf(notification, state, first, records, environment, now));
  const problems = await sendTo(ports, topicsOf(notification, state.profile, environment), message);
  if (problems === 'notSent') {
    await afterwards.failed();
    return [`${notification.key} was not sent`];
  }
  await afterwards.sent();
  if (given !== undefined || first.complete || afterwards.explained === undefined) return problems;
  const rest = await diagnosis.rest;
  return rest.reasons.length > first.reasons.length ? [...problems, ...await afterwards.explained(rest)] : problems;
}

/** The reason has come after the message: it follows. */
async function explained(delivery: Delivery, { key, incident }: Notification, diagnosis: Diagnosis): Promise<string[]> {
  const { ports, environment, state, now } = delivery;
  const context = contextOf(state, (await delivery.records()).records, environment, now);
  const record = await updateRecord(ports.table, state.pipeline, now, (current) =>
    (current.incident === undefined || current.incident.id !== incident?.id ? current : decide(current, current.incident, { kind: 'explained', number: key }, context)));
  const notification = unclaimed(record, now).find(({ kind }) => kind === 'explained');
  if (notification === undefined || !await claimed(ports, state.pipeline, notification.key, now)) return [];
  return sendOne(delivery, notification, settling(delivery, state.pipeline, notification.key), diagnosis);
}

/** Writes into a record what became of a claimed notice. */
function settling({ ports, now }: Delivery, pipeline: string, key: string): Afterwards {
  return {
    sent: async () => { await updateRecord(ports.table, pipeline, now, (record) => sent(record, key, now)); },
    failed: async () => { await updateRecord(ports.table, pipeline, now, (record) => release(record, key)); },
  };
}

/**
 * Publishes a message to topics, and as an event on the bus. It counts as sent when the first topic has it: were it sent
 * again for a topic that takes none, whoever heard it would hear it again and again.
 *
 * @returns what went wrong besides; `notSent` when the first topic does not have it
 */
export async function sendTo(ports: NotifierPorts, topics: readonly string[], message: Message): Promise<string[] | 'notSent'> {
  const problems: string[] = [];
  const attempt = async (what: string, act: () => Promise<void>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      problems.push(`${what}: ${reasonOf(error)}`);
      ports.log({ level: 'ERROR', event: 'notSent', to: what, subject: message.subject, problem: reasonOf(error) });
      return false;
    }
  };
  const outgoing = { subject: message.subject, text: message.email, sms: message.sms };
  for (const [index, topicArn] of topics.entries()) {
    const isSent = await attempt(topicArn, () => ports.publish(topicArn, outgoing));
    if (!isSent && index === 0) return 'notSent';
  }
  await attempt('the event bus', () => ports.emit(message.event));
  return problems;
}
