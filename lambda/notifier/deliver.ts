import { unique } from '../../core/collections';
import type { Profile } from '../../core/contract/profile';
import { Diagnosis } from '../../core/diagnosis/diagnosis';
import { decide } from '../../core/incident/decide';
import { hold, release, sent, unclaimed } from '../../core/incident/outbox';
import { IncidentRecord, Notification } from '../../core/incident/record';
import { Message } from '../../core/message/facts';
import { incidentMessage } from '../../core/message/incident-message';
import type { SeverityName } from '../../core/signals';
import { isThrottling, reasonOf } from '../shared/log';
import { explain, factsOf } from './compose';
import type { NotifierEnvironment } from './environment';
import { contextOf } from './fold-context';
import { PipelineState, withProblem } from './pipeline-state';
import type { NotifierPorts } from './ports';
import type { NotifierRun } from './run';

/** What could not be sent or done. Everything else was tried all the same. */
export class DeliveryError extends Error {
  public constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'DeliveryError';
  }
}

/**
 * The topics that a notification goes to. The first one must be reached. A recovery goes to every topic that received the
 * incident; but not to both topics of the observatory when the same people are subscribed to both.
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

/** The observatory's topic of a severity, then the extra topics of the observatory and of the pipeline. */
function topicsOfSeverity(severity: SeverityName, profile: Profile | undefined, environment: NotifierEnvironment): string[] {
  const extra = [...environment.extraTopics, ...(profile?.topics ?? [])].filter((topic) => topic.severity === severity);
  return unique([environment.topics[severity], ...extra.map(({ topicArn }) => topicArn)]);
}

function recoverySeverities({ severity, incident }: Notification, { warningCovered }: NotifierEnvironment): SeverityName[] {
  const notified = incident?.notifiedSeverities ?? [];
  return notified.includes('critical') && !warningCovered ? unique([severity, ...notified]) : [severity];
}

/** The records of all pipelines, or as many as could be read. */
interface OtherRecords {
  readonly records: readonly IncidentRecord[];
  /** Why some are missing, a clause. */
  readonly problem?: string;
}

/** What a delivery needs to know about the pipeline and its surroundings. */
export interface DeliveryOptions {
  readonly state: PipelineState;
  /** The records of all pipelines, to name the pipelines that an incident suppresses. Called only when something is sent. */
  readonly records: () => Promise<OtherRecords>;
  /** Whether to wait for reasons that are found after the message was sent, and to send them as a second message. @default false */
  readonly waitsForReasons?: boolean;
}

/** What to do after a notification was sent, or could not be sent. */
interface Afterwards {
  readonly sent: () => Promise<void>;
  readonly failed: () => Promise<void>;
  /** Sends reasons that were found after the message. @returns what went wrong */
  readonly explained?: (diagnosis: Diagnosis) => Promise<string[]>;
}

/**
 * Sends the notifications of one pipeline: acquire a send slot → claim → compose → publish → record → send late reasons.
 *
 * A conditional write claims each notification before it is sent, so that of two processes only one sends it. If that process
 * dies, the next tick sends the notification: at least once is better than silence. When the send slots of the window are
 * taken, the notification is held, and a later tick sends it as part of a group.
 *
 * If this code fails, the invocation fails and the alarm NotifierFailing fires. When the receiver's retry fails too, Lambda's
 * failure destination sends the unformatted alarm to the critical topic.
 */
export class Delivery {
  public constructor(private readonly run: NotifierRun, private readonly options: DeliveryOptions) {}

  /**
   * Sends the notifications in a record's outbox that no other process is sending.
   *
   * @throws DeliveryError when something could not be sent, after everything was tried
   */
  public async sendAll(record: IncidentRecord): Promise<void> {
    const problems: string[] = [];
    for (const notification of unclaimed(record, this.run.now)) {
      // The tick itself sends digests and groups.
      if (notification.kind === 'digest' || notification.pending) continue;
      problems.push(...await this.#sendInTurn(record.pipeline, notification));
    }
    if (problems.length > 0) throw new DeliveryError(problems);
  }

  /** Composes and sends one notification that this process has claimed. @returns what went wrong */
  public async sendOne(notification: Notification, afterwards: Afterwards, reasons?: Diagnosis): Promise<string[]> {
    const { run } = this;
    const { records, problem } = await this.options.records();
    const subject = { notification, state: withProblem(this.options.state, problem), records };
    const diagnosis = explain(run, subject);
    const first = reasons ?? await diagnosis.first;
    const message = incidentMessage(factsOf(run, subject, first));
    const problems = await publishTo(run.ports, topicsOf(notification, subject.state.profile, run.environment), message);
    if (problems === 'notSent') {
      await afterwards.failed();
      return [`${notification.key} was not sent`];
    }
    await afterwards.sent();
    if (reasons !== undefined || first.complete || afterwards.explained === undefined) return problems;
    const rest = await diagnosis.rest;
    return rest.reasons.length > first.reasons.length ? [...problems, ...await afterwards.explained(rest)] : problems;
  }

  /** @returns what went wrong */
  async #sendInTurn(pipeline: string, notification: Notification): Promise<string[]> {
    const { isAcquired, problem } = await this.#acquireSendSlot(notification);
    if (!isAcquired) {
      await this.run.update(pipeline, (record) => hold(record, notification.key));
      return [];
    }
    if (!await this.run.claim(pipeline, notification.key)) return [];
    return this.#knowing(problem).sendOne(notification, {
      ...this.#recording(pipeline, notification.key),
      ...(this.options.waitsForReasons === true ? { explained: (diagnosis: Diagnosis) => this.#sendReasons(notification, diagnosis) } : {}),
    });
  }

  /**
   * Whether one more message may go out in this window. A throttled table means a storm: then the message is held, and a tick
   * sends it with the others. When the table fails for another reason, the message goes out: a storm is better than silence.
   */
  async #acquireSendSlot(notification: Notification): Promise<{ readonly isAcquired: boolean; readonly problem?: string }> {
    const { ports, table, now } = this.run;
    try {
      return { isAcquired: await table.acquireSendSlot(notification.recovered === undefined ? 'opened' : 'recovered', now) };
    } catch (error) {
      ports.log({ level: 'ERROR', event: 'sendSlotsNotCounted', problem: reasonOf(error) });
      return isThrottling(error) ? { isAcquired: false } : { isAcquired: true, problem: `messages cannot be counted, so a storm of alarms would send every message: ${reasonOf(error)}` };
    }
  }

  /** The same delivery, whose messages name one more problem. */
  #knowing(problem: string | undefined): Delivery {
    return problem === undefined ? this : new Delivery(this.run, { ...this.options, state: withProblem(this.options.state, problem) });
  }

  /** Sends reasons that were found after their message. @returns what went wrong */
  async #sendReasons({ key, incident }: Notification, diagnosis: Diagnosis): Promise<string[]> {
    const { run, options: { state } } = this;
    const context = contextOf(run, state, (await this.options.records()).records);
    const record = await run.update(state.pipeline, (current) =>
      (current.incident === undefined || current.incident.id !== incident?.id ? current : decide(current, current.incident, { kind: 'explained', number: key }, context)));
    const notification = unclaimed(record, run.now).find(({ kind }) => kind === 'explained');
    if (notification === undefined || !await run.claim(state.pipeline, notification.key)) return [];
    return this.sendOne(notification, this.#recording(state.pipeline, notification.key), diagnosis);
  }

  /** Records in the pipeline's record whether a claimed notification was sent. */
  #recording(pipeline: string, key: string): Afterwards {
    const { run } = this;
    return {
      sent: async () => { await run.update(pipeline, (record) => sent(record, key, run.now)); },
      failed: async () => { await run.update(pipeline, (record) => release(record, key)); },
    };
  }
}

/**
 * Publishes a message to topics, and as an event to the event bus. The message counts as sent when the first topic has taken
 * it. If another topic's failure made it count as not sent, the subscribers of the first topic would get it again and again.
 *
 * @returns what else went wrong; `notSent` when the first topic did not take the message
 */
export async function publishTo(ports: NotifierPorts, topics: readonly string[], message: Message): Promise<string[] | 'notSent'> {
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
