import { own } from '../../../core/collections';
import { isObject } from '../../../core/json';
import { SECOND } from '../../../core/time';
import type { PipeModel } from '../../../template/model';
import { roleMay, roleMayUseKey } from '../../../template/policy/permissions';
import type { SimContext } from '../sim-context';
import type { DeadLetterQueue, QueuedMessage } from './dead-letter-queue';
import { unformattedMessage } from './message';
import type { Topics } from './topics';

const PLACE = /<(\$|aws\.pipes\.[a-z.-]+)((?:\.[A-Za-z0-9_-]+|\[\d+\])*)>/g;

/**
 * What a pipe makes of a record by its template. Placeholders such as `<$.body.Message>` are replaced by parts of the record; a
 * JSON text in the record can be used like an object. A template in quotes gives a text. (EventBridge user guide, "Amazon
 * EventBridge Pipes input transformation")
 * @param record an object
 * @param reserved values of `aws.pipes.…`
 */
export function filledIn(template: string, record: unknown, reserved: Readonly<Record<string, string>> = {}): string {
  const isText = template.trimStart().startsWith('"');
  const filled = template.replace(PLACE, (place, root: string, path: string, offset: number) => {
    const value = root === '$' ? at(record, path) : own(reserved, root);
    if (value === undefined) return '';
    if (isText || isQuoted(template, place, offset)) return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(JSON.stringify(value)).slice(1, -1);
    return typeof value === 'string' && typeof parsed(value) !== 'string' ? value : JSON.stringify(value);
  });
  if (!isText) return filled;
  try {
    return String(JSON.parse(filled));
  } catch {
    return filled;
  }
}

/** Whether a placeholder stands alone between quotes. */
function isQuoted(template: string, place: string, offset: number): boolean {
  return template[offset - 1] === '"' && template[offset + place.length] === '"';
}

function at(record: unknown, path: string): unknown {
  let value = record;
  for (const [, name, index] of path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)) {
    value = parsed(value);
    if (name !== undefined) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    else value = Array.isArray(value) ? (value as unknown[])[Number(index)] : undefined;
  }
  return value;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What a pipe needs of a queue. [EventBridge user guide, "Amazon SQS as an EventBridge pipe source"] */
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
/** A pipe polls its queue all the time. */
const POLL = 2 * SECOND;

/**
 * A pipe that takes messages out of a queue and publishes them to a topic. A message that it cannot publish stays in the queue.
 */
export class PipeHost {
  public constructor(
    private readonly sim: SimContext,
    private readonly model: PipeModel,
    private readonly queue: DeadLetterQueue,
    private readonly topics: Topics,
  ) {}

  /** Begins to take messages, if it is running and its role allows it. */
  public start(): void {
    if (this.model.running && this.#mayRead()) this.queue.consumer = (message) => this.#take(message);
  }

  #mayRead(): boolean {
    const { roleName, sourceArn } = this.model;
    return QUEUE_ACTIONS.every((action) => roleMay(this.sim.account, roleName, { action, resource: sourceArn }).allowed) && this.#mayDecrypt();
  }

  /** A reader of an encrypted queue needs its key. [sqs: sqs-key-management.html] */
  #mayDecrypt(): boolean {
    const { keyId, name, arn } = this.queue.model;
    if (keyId === undefined) return true;
    const { roleName } = this.model;
    const { allowed, known, reason } = roleMayUseKey(this.sim.account, roleName, { keyId, owner: `queue ${name}`, service: 'sqs', actions: ['kms:Decrypt'] });
    if (!allowed && !known) this.sim.assumptions.add(arn, `${reason}; the drill assumes that the role ${roleName} may use it`);
    return allowed || !known;
  }

  #take(message: QueuedMessage): boolean {
    const { inputTemplate, roleName, targetArn } = this.model;
    const record = this.#recordOf(message);
    const text = inputTemplate === undefined ? JSON.stringify(record) : filledIn(inputTemplate, record, { 'aws.pipes.event.json': JSON.stringify(record) });
    const now = message.at + POLL;
    const refusal = this.topics.refusalOf(roleName, targetArn, message.at);
    if (refusal !== undefined) return false;
    this.sim.queue.at(now, () => void this.topics.publish(roleName, targetArn, unformattedMessage(text), now));
    return true;
  }

  /** A message as a pipe gets it from SQS. */
  #recordOf({ body, attributes, at }: QueuedMessage): object {
    const { name, sourceArn } = this.model;
    return {
      messageId: `${name}-${at}`, receiptHandle: 'handle', body, attributes: { SentTimestamp: String(at), ApproximateReceiveCount: '1' },
      messageAttributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, { stringValue: value, dataType: 'String' }])),
      eventSource: 'aws:sqs', eventSourceARN: sourceArn, awsRegion: this.sim.account.region,
    };
  }
}
