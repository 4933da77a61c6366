import { Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetter } from '../../../../core/diagnosis/facts';
import { asking, instantOf } from './asking';

/** A queue is spread over servers, and an answer comes from some of them: it is asked a few times. */
const ASKED = 3;
/** The most that ReceiveMessage gives. */
const MOST_AT_ONCE = 10;
/** With a wait all servers are asked (SQS developer guide, "Short and long polling"). */
const WAIT_SECONDS = 1;

/** What EventBridge Scheduler ("Configuring a dead-letter queue"), EventBridge ("Using dead-letter queues") and Lambda call it. */
const ATTRIBUTES = {
  errorCode: ['ERROR_CODE', 'ErrorCode'],
  errorMessage: ['ERROR_MESSAGE', 'ErrorMessage'],
  source: ['SCHEDULE_ARN', 'RULE_ARN'],
  scheduledAt: ['SCHEDULED_TIME'],
} as const;

/**
 * The newest of the messages that a queue shows. A visibility timeout of 0 leaves them where they are for everybody else;
 * only their count of receives grows. Their bodies, which are payloads, are not taken.
 */
export async function deadLetters(client: SQSClient, queueArn: string, most: number, signal: AbortSignal): Promise<readonly DeadLetter[] | undefined> {
  const command = new ReceiveMessageCommand({
    QueueUrl: urlOf(queueArn), MaxNumberOfMessages: MOST_AT_ONCE, VisibilityTimeout: 0, WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ['SentTimestamp'], MessageAttributeNames: ['All'],
  });
  const answers = await Promise.all(Array.from({ length: ASKED }, () => asking(signal, () => client.send(command, { abortSignal: signal }))));
  if (answers.every((answer) => answer === undefined)) return undefined;
  const messages = answers.flatMap((answer) => answer?.Messages ?? []);
  const once = messages.filter(({ MessageId: id }, index) => id === undefined || messages.findIndex((other) => other.MessageId === id) === index);
  return once.map(letterOf).sort((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, most);
}

/** `arn:aws:sqs:eu-west-1:111122223333:name` lives at `https://sqs.eu-west-1.amazonaws.com/111122223333/name`. */
function urlOf(queueArn: string): string {
  const [, partition, , region, account, name] = queueArn.split(':');
  return `https://sqs.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}/${account}/${name}`;
}

function letterOf({ Attributes: system = {}, MessageAttributes: own = {} }: Message): DeadLetter {
  const text = (names: readonly string[]): string | undefined => names.map((name) => own[name]?.StringValue).find((value) => value !== undefined);
  const sent = Number(system.SentTimestamp);
  const scheduled = text(ATTRIBUTES.scheduledAt);
  const scheduledAt = scheduled === undefined ? undefined : instantOf(new Date(scheduled));
  return {
    at: Number.isFinite(sent) ? sent : undefined,
    errorCode: text(ATTRIBUTES.errorCode), errorMessage: text(ATTRIBUTES.errorMessage), source: text(ATTRIBUTES.source),
    ...(scheduledAt === undefined ? {} : { scheduledAt }),
  };
}
