import { SECOND } from '../../../core/time';
import type { PipeModel } from '../../account/model';
import { roleMay, roleMayUseKey } from '../../account/policy/role-may';
import type { Surroundings } from '../surroundings';
import type { DeadLetterQueue, QueuedMessage } from './dead-letter-queue';
import { filledIn } from './input-template';
import { rawMessage } from './raw-message';
import type { Topics } from './topics';

/** What a pipe needs of a queue. [EventBridge user guide, "Amazon SQS as an EventBridge pipe source"] */
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** A pipe asks its queue all the time. */
const POLL = 2 * SECOND;

/** A pipe that takes messages out of a queue and publishes them to a topic. What it cannot publish stays in the queue. */
export class PipeHost {
  public constructor(
    private readonly world: Surroundings,
    private readonly model: PipeModel,
    private readonly queue: DeadLetterQueue,
    private readonly topics: Topics,
  ) {}

  /** Begins to take messages, if it runs and its role may. */
  public start(): void {
    if (this.model.running && this.#mayRead()) this.queue.consumer = (message) => this.#take(message);
  }

  #mayRead(): boolean {
    const { roleName, sourceArn } = this.model;
    return QUEUE_ACTIONS.every((action) => roleMay(this.world.account, roleName, { action, resource: sourceArn }).allowed) && this.#mayDecrypt();
  }

  /** A reader of an encrypted queue needs its key. [sqs: sqs-key-management.html] */
  #mayDecrypt(): boolean {
    const { keyId, name, arn } = this.queue.model;
    if (keyId === undefined) return true;
    const { roleName } = this.model;
    const { allowed, known, reason } = roleMayUseKey(this.world.account, roleName, { keyId, owner: `queue ${name}`, service: 'sqs', actions: ['kms:Decrypt'] });
    if (!allowed && !known) this.world.assumptions.add(arn, `${reason}; that the role ${roleName} may use it is assumed`);
    return allowed || !known;
  }

  #take(message: QueuedMessage): boolean {
    const { inputTemplate, roleName, targetArn } = this.model;
    const record = this.#recordOf(message);
    const text = inputTemplate === undefined ? JSON.stringify(record) : filledIn(inputTemplate, record, { 'aws.pipes.event.json': JSON.stringify(record) });
    const now = message.at + POLL;
    const refusal = this.topics.refusalOf(roleName, targetArn, message.at);
    if (refusal !== undefined) return false;
    this.world.queue.at(now, () => void this.topics.publish(roleName, targetArn, rawMessage(text), now));
    return true;
  }

  /** A message as SQS gives it to a pipe. */
  #recordOf({ body, attributes, at }: QueuedMessage): object {
    const { name, sourceArn } = this.model;
    return {
      messageId: `${name}-${at}`, receiptHandle: 'handle', body, attributes: { SentTimestamp: String(at), ApproximateReceiveCount: '1' },
      messageAttributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, { stringValue: value, dataType: 'String' }])),
      eventSource: 'aws:sqs', eventSourceARN: sourceArn, awsRegion: this.world.account.region,
    };
  }
}
