import assert from 'node:assert/strict';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { METRICS } from '../../../core/metrics';
import { incidents, standings } from '../incidents';
import { alarmIn, alarmName, observatoryMetric, proofOfLife } from '../metrics';
import { OUTPUTS, PIPELINES } from '../names';
import { same } from '../same';
import { LONGEST_TICK_SECONDS, tick, Trial } from '../trial';
import { requireSaid } from './incidents';

const EVENTS_ONLY = JSON.stringify({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: '*' }],
});

/** Between two ticks a run that was missed comes, contracts break, and so does a topic's policy; and time passes. */
export async function checkThirdTick(trial: Trial): Promise<void> {
  const { checks, account, outputs, inbox } = trial;
  const contract = (name: string): string => `/observed-pipeline/${outputs[OUTPUTS.observatory]}/${name}`;
  const put = (name: string, text: string) =>
    account.parameterStore.send(new PutParameterCommand({ Name: contract(name), Value: text, Type: 'String', Overwrite: true }));
  const alarmOf = (pipeline: string): Promise<string> => alarmName(trial, `${pipeline}/ProofOfLife`);
  const warningTopic = outputs[OUTPUTS.warningTopic];
  const before = await proofOfLife(trial, PIPELINES.neglected);

  await checks.check(`${PIPELINES.tended} is run, a contract is overwritten and another put beside it`, async () => {
    const { FunctionError: error } = await account.lambda.send(new InvokeCommand({ FunctionName: outputs[OUTPUTS.tendedFunction] }));
    same(error, undefined);
    await put(PIPELINES.neglected, 'gone');
    await put('Newcomer', '{"version": 99}');
  });
  await checks.check('the policy of a topic is replaced by one that lets no alarm in', async () => {
    await account.topics.send(new SetTopicAttributesCommand({ TopicArn: warningTopic, AttributeName: 'Policy', AttributeValue: EVENTS_ONLY }));
  });
  await checks.check('the schedule invoked the checker a third time', () => tick(trial, 3));

  await checks.check('both broken contracts are named in the log, each with what is wrong', async () => {
    const lines = (await account.logLines(outputs[OUTPUTS.checkerLogs])).filter(({ event }) => event === 'brokenContract');
    same(lines.map(({ contract: name, problem }) => `${String(name)} ${String(problem)}`).sort(), [
      `${contract(PIPELINES.neglected)} contract: $ is not JSON: "gone"`,
      `${contract('Newcomer')} contract: version is 99, this checker reads 1: deploy checker and pipeline with the same library version`,
    ]);
  });
  await checks.check('the ledger has a standing of every pipeline that was ever seen, and remembers what is wrong with each', async () => {
    const known = await standings(trial);
    same([...known.keys()].sort(), Object.values(PIPELINES).sort());
    assert.ok(known.get(PIPELINES.neglected)?.unverifiableSince !== undefined, JSON.stringify(known.get(PIPELINES.neglected)));
    assert.equal(known.get(PIPELINES.punctual)?.look?.proofOfLife, 1);
  });
  await checks.check('both are counted as unverifiable', async () => {
    same((await observatoryMetric(trial, METRICS.unverifiablePipelines, 'Maximum')).at(-1), 2);
  });
  await checks.check('the topic is named in the log with what is wrong, and counted as unreachable', async () => {
    const lines = (await account.logLines(outputs[OUTPUTS.checkerLogs])).filter(({ event }) => event === 'unreachableTopic');
    same(lines.map(({ topic, problem }) => `${String(topic)} ${String(problem)}`), [`${warningTopic} its policy does not allow cloudwatch.amazonaws.com sns:Publish`]);
    same(await observatoryMetric(trial, METRICS.unreachableTopics, 'Maximum'), [0, 0, 1]);
  });
  await checks.check('they do not stop the tick: it is complete, with a heartbeat', async () => {
    const last = (await account.logLines(outputs[OUTPUTS.checkerLogs])).findLast(({ event }) => event === 'tick');
    assert.equal(last?.complete, true, JSON.stringify(last));
    same(await observatoryMetric(trial, METRICS.checkerHeartbeat, 'SampleCount'), [1, 1, 1]);
  });
  await checks.check(`they do not stop the others: ${PIPELINES.punctual} is still proven alive`, async () => {
    same(await proofOfLife(trial, PIPELINES.punctual), [1, 1]);
  });
  await checks.check(`of ${PIPELINES.neglected}, whose contract cannot be read, nothing better is claimed: its ProofOfLife stays 0, its alarm stays raised`, async () => {
    // The ledger remembers its incident.
    same(await proofOfLife(trial, PIPELINES.neglected), [...before, 0]);
    await alarmIn(trial, await alarmOf(PIPELINES.neglected), 'ALARM');
  });
  await checks.check(`${PIPELINES.tended} recovers after its run: ProofOfLife is 1, its alarm is OK, and the message says how long it lasted and what was lost`, async () => {
    same((await proofOfLife(trial, PIPELINES.tended)).at(-1), 1);
    // The emulator's alarms look back a whole period, so the 0 of the tick before must first be a minute old.
    await alarmIn(trial, await alarmOf(PIPELINES.tended), 'OK');
    const recovery = await inbox.one('of its recovery', ({ subject }) => subject.startsWith(`RECOVERED: ${PIPELINES.tended} after `));
    requireSaid(recovery, [`${PIPELINES.tended} recovered after `, 'HOW IT WENT']);
    const { record, item } = (await incidents(trial)).get(PIPELINES.tended)!;
    same([record.incident, item.open.BOOL, item.expiresAt !== undefined], [undefined, false, true]);
    return recovery.subject;
  });
  await checks.check(`${PIPELINES.neglected} is reminded of all the same, and the reminder says that its contract cannot be read`, async () => {
    const reminder = await inbox.one('that it has not recovered', ({ subject }) => subject.startsWith(`CRITICAL: ${PIPELINES.neglected} has not recovered for 7 h`), LONGEST_TICK_SECONDS);
    requireSaid(reminder, ['NOT KNOWN', 'contract not readable', 'is not JSON']);
    return reminder.subject;
  });
  await checks.check(`a further missing run of ${PIPELINES.forgotten}, for which no alarm is raised, is sent as another failure in a row`, async () => {
    const again = await inbox.one('of its next failure', ({ subject }) => new RegExp(`^CRITICAL: ${PIPELINES.forgotten} did not start, \\d+(nd|rd|th) failure in a row`).test(subject), LONGEST_TICK_SECONDS);
    return again.subject;
  });
  await checks.check(`nothing else was sent about ${PIPELINES.tended} and ${PIPELINES.neglected}: each incident once, the recovery, the reminder`, async () => {
    const sent = async (pipeline: string) => (await inbox.subjectsAbout(pipeline)).map((subject) => /^RECOVERED|has not recovered|did not succeed/.exec(subject)?.[0] ?? subject);
    same(await sent(PIPELINES.tended), ['did not succeed', 'RECOVERED']);
    same(await sent(PIPELINES.neglected), ['did not succeed', 'has not recovered']);
  });
  await account.parameterStore.send(new DeleteParameterCommand({ Name: contract('Newcomer') }));
}
