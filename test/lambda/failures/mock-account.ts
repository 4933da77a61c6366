import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamodb, Table } from '../../stand-in/services/dynamodb';
import { Json, ServiceError } from '../../stand-in/wire';
import type { Act } from './failure';

/** What answers calls of one name. */
export type Answer = (input: Json) => unknown;

/** What goes wrong: which calls, and what they do instead of answering. */
export interface Fault {
  readonly call: string;
  /** Whether it is one of those that are meant, of calls of that name since it began the how manieth, from 0. */
  readonly meant: (input: Json, index: number) => boolean;
  readonly act: Act;
}

/** A command of the SDK, of whatever client. */
interface Command {
  readonly input: Json;
}

/** The clients of the handlers. Of mocks of different clients TypeScript finds no common way to say what any call does. */
const CLIENTS = [
  mockClient(SSMClient), mockClient(CloudWatchClient), mockClient(SFNClient), mockClient(SNSClient), mockClient(DynamoDBClient), mockClient(EventBridgeClient),
  mockClient(SchedulerClient), mockClient(LambdaClient), mockClient(CloudWatchLogsClient), mockClient(SQSClient),
] as unknown as readonly { readonly send: { callsFake(answer: (command: Command) => Promise<unknown>): void } }[];

/** Every call that was ever made. */
export const EVER_ASKED = new Set<string>();

/** An account behind the SDK's clients, in which a call fails as it is told to. */
export class MockAccount {
  /** What was asked, in order. */
  public readonly asked: { readonly call: string; readonly input: Json }[] = [];
  public readonly table: Table = new Map();
  readonly #counts = new Map<string, number>();
  #fault: Fault | undefined;
  readonly #answers: Readonly<Record<string, Answer>>;

  public constructor(answers: Readonly<Record<string, Answer>>) {
    this.#answers = { ...tableOf(this.table), ...answers };
    for (const { send } of CLIENTS) send.callsFake((command) => this.#answer(command.constructor.name.replace(/Command$/, ''), command.input));
  }

  /** From now on a call fails; or none does. */
  public beginToFail(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#counts.clear();
  }

  /** The inputs of calls of that name. */
  public inputsOf<T = Json>(call: string): T[] {
    return this.asked.filter((one) => one.call === call).map(({ input }) => input as T);
  }

  async #answer(call: string, input: Json): Promise<unknown> {
    EVER_ASKED.add(call);
    const index = this.#counts.get(call) ?? 0;
    this.#counts.set(call, index + 1);
    const answer = async (): Promise<unknown> => {
      this.asked.push({ call, input });
      const known = this.#answers[call];
      if (known === undefined) throw new Error(`the scene has no answer to ${call}`);
      return known(input);
    };
    const fault = this.#fault;
    return fault !== undefined && fault.call === call && fault.meant(input, index) ? fault.act(answer) : answer();
  }
}

/** The table of the stand-in, which fails as the SDK does. */
function tableOf(table: Table): Record<string, Answer> {
  return Object.fromEntries(Object.entries(dynamodb(table)).map(([call, operation]) => [call, (input: Json) => {
    try {
      return operation(input);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new ConditionalCheckFailedException({ message: error.message, $metadata: {}, ...error.details });
    }
  }]));
}
