import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Account } from './account';
import { until } from './until';

/** What CloudWatch writes to a topic when an alarm changes its state, as far as it matters here. */
export interface AlarmMessage {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly NewStateValue: string;
}

/** The queue that is subscribed to the observatory's topics. */
export class Inbox {
  readonly #messages: AlarmMessage[] = [];

  public constructor(private readonly account: Account, private readonly queueUrl: string) {}

  /** Waits for the message that an alarm went into a state. */
  public async message(alarmName: string, state: string): Promise<AlarmMessage> {
    return until(`the message that ${alarmName} is ${state}`, 20, async () =>
      (await this.all()).find((message) => message.AlarmName === alarmName && message.NewStateValue === state));
  }

  /** The states that an alarm told, in their order. */
  public async states(alarmName: string): Promise<string[]> {
    return (await this.all()).filter((message) => message.AlarmName === alarmName).map((message) => message.NewStateValue);
  }

  private async all(): Promise<AlarmMessage[]> {
    for (;;) {
      const { Messages: received = [] } = await this.account.queues.send(new ReceiveMessageCommand({ QueueUrl: this.queueUrl, MaxNumberOfMessages: 10 }));
      if (received.length === 0) return this.#messages;
      for (const { Body: body, ReceiptHandle: handle } of received) {
        this.#messages.push(JSON.parse((JSON.parse(body!) as { Message: string }).Message) as AlarmMessage);
        await this.account.queues.send(new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle: handle }));
      }
    }
  }
}
