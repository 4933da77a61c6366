import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { paginateListTables } from '@aws-sdk/client-dynamodb';
import { paginateListFunctions } from '@aws-sdk/client-lambda';
import { paginateListStateMachines } from '@aws-sdk/client-sfn';
import { paginateListQueues } from '@aws-sdk/client-sqs';
import { paginateDescribeParameters } from '@aws-sdk/client-ssm';
import { Account, all } from './account';
import { ACCOUNT, REGION } from './emulator';

/** Physical ids by resource type, as the services themselves list them. */
export type Inventory = Record<string, string[]>;

/** Asks each service what it has, whatever CloudFormation says. */
export async function inventory(account: Account): Promise<Inventory> {
  return {
    'AWS::CloudWatch::Alarm': (await account.alarms()).map((alarm) => alarm.AlarmName!),
    'AWS::DynamoDB::Table': await all(paginateListTables({ client: account.tables }, {}), (page) => page.TableNames),
    'AWS::Lambda::Function': await all(paginateListFunctions({ client: account.lambda }, {}), (page) => page.Functions?.map((one) => one.FunctionName!)),
    'AWS::Logs::LogGroup': await all(paginateDescribeLogGroups({ client: account.logs }, {}), (page) => page.logGroups?.map((one) => one.logGroupName!)),
    'AWS::SQS::Queue': await all(paginateListQueues({ client: account.queues }, {}), (page) => page.QueueUrls),
    'AWS::SSM::Parameter': await all(paginateDescribeParameters({ client: account.parameterStore }, {}), (page) => page.Parameters?.map((one) => one.Name!)),
    'AWS::StepFunctions::StateMachine': await all(paginateListStateMachines({ client: account.stepFunctions }, {}), (page) => page.stateMachines?.map((one) => one.stateMachineArn!)),
    // The emulator's answer has a date that the SDK refuses.
    'AWS::CloudWatch::Dashboard': fieldsOf(await query(account, 'monitoring', '2010-08-01', 'ListDashboards'), 'DashboardName'),
    'AWS::IAM::Role': fieldsOf(await query(account, 'iam', '2010-05-08', 'ListRoles'), 'RoleName'),
    'AWS::SNS::Topic': fieldsOf(await query(account, 'sns', '2010-03-31', 'ListTopics'), 'TopicArn'),
    'AWS::SNS::Subscription': fieldsOf(await query(account, 'sns', '2010-03-31', 'ListSubscriptions'), 'SubscriptionArn'),
    'AWS::Pipes::Pipe': await names(account, 'pipes', '/v1/pipes', 'Pipes'),
    'AWS::Scheduler::Schedule': await names(account, 'scheduler', '/schedules', 'Schedules'),
    'AWS::Scheduler::ScheduleGroup': await names(account, 'scheduler', '/schedule-groups', 'ScheduleGroups'),
  };
}

/** Who is subscribed to a topic: protocol and endpoint, sorted. */
export async function subscribers(account: Account, topicArn: string): Promise<string[]> {
  const xml = await query(account, 'sns', '2010-03-31', 'ListSubscriptionsByTopic', { TopicArn: topicArn });
  const endpoints = fieldsOf(xml, 'Endpoint');
  return fieldsOf(xml, 'Protocol').map((protocol, index) => `${protocol} ${endpoints[index]}`).sort();
}

// Services of which little is wanted are asked without an SDK client of their own.

/** Asks a service that uses the query protocol. */
export async function query(account: Account, service: string, version: string, action: string, parameters: Record<string, string> = {}): Promise<string> {
  const body = new URLSearchParams({ Action: action, Version: version, ...parameters });
  const response = await fetch(account.endpoint, { method: 'POST', headers: { authorization: authorization(service) }, body });
  if (!response.ok) throw new Error(`${action} answered ${response.status}: ${await response.text()}`);
  return response.text();
}

async function names(account: Account, service: string, path: string, list: string): Promise<string[]> {
  const response = await fetch(`${account.endpoint}${path}`, { headers: { authorization: authorization(service) } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as Record<string, { Name: string }[]>)[list].map(({ Name: name }) => name);
}

/** The texts of all elements of a name. */
export function fieldsOf(xml: string, field: string): string[] {
  return [...xml.matchAll(new RegExp(`<${field}>([^<]*)</${field}>`, 'g'))].map(([, text]) => text);
}

/** The emulator finds the service in it; it does not check the signature of its root user. */
function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
}
