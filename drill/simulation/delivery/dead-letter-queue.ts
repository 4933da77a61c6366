import { Instant, MINUTE } from '../../../core/time';
import type { QueueModel } from '../../../template/model';
import { isAllowed } from '../../../template/policy/decision';
import { serviceMayUseKey } from '../../../template/policy/permissions';
import type { FailedInvocation } from '../runs/function-host';
import { Stream } from '../series';
import type { SimContext } from '../sim-context';

/** What a failure destination receives. (Lambda developer guide, "Retaining records of asynchronous invocations") */
export function failureRecord({ functionArn, payload, condition, attempts, error }: FailedInvocation, now: Instant): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { functionArn: `${functionArn}:$LATEST`, condition, approximateInvokeCount: attempts },
    requestPayload: JSON.parse(payload) as unknown,
    ...(error === undefined ? {} : { responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' }, responsePayload: error }),
  });
}

/** A message in a queue. */
export interface QueuedMessage {
  readonly at: Instant;
  readonly body: string;
  /** Attributes of the message, such as `ERROR_CODE`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A queue for messages that could not be delivered. Unless a pipe empties it, it has a point of its depth every minute. */
export class DeadLetterQueue {
  /** Messages that nothing has taken out, oldest first. */
  public readonly messages: QueuedMessage[] = [];
  /** Takes messages out of the queue: it gets each new message, and returns whether it could handle it. */
  public consumer: ((message: QueuedMessage) => boolean) | undefined;
  #stream: Stream | undefined;

  public constructor(private readonly sim: SimContext, public readonly model: QueueModel) {}

  /** Why a service may not send to the queue; undefined when it may. A role of the account needs no policy of the queue. */
  public refusal(service: string, sourceArn: string): string | undefined {
    const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': this.sim.account.accountId, 'aws:SecureTransport': 'true' };
    const request = { principal: `service:${service}`, action: 'sqs:SendMessage', resource: this.model.arn, context };
    if (!isAllowed(this.model.policy ?? [], request)) return `the policy of the queue ${this.model.name} does not let ${service} send to it`;
    return this.#keyRefusal(service, sourceArn);
  }

  /** What a service needs of an encrypted queue's key to send to it. [sqs: sqs-key-management.html] */
  #keyRefusal(service: string, sourceArn: string): string | undefined {
    const { keyId, name, arn } = this.model;
    if (keyId === undefined) return undefined;
    const { allowed, known, reason } = serviceMayUseKey(this.sim.account, service, sourceArn, { keyId, owner: `queue ${name}`, service: 'sqs', actions: ['kms:GenerateDataKey', 'kms:Decrypt'] });
    if (!allowed && !known) this.sim.assumptions.add(arn, `${reason}; the drill assumes that ${service} may use it`);
    return allowed || !known ? undefined : reason;
  }

  public receive(now: Instant, message: Omit<QueuedMessage, 'at'>): void {
    const queued = { ...message, at: now };
    if (this.consumer?.(queued) === true) return;
    this.messages.push(queued);
    this.#showDepth(now);
  }

  #showDepth(now: Instant): void {
    const series = this.sim.store.find({
      namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: this.model.name },
    });
    if (series === undefined) return;
    const next = Math.ceil(now / MINUTE) * MINUTE;
    if (this.#stream !== undefined) series.closeBefore(this.#stream, next);
    this.#stream = new Stream(next, MINUTE, this.messages.length, 1000 * this.sim.settings.publicationSeconds.from);
    series.open(this.#stream);
  }
}
