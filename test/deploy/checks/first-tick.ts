import { METRICS } from '../../../core';
import { alarmIn, alarmName, observatoryMetric } from '../metrics';
import { same } from '../same';
import { requireComplete, tick, Trial } from '../trial';

/** The schedule runs the bundle, with the permissions of its own role and no other. */
export async function checkFirstTick(trial: Trial): Promise<void> {
  const { checks, inbox } = trial;

  await checks.check('the schedule invoked the bundled checker, whose role lets it read the contracts and publish: its first tick is complete', async () => {
    await tick(trial, 1);
    await requireComplete(trial);
  });
  await checks.check('the tick left a heartbeat and counted no unverifiable pipeline', async () => {
    same(await observatoryMetric(trial, METRICS.checkerHeartbeat, 'SampleCount'), [1]);
    same(await observatoryMetric(trial, METRICS.unverifiablePipelines, 'Maximum'), [0]);
  });
  await checks.check('the role lets it read both topics, and both are heard: their policies let alarms in, and a subscriber is confirmed', async () => {
    same(await observatoryMetric(trial, METRICS.unheardTopics, 'Maximum'), [0]);
  });
  await checks.check('the alarm on the checker\'s silence is OK and says so', async () => {
    const name = await alarmName(trial, 'Observatory/CheckerSilent');
    await alarmIn(trial, name, 'OK');
    await inbox.message(name, 'OK');
  });
}
