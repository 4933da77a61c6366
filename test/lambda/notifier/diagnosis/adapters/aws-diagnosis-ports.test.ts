import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { DIAGNOSIS_PERMISSIONS } from '../../../../../core/diagnosis/permissions';
import { awsDiagnosisPorts, createDiagnosisClients } from '../../../../../lambda/notifier/diagnosis/aws-diagnosis-ports';
import type { DiagnosisPorts } from '../../../../../lambda/notifier/diagnosis/ports';
import { endless } from '../../../shared/failing-calls';

const region = 'eu-west-1';
const clients = {
  stepFunctions: new SFNClient({ region }), lambda: new LambdaClient({ region }), logs: new CloudWatchLogsClient({ region }), scheduler: new SchedulerClient({ region }),
  eventBridge: new EventBridgeClient({ region }), queues: new SQSClient({ region }),
};
const mocks = Object.values(clients).map((client) => mockClient(client as SQSClient));
const ports = awsDiagnosisPorts(clients);

beforeEach(() => mocks.forEach((mock) => {
  mock.reset();
  mock.onAnyCommand().resolves({ State: 'ENABLED' } as never);
}));

/** The actions of the calls that were made, for example `states:ListExecutions`. */
function actions(): string[] {
  const services: Readonly<Record<string, string>> = { SFNClient: 'states', LambdaClient: 'lambda', CloudWatchLogsClient: 'logs', SchedulerClient: 'scheduler', EventBridgeClient: 'events', SQSClient: 'sqs' };
  const made = Object.values(clients).flatMap((client, index) => mocks[index]!.calls().map(({ args }) => `${services[client.constructor.name]}:${args[0].constructor.name.replace('Command', '')}`));
  return [...new Set(made)].sort();
}

const CALLS: Readonly<Record<keyof DiagnosisPorts, () => Promise<unknown>>> = {
  executions: () => ports.executions('arn', 1, endless()),
  executionFailure: () => ports.executionFailure('arn', endless()),
  executionHistory: () => ports.executionHistory('arn', endless()),
  machine: () => ports.machine('arn', endless()),
  executedMachine: () => ports.executedMachine('arn', endless()),
  lambdaFunction: () => ports.lambdaFunction('name', endless()),
  concurrency: () => ports.concurrency('name', endless()),
  logLines: () => ports.logLines('group', 0, 1, endless()),
  schedule: () => ports.schedule('name', 'group', endless()),
  rule: () => ports.rule('name', undefined, endless()),
  deadLetters: () => ports.deadLetters('arn:aws:sqs:eu-west-1:111122223333:name', 1, endless()),
};

test.each(Object.entries(CALLS))('The call %s makes exactly the AWS calls that the table of permissions grants.', async (name, call) => {
  await call();
  const granted: readonly { readonly action: string }[] = DIAGNOSIS_PERMISSIONS[name as keyof DiagnosisPorts];
  expect(actions()).toEqual(granted.map(({ action }) => action).sort());
});

test('Every call in the table of permissions is made.', () => {
  expect(Object.keys(DIAGNOSIS_PERMISSIONS).sort()).toEqual(Object.keys(CALLS).sort());
});

test("The clients give up before a message must be sent, and use the configured endpoint of SQS, not the one in a queue's URL.", async () => {
  const { AWS_REGION: before } = process.env;
  process.env.AWS_REGION = region;
  const created = createDiagnosisClients();
  const attempts = await Promise.all(Object.values(created).map((client: SQSClient) => client.config.maxAttempts()));
  expect(attempts).toEqual([2, 2, 2, 2, 2, 2]);
  expect(created.queues.config.useQueueUrlAsEndpoint).toBe(false);
  if (before === undefined) delete process.env.AWS_REGION;
  else process.env.AWS_REGION = before;
});
