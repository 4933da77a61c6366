import {
  CloudFormationClient, DescribeStacksCommand, paginateListStackResources, StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient, GetMetricDataCommand, MetricAlarm, paginateDescribeAlarms, PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { ACCOUNT, REGION } from './emulator';

/** One line that the checker or the notifier logged. */
export interface LogLine {
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** A metric and what is asked of it. */
export interface MetricQuestion {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

const HOUR = 3_600_000;

/** The emulated account as its APIs show it. */
export class Account {
  public readonly cloudFormation: CloudFormationClient;
  public readonly cloudWatch: CloudWatchClient;
  public readonly lambda: LambdaClient;
  public readonly logs: CloudWatchLogsClient;
  public readonly parameterStore: SSMClient;
  public readonly queues: SQSClient;
  public readonly stepFunctions: SFNClient;
  public readonly tables: DynamoDBClient;
  public readonly topics: SNSClient;

  public constructor(public readonly endpoint: string) {
    const config = { endpoint, region: REGION, credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' } };
    this.cloudFormation = new CloudFormationClient(config);
    this.cloudWatch = new CloudWatchClient(config);
    this.lambda = new LambdaClient(config);
    this.logs = new CloudWatchLogsClient(config);
    this.parameterStore = new SSMClient(config);
    this.queues = new SQSClient(config);
    this.stepFunctions = new SFNClient(config);
    this.tables = new DynamoDBClient(config);
    this.topics = new SNSClient(config);
  }

  public async outputs(stack: string): Promise<Record<string, string>> {
    const { Stacks: [found] = [] } = await this.cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    return Object.fromEntries((found?.Outputs ?? []).map(({ OutputKey: key, OutputValue: value }) => [key, value]));
  }

  public async stackResources(stack: string): Promise<StackResourceSummary[]> {
    return all(paginateListStackResources({ client: this.cloudFormation }, { StackName: stack }), (page) => page.StackResourceSummaries);
  }

  public async alarms(): Promise<MetricAlarm[]> {
    return all(paginateDescribeAlarms({ client: this.cloudWatch }, {}), (page) => page.MetricAlarms);
  }

  /** The values of a metric in the last hour by minute, oldest first. */
  public async values({ namespace, metric, dimensions, statistic }: MetricQuestion): Promise<number[]> {
    const { MetricDataResults: [result] = [] } = await this.cloudWatch.send(new GetMetricDataCommand({
      StartTime: new Date(Date.now() - HOUR),
      EndTime: new Date(Date.now() + HOUR),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{
        Id: 'm',
        MetricStat: {
          Metric: { Namespace: namespace, MetricName: metric, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) },
          Period: 60,
          Stat: statistic,
        },
      }],
    }));
    return result?.Values ?? [];
  }

  /** The structured lines of a log group, oldest first. */
  public async logLines(logGroupName: string): Promise<LogLine[]> {
    const events = await all(paginateFilterLogEvents({ client: this.logs }, { logGroupName }), (page) => page.events);
    // Lambda puts the time, the request and the level before what was logged.
    return events.flatMap(({ message = '' }) => /\{.*\}/.exec(message)?.[0] ?? []).map((text) => JSON.parse(text) as LogLine);
  }

  /** CloudWatch evaluates alarms by its own clock; the emulator does when a metric is published, whichever. */
  public async evaluateAlarms(): Promise<void> {
    await this.cloudWatch.send(new PutMetricDataCommand({ Namespace: 'DeployTest', MetricData: [{ MetricName: 'Clock', Value: 1 }] }));
  }
}

/** All items of a paginated list. */
export async function all<Page, Item>(pages: AsyncIterable<Page>, itemsOf: (page: Page) => Item[] | undefined): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...itemsOf(page) ?? []);
  return items;
}
