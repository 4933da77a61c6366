import { GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { readContract } from '../../../core';
import { resourcesOf } from '../assembly';
import { inventory, subscribers } from '../inventory';
import { CONTACTS, OUTPUTS, PIPELINES, STACKS } from '../names';
import { same } from '../same';
import type { Trial } from '../trial';

const COMPLETE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

/** What was deployed is there, by the services' own word. */
export async function checkResources(trial: Trial, assembly: string): Promise<void> {
  const { checks, account, outputs } = trial;
  const contractsPath = `/observed-pipeline/${outputs[OUTPUTS.observatory]}`;

  for (const stack of Object.values(STACKS)) {
    await checks.check(`every resource in the template of stack ${stack} was created`, async () => {
      const wanted = Object.keys(resourcesOf(assembly, stack)).sort();
      const created = (await account.stackResources(stack)).filter((one) => COMPLETE.includes(one.ResourceStatus!)).map((one) => one.LogicalResourceId!).sort();
      same(created, wanted);
      return `${created.length} resources`;
    });
  }

  await checks.check('the services list every resource whose type they list, whatever CloudFormation says', async () => {
    const listed = await inventory(account);
    const resources = (await Promise.all(Object.values(STACKS).map((stack) => account.stackResources(stack)))).flat()
      .filter((one) => listed[one.ResourceType!] !== undefined);
    const missing = resources.filter((one) => !listed[one.ResourceType!].includes(one.PhysicalResourceId!));
    same(missing.map((one) => `${one.ResourceType} ${one.PhysicalResourceId}`), []);
    return `${resources.length} resources of ${new Set(resources.map((one) => one.ResourceType)).size} types`;
  });

  await checks.check('there is one contract for each pipeline of both stacks, and the checker can read it', async () => {
    const { Parameters: parameters = [] } = await account.parameterStore.send(new GetParametersByPathCommand({ Path: contractsPath }));
    const contracts = parameters.map((one) => readContract(one.Value!, one.LastModifiedDate!.getTime()));
    same(contracts.map((contract) => contract.pipeline).sort(), Object.values(PIPELINES).sort());
  });

  await checks.check('the checker function has the runtime, handler and environment that its bundle needs', async () => {
    const topics = (await inventory(account))['AWS::SNS::Topic'];
    const found = await account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: outputs[OUTPUTS.checker] }));
    same(
      { runtime: found.Runtime, architectures: found.Architectures, handler: found.Handler, variables: found.Environment?.Variables },
      {
        runtime: 'nodejs24.x', architectures: ['arm64'], handler: 'index.handler',
        variables: {
          OBSERVATORY: outputs[OUTPUTS.observatory],
          CONTRACTS_PATH: contractsPath,
          TOPIC_ARNS: ['CriticalTopic', 'WarningTopic'].map((name) => topics.find((arn) => arn.includes(name))).join(','),
        },
      },
    );
  });

  await checks.check('everybody who was named is subscribed to the topics of the severities that reach them, and nobody twice', async () => {
    const topics = (await inventory(account))['AWS::SNS::Topic'];
    const topic = (name: string): string => topics.find((arn) => arn.includes(name)) ?? `no topic ${name}`;
    const queue = `sqs ${outputs[OUTPUTS.inbox].replace(/^.*\/(\d+)\/([^/]+)$/, 'arn:aws:sqs:us-east-1:$1:$2')}`;
    const readers = [`email ${CONTACTS.email}`, `email ${CONTACTS.tenantEmail}`, queue];
    same(await subscribers(account, topic('WarningTopic')), readers);
    same(await subscribers(account, topic('CriticalTopic')), [...readers, `sms ${CONTACTS.phone}`].sort());
  });

  await checks.check('every alarm has an action, and every action is one of the two topics', async () => {
    const { 'AWS::SNS::Topic': topics } = await inventory(account);
    const alarms = await account.alarms();
    const lost = alarms.filter(({ AlarmActions: actions = [], OKActions: ok = [] }) => actions.length === 0 || ![...actions, ...ok].every((arn) => topics.includes(arn)));
    same(lost.map((alarm) => alarm.AlarmName), []);
    return `${alarms.length} alarms`;
  });

  await checks.check('each stack has a dashboard that shows every alarm of its pipelines and no other', async () => {
    const { 'AWS::CloudWatch::Dashboard': dashboards } = await inventory(account);
    const bodies = await Promise.all(dashboards.map(async (name) => (await account.cloudWatch.send(new GetDashboardCommand({ DashboardName: name }))).DashboardBody!));
    const shown = new Set(bodies.flatMap((body) => JSON.stringify(JSON.parse(body)).match(/arn:aws:cloudwatch:[^"]*:alarm:[^"]*/g) ?? []));
    same(dashboards.length, Object.keys(STACKS).length);
    same([...shown].sort(), (await account.alarms()).map((alarm) => alarm.AlarmArn!).sort());
  });
}
