import { isDeepStrictEqual } from 'node:util';
import { GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { readContract } from '../../../core/contract/read-contract';
import { readEnvironment } from '../../../lambda/notifier/environment';
import { resourcesOf } from '../assembly';
import { ACCOUNT } from '../emulator';
import { inventory, subscribers } from '../inventory';
import { alarmName } from '../metrics';
import { CONTACTS, OUTPUTS, PIPELINES, STACKS } from '../names';
import { same } from '../same';
import type { Trial } from '../trial';

const COMPLETE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];
const TOPICS = [OUTPUTS.criticalTopic, OUTPUTS.warningTopic, OUTPUTS.intakeTopic];
/** Alarms about what makes and delivers messages. */
const PAST_THE_NOTIFIER = ['TopicUnreachable', 'NotificationsFailed', 'NotifierSilent', 'NotifierFailing', 'AlarmsUndelivered'];

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
    const found = await account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: outputs[OUTPUTS.checker] }));
    same(
      { runtime: found.Runtime, architectures: found.Architectures, handler: found.Handler, variables: found.Environment?.Variables },
      {
        runtime: 'nodejs24.x', architectures: ['arm64'], handler: 'index.handler',
        variables: {
          OBSERVATORY: outputs[OUTPUTS.observatory],
          CONTRACTS_PATH: contractsPath,
          PROFILES_PATH: `${contractsPath}/profiles`,
          TABLE_NAME: outputs[OUTPUTS.incidents],
          TOPIC_ARNS: TOPICS.map((topic) => outputs[topic]).join(','),
        },
      },
    );
  });

  await checks.check('both functions of the notifier have the runtime, handler and environment that their bundle needs', async () => {
    for (const FunctionName of [outputs[OUTPUTS.receiver], outputs[OUTPUTS.ticker]]) {
      const found = await account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      same([found.Runtime, found.Architectures, found.Handler], ['nodejs24.x', ['arm64'], 'index.handler']);
      const { address, topics, tableName, ...environment } = readEnvironment(found.Environment?.Variables ?? {});
      same([address.observatory, environment.contractsPath, environment.profilesPath, tableName], [outputs[OUTPUTS.observatory], contractsPath, `${contractsPath}/profiles`, outputs[OUTPUTS.incidents]]);
      same(topics, { critical: outputs[OUTPUTS.criticalTopic], warning: outputs[OUTPUTS.warningTopic] });
    }
  });

  await checks.check('everybody who was named is subscribed to the topics of the severities that reach them, and nobody twice', async () => {
    const queue = `sqs ${outputs[OUTPUTS.inbox].replace(/^.*\/(\d+)\/([^/]+)$/, 'arn:aws:sqs:us-east-1:$1:$2')}`;
    const readers = [`email ${CONTACTS.email}`, `email ${CONTACTS.tenantEmail}`, queue];
    same(await subscribers(account, outputs[OUTPUTS.warningTopic]), readers);
    same(await subscribers(account, outputs[OUTPUTS.criticalTopic]), [...readers, `sms ${CONTACTS.phone}`].sort());
  });

  await checks.check('every alarm tells the notifier when it is raised and when it is OK; but those about topics and notifier tell people, past it', async () => {
    const intake = [outputs[OUTPUTS.intakeTopic]];
    const alarms = await account.alarms();
    const others = alarms.filter(({ AlarmActions: actions, OKActions: ok }) => !isDeepStrictEqual([actions, ok], [intake, intake]));
    const people = [outputs[OUTPUTS.criticalTopic], outputs[OUTPUTS.warningTopic]];
    same(others.filter(({ AlarmActions: actions = [] }) => actions.length === 0 || !actions.every((arn) => people.includes(arn))).map((alarm) => alarm.AlarmName), []);
    const past = await Promise.all(PAST_THE_NOTIFIER.map((id) => alarmName(trial, `Observatory/${id}`)));
    same(others.map((alarm) => alarm.AlarmName!).sort(), past.sort());
    return `${alarms.length - others.length} to the notifier, ${others.length} past it`;
  });
  await checks.check('only the notifier listens to what alarms tell it', async () => {
    same(await subscribers(account, outputs[OUTPUTS.intakeTopic]), [`lambda arn:aws:lambda:us-east-1:${ACCOUNT}:function:${outputs[OUTPUTS.receiver]}`]);
  });

  await checks.check('each stack has a dashboard that shows every alarm of its pipelines and no other', async () => {
    const { 'AWS::CloudWatch::Dashboard': dashboards } = await inventory(account);
    const bodies = await Promise.all(dashboards.map(async (name) => (await account.cloudWatch.send(new GetDashboardCommand({ DashboardName: name }))).DashboardBody!));
    const shown = new Set(bodies.flatMap((body) => JSON.stringify(JSON.parse(body)).match(/arn:aws:cloudwatch:[^"]*:alarm:[^"]*/g) ?? []));
    same(dashboards.length, Object.keys(STACKS).length);
    same([...shown].sort(), (await account.alarms()).map((alarm) => alarm.AlarmArn!).sort());
  });
}
