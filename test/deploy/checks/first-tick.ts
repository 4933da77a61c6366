import { METRICS } from '../../../core/metrics';
import { OBSERVATORY_ITSELF } from '../../../core/signals';
import { forgetTurns, incidents } from '../incidents';
import { alarmIn, alarmName, observatoryMetric } from '../metrics';
import { same } from '../same';
import { notifierTick, requireComplete, tick, Trial } from '../trial';
import { until } from '../until';

/** The schedules run the bundles, with the permissions of their own roles and no other. */
export async function checkFirstTick(trial: Trial): Promise<void> {
  const { checks, account, inbox } = trial;

  await checks.check('the schedule invoked the bundled checker, whose role lets it read the contracts and publish: its first tick is complete', async () => {
    await tick(trial, 1);
    await requireComplete(trial);
  });
  await checks.check('the tick left a heartbeat and counted no unverifiable pipeline', async () => {
    same(await observatoryMetric(trial, METRICS.checkerHeartbeat, 'SampleCount'), [1]);
    same(await observatoryMetric(trial, METRICS.unverifiablePipelines, 'Maximum'), [0]);
  });
  await checks.check('its role can read all topics, and all reach somebody: their policies allow alarms, and a subscriber is confirmed', async () => {
    same(await observatoryMetric(trial, METRICS.unreachableTopics, 'Maximum'), [0]);
  });
  await checks.check('another schedule invoked the bundled notifier, whose role lets it read its table', () => notifierTick(trial, 0));
  await checks.check('the alarm on the checker\'s silence is OK; the notifier received it and notified nobody, since nothing was wrong', async () => {
    const name = await alarmName(trial, 'Observatory/CheckerSilent');
    await alarmIn(trial, name, 'OK');
    await until('the notifier to hear of it', 20, async () => (await incidents(trial)).get(OBSERVATORY_ITSELF)?.record.alarms[name]?.state === 'OK' ? true : undefined);
    same((await inbox.all()).filter(({ text }) => text.includes(name)), []);
  });
  await checks.check('an alarm about the topics themselves bypasses the notifier, as CloudWatch writes it', async () => {
    const name = await alarmName(trial, 'Observatory/TopicUnreachable');
    await alarmIn(trial, name, 'OK');
    await inbox.unformattedAlarm(name, 'OK');
    same((await account.alarms()).find((alarm) => alarm.AlarmName === name)!.AlarmActions, [trial.outputs.CriticalTopicArn, trial.outputs.WarningTopicArn]);
  });
  // What was sent until now must not delay the next tick's messages.
  await forgetTurns(trial);
}
