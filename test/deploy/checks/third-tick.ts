import assert from 'node:assert/strict';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { METRICS } from '../../../core';
import { inventory } from '../inventory';
import { alarmIn, alarmName, observatoryMetric, proofOfLife } from '../metrics';
import { OUTPUTS, PIPELINES } from '../names';
import { same } from '../same';
import { tick, Trial } from '../trial';

const EVENTS_ONLY = JSON.stringify({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: '*' }],
});

/** Between two ticks a run that was missed comes, contracts break, and so does a topic's policy. */
export async function checkThirdTick(trial: Trial): Promise<void> {
  const { checks, account, outputs, inbox } = trial;
  const contract = (name: string): string => `/observed-pipeline/${outputs[OUTPUTS.observatory]}/${name}`;
  const put = (name: string, text: string) =>
    account.parameterStore.send(new PutParameterCommand({ Name: contract(name), Value: text, Type: 'String', Overwrite: true }));
  const alarmOf = (pipeline: string): Promise<string> => alarmName(trial, `${pipeline}/ProofOfLife`);
  const warningTopic = (await inventory(account))['AWS::SNS::Topic'].find((arn) => arn.includes('WarningTopic'))!;
  const before = await proofOfLife(trial, PIPELINES.forgotten);

  await checks.check(`${PIPELINES.tended} is run, a contract is overwritten and another put beside it`, async () => {
    const { FunctionError: error } = await account.lambda.send(new InvokeCommand({ FunctionName: outputs[OUTPUTS.tendedFunction] }));
    same(error, undefined);
    await put(PIPELINES.forgotten, 'gone');
    await put('Newcomer', '{"version": 99}');
  });
  await checks.check('the policy of a topic is replaced by one that lets no alarm in', async () => {
    await account.topics.send(new SetTopicAttributesCommand({ TopicArn: warningTopic, AttributeName: 'Policy', AttributeValue: EVENTS_ONLY }));
  });
  await checks.check('the schedule invoked the checker a third time', () => tick(trial, 3));

  await checks.check('both broken contracts are named in the log, each with what is wrong', async () => {
    const lines = (await account.logLines(outputs[OUTPUTS.checkerLogs])).filter(({ event }) => event === 'brokenContract');
    same(lines.map(({ contract: name, problem }) => `${String(name)} ${String(problem)}`).sort(), [
      `${contract(PIPELINES.forgotten)} contract: $ is not JSON: "gone"`,
      `${contract('Newcomer')} contract: version is 99, this checker reads 1: deploy checker and pipeline with the same library version`,
    ]);
  });
  await checks.check('both are counted as unverifiable', async () => {
    same((await observatoryMetric(trial, METRICS.unverifiablePipelines, 'Maximum')).at(-1), 2);
  });
  await checks.check('the topic is named in the log with what is wrong, and counted as unheard', async () => {
    const lines = (await account.logLines(outputs[OUTPUTS.checkerLogs])).filter(({ event }) => event === 'unheardTopic');
    same(lines.map(({ topic, problem }) => `${String(topic)} ${String(problem)}`), [`${warningTopic} its policy does not allow cloudwatch.amazonaws.com sns:Publish`]);
    same(await observatoryMetric(trial, METRICS.unheardTopics, 'Maximum'), [0, 0, 1]);
  });
  await checks.check('they do not stop the tick: it is complete, with a heartbeat', async () => {
    const last = (await account.logLines(outputs[OUTPUTS.checkerLogs])).findLast(({ event }) => event === 'tick');
    assert.equal(last?.complete, true, JSON.stringify(last));
    same(await observatoryMetric(trial, METRICS.checkerHeartbeat, 'SampleCount'), [1, 1, 1]);
  });
  await checks.check(`they do not stop the others: ${PIPELINES.punctual} is still proven alive`, async () => {
    same(await proofOfLife(trial, PIPELINES.punctual), [1, 1]);
  });
  await checks.check(`${PIPELINES.tended} recovers after its run: ProofOfLife is 1, its alarm is OK, and the message says so`, async () => {
    same((await proofOfLife(trial, PIPELINES.tended)).at(-1), 1);
    // The emulator's alarms look back a whole period, so the 0 of the tick before must first be a minute old.
    await alarmIn(trial, await alarmOf(PIPELINES.tended), 'OK');
    await inbox.message(await alarmOf(PIPELINES.tended), 'OK');
  });
  await checks.check(`of ${PIPELINES.forgotten}, whose contract cannot be read, nothing is claimed: no new ProofOfLife, its alarm stays raised`, async () => {
    same(await proofOfLife(trial, PIPELINES.forgotten), before);
    await alarmIn(trial, await alarmOf(PIPELINES.forgotten), 'ALARM');
  });
  await checks.check('each incident was told once, and each recovery', async () => {
    same(await inbox.states(await alarmOf(PIPELINES.tended)), ['ALARM', 'OK']);
    same(await inbox.states(await alarmOf(PIPELINES.forgotten)), ['ALARM']);
    same(await inbox.states(await alarmOf(PIPELINES.punctual)), ['OK']);
  });
  await account.parameterStore.send(new DeleteParameterCommand({ Name: contract('Newcomer') }));
}
