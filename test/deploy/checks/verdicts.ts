import assert from 'node:assert/strict';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { alarmIn, alarmName, proofOfLife } from '../metrics';
import { OUTPUTS, PIPELINES } from '../names';
import { same } from '../same';
import { requireComplete, tick, Trial } from '../trial';
import { until } from '../until';

/** By the second tick something was due of each pipeline. */
export async function checkVerdicts(trial: Trial): Promise<void> {
  const { checks, account, outputs, inbox } = trial;
  await checks.check('the schedule invoked the checker a second time, whose role lets it read all evidence: nothing is unverifiable', async () => {
    await tick(trial, 2);
    await requireComplete(trial);
  });

  await checks.check(`${PIPELINES.punctual} was really started by its own schedule and succeeded`, async () => {
    // Its schedule starts one every minute, perhaps right now: what still runs has not come to anything yet.
    const executions = await until('its running executions to end', 20, async () => {
      const { executions: all = [] } = await account.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn: outputs[OUTPUTS.punctualMachine] }));
      return all.some(({ status }) => status === 'RUNNING') ? undefined : all;
    });
    assert.ok(executions.length > 0, 'it has no executions');
    same([...new Set(executions.map(({ status }) => status))], ['SUCCEEDED']);
    return `${executions.length} executions`;
  });
  await checks.check(`${PIPELINES.punctual} is proven alive: ProofOfLife is 1, its alarm is OK, and that is told once`, async () => {
    same(await proofOfLife(trial, PIPELINES.punctual), [1]);
    const name = await alarmName(trial, `${PIPELINES.punctual}/ProofOfLife`);
    await alarmIn(trial, name, 'OK');
    await inbox.message(name, 'OK');
    same(await inbox.states(name), ['OK']);
  });

  await missed(trial, PIPELINES.forgotten, 'which is in another stack and was never started', 'Due: ');
  await missed(trial, PIPELINES.tended, 'of which a success is overdue', 'Owner: deployment-test. Runbook: https://wiki.example.com/tended');

  await checks.check('no other alarm is raised', async () => {
    const raised = (await account.alarms()).filter(({ StateValue: state }) => state === 'ALARM').map((alarm) => alarm.AlarmName!).sort();
    const wanted = await Promise.all([PIPELINES.forgotten, PIPELINES.tended].map((name) => alarmName(trial, `${name}/ProofOfLife`)));
    same(raised, wanted.sort());
  });
}

/** @param says what the description must end with or contain besides the meaning */
async function missed(trial: Trial, pipeline: string, why: string, says: string): Promise<void> {
  const { checks, account, outputs, inbox } = trial;
  await checks.check(`${pipeline}, ${why}, is missed: ProofOfLife is 0, its alarm is raised, the log says why`, async () => {
    same([...new Set(await proofOfLife(trial, pipeline))], [0]);
    await alarmIn(trial, await alarmName(trial, `${pipeline}/ProofOfLife`), 'ALARM');
    const line = (await account.logLines(outputs[OUTPUTS.checkerLogs])).findLast((one) => one.event === 'verdict' && one.pipeline === pipeline);
    assert.equal(line?.verdict, 'missed', JSON.stringify(line));
    return `${String(line.stage)} ${String(line.reason)}`;
  });
  await checks.check(`the message that ${pipeline} is missed arrives with the alarm's name and a description that explains it`, async () => {
    const message = await inbox.message(await alarmName(trial, `${pipeline}/ProofOfLife`), 'ALARM');
    const begins = `ALIVE? ${pipeline}: The run that was due did not happen`;
    assert.ok(message.AlarmDescription.startsWith(begins) && message.AlarmDescription.includes(says), message.AlarmDescription);
  });
}
