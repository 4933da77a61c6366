import assert from 'node:assert/strict';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { alarmIn, alarmName, proofOfLife } from '../metrics';
import { OUTPUTS, PIPELINES } from '../names';
import { same } from '../same';
import { requireComplete, tick, Trial } from '../trial';
import { until } from '../until';

/** By the second tick something was due of each pipeline. */
export async function checkVerdicts(trial: Trial): Promise<void> {
  const { checks, account, outputs } = trial;
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
  await checks.check(`${PIPELINES.punctual} is proven alive: ProofOfLife is 1, its alarm is OK`, async () => {
    same(await proofOfLife(trial, PIPELINES.punctual), [1]);
    await alarmIn(trial, await alarmName(trial, `${PIPELINES.punctual}/ProofOfLife`), 'OK');
  });

  await missed(trial, PIPELINES.forgotten, 'which is in another stack and was never started');
  await missed(trial, PIPELINES.neglected, 'of which a success is overdue');
  await missed(trial, PIPELINES.tended, 'of which a success is overdue, too');

  await checks.check('no other alarm is raised', async () => {
    const raised = (await account.alarms()).filter(({ StateValue: state }) => state === 'ALARM').map((alarm) => alarm.AlarmName!).sort();
    const wanted = await Promise.all([PIPELINES.forgotten, PIPELINES.neglected, PIPELINES.tended].map((name) => alarmName(trial, `${name}/ProofOfLife`)));
    same(raised, wanted.sort());
  });
}

async function missed(trial: Trial, pipeline: string, why: string): Promise<void> {
  const { checks, account, outputs } = trial;
  await checks.check(`${pipeline}, ${why}, is missed: ProofOfLife is 0, its alarm is raised, the log says why`, async () => {
    same([...new Set(await proofOfLife(trial, pipeline))], [0]);
    await alarmIn(trial, await alarmName(trial, `${pipeline}/ProofOfLife`), 'ALARM');
    const line = (await account.logLines(outputs[OUTPUTS.checkerLogs])).findLast((one) => one.event === 'verdict' && one.pipeline === pipeline);
    assert.equal(line?.verdict, 'missed', JSON.stringify(line));
    return `${String(line.stage)} ${String(line.reason)}`;
  });
}
