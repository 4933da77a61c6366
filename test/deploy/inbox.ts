import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Account } from './account';
import { until } from './until';

/** What a topic put into the queue that is subscribed to it. */
export interface ReceivedMessage {
  readonly topicArn: string;
  readonly subject: string;
  readonly text: string;
}

/** Reads the messages of a queue and keeps what it has read. */
class Messages<T> {
  readonly #messages: T[] = [];

  public constructor(private readonly account: Account, private readonly queueUrl: string, private readonly read: (body: string) => T) {}

  /** Waits for a message. */
  public async one(what: string, is: (message: T) => boolean, timeoutSeconds = 20): Promise<T> {
    return until(`the message ${what}`, timeoutSeconds, async () => (await this.all()).find(is));
  }

  /** All that came so far, in its order. */
  public async all(): Promise<readonly T[]> {
    for (;;) {
      const { Messages: received = [] } = await this.account.queues.send(new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10 }));
      if (received.length === 0) return this.#messages;
      for (const { Body: body, ReceiptHandle: handle } of received) {
        this.#messages.push(this.read(body!));
        await this.account.queues.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle: handle }));
      }
    }
  }
}

/** The queue that is subscribed to the observatory's topics: what a person would get by mail. */
export class Inbox extends Messages<ReceivedMessage> {
  public constructor(account: Account, queueUrl: string) {
    super(account, queueUrl, (body) => {
      const { TopicArn: topicArn, Subject: subject = '', Message: text } = JSON.parse(body) as { TopicArn: string; Subject?: string; Message: string };
      return { topicArn, subject, text };
    });
  }

  /** The subjects of what was sent about a pipeline, in their order. */
  public async subjectsAbout(pipeline: string): Promise<string[]> {
    return (await this.all()).map(({ subject }) => subject).filter((subject) => new RegExp(`\\b${pipeline}\\b`).test(subject));
  }

  /** Waits for the message, as CloudWatch writes it, that an alarm went into a state. */
  public async unformattedAlarm(alarmName: string, state: string): Promise<ReceivedMessage> {
    return this.one(`of CloudWatch that ${alarmName} is ${state}`, ({ text }) => {
      const alarm = alarmIn(text);
      return alarm?.AlarmName === alarmName && alarm.NewStateValue === state;
    });
  }
}

/** What CloudWatch writes to a topic when an alarm changes its state, as far as it matters here. */
interface AlarmMessage {
  readonly AlarmName: string;
  readonly NewStateValue: string;
}

function alarmIn(text: string): AlarmMessage | undefined {
  try {
    return JSON.parse(text) as AlarmMessage;
  } catch {
    // It is a text for people.
    return undefined;
  }
}

/** An event of the notifier, as a rule on the default bus got it. */
export interface IncidentEvent {
  readonly source: string;
  readonly type: string;
  readonly detail: { readonly observatory: string; readonly pipeline?: string; readonly subject: string; readonly text: string };
}

/** The queue that a rule on the default bus puts the notifier's events into. */
export class Events extends Messages<IncidentEvent> {
  public constructor(account: Account, queueUrl: string) {
    super(account, queueUrl, (body) => {
      const { source, 'detail-type': type, detail } = JSON.parse(body) as { source: string; 'detail-type': string; detail: IncidentEvent['detail'] };
      return { source, type, detail };
    });
  }
}
