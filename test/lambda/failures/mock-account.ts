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

/** Answers calls with one name. */
export type Answer = (input: Json) => unknown;

/** Calls that fail, and what they do instead of answering. */
export interface Fault {
  readonly call: string;
  /** Selects calls, by their input and their index among calls with this name since the fault began, from 0. */
  readonly meant: (input: Json, index: number) => boolean;
  readonly act: Act;
}

/** A command of any SDK client. */
interface Command {
  readonly input: Json;
}

/** The clients of the handlers. TypeScript finds no common type for the mocks of different clients. */
const CLIENTS = [
  mockClient(SSMClient), mockClient(CloudWatchClient), mockClient(SFNClient), mockClient(SNSClient), mockClient(DynamoDBClient), mockClient(EventBridgeClient),
  mockClient(SchedulerClient), mockClient(LambdaClient), mockClient(CloudWatchLogsClient), mockClient(SQSClient),
] as unknown as readonly { readonly send: { callsFake(answer: (command: Command) => Promise<unknown>): void } }[];

/** The names of all calls that were made in any test. */
export const EVER_ASKED = new Set<string>();

/** An account behind the SDK's clients, in which a test can let a call fail. */
export class MockAccount {
  /** The calls that were answered, in order. */
  public readonly asked: { readonly call: string; readonly input: Json }[] = [];
  public readonly table: Table = new Map();
  readonly #counts = new Map<string, number>();
  #fault: Fault | undefined;
  readonly #answers: Readonly<Record<string, Answer>>;

  public constructor(answers: Readonly<Record<string, Answer>>) {
    this.#answers = { ...tableOf(this.table), ...answers };
    for (const { send } of CLIENTS) send.callsFake((command) => this.#answer(command.constructor.name.replace(/Command$/, ''), command.input));
  }

  /** Lets a call fail from now on, or none. */
  public beginToFail(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#counts.clear();
  }

  /** The inputs of the calls with this name. */
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

/** The stand-in's table, with the errors of the SDK. */
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
