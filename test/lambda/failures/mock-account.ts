import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  DescribeExecutionCommand, DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand, GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient,
} from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersByPathCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamodb, Table } from '../../stand-in/services/dynamodb';
import type { Json } from '../../stand-in/wire';
import { ServiceError } from '../../stand-in/wire';
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

/** Every call that the handlers make. */
const CALLS = [
  [mockClient(SSMClient), { GetParametersByPath: GetParametersByPathCommand, GetParameters: GetParametersCommand }],
  [mockClient(CloudWatchClient), { GetMetricData: GetMetricDataCommand, PutMetricData: PutMetricDataCommand, DescribeAlarms: DescribeAlarmsCommand }],
  [mockClient(SFNClient), {
    ListExecutions: ListExecutionsCommand, DescribeExecution: DescribeExecutionCommand, GetExecutionHistory: GetExecutionHistoryCommand,
    DescribeStateMachine: DescribeStateMachineCommand, DescribeStateMachineForExecution: DescribeStateMachineForExecutionCommand,
  }],
  [mockClient(SNSClient), { Publish: PublishCommand, GetTopicAttributes: GetTopicAttributesCommand, ListSubscriptionsByTopic: ListSubscriptionsByTopicCommand }],
  [mockClient(DynamoDBClient), { GetItem: GetItemCommand, Query: QueryCommand, PutItem: PutItemCommand, UpdateItem: UpdateItemCommand }],
  [mockClient(EventBridgeClient), { PutEvents: PutEventsCommand, DescribeRule: DescribeRuleCommand }],
  [mockClient(SchedulerClient), { GetSchedule: GetScheduleCommand }],
  [mockClient(LambdaClient), { GetFunctionConfiguration: GetFunctionConfigurationCommand, GetFunctionConcurrency: GetFunctionConcurrencyCommand }],
  [mockClient(CloudWatchLogsClient), { FilterLogEvents: FilterLogEventsCommand }],
  [mockClient(SQSClient), { ReceiveMessage: ReceiveMessageCommand }],
] as unknown as readonly (readonly [ReturnType<typeof mockClient>, Readonly<Record<string, typeof GetItemCommand>>])[];

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
    for (const [mock, commands] of CALLS) {
      mock.reset();
      for (const [call, command] of Object.entries(commands)) mock.on(command).callsFake((input: Json) => this.#answer(call, input));
    }
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
