import { CloudWatchClient, DescribeAlarmsCommand, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ALARM_STATES } from '../../../core/alarm-configuration';
import { untilAborted } from '../../../lambda/shared/async';
import type { DeployedAlarm } from '../ports';

/** The most that DescribeAlarms returns at once (API reference). */
const PAGE_SIZE = 100;
/**
 * An account may have 5,000 alarms in a Region by default (CloudWatch user guide, "service quotas"); ten times that is enough.
 */
const MAX_PAGES = 500;

/** The metric alarms on metrics of a namespace. The API cannot filter by namespace, so it lists all alarms. */
export async function alarmsOn(client: CloudWatchClient, namespace: string, signal: AbortSignal): Promise<DeployedAlarm[]> {
  const found: DeployedAlarm[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], MaxRecords: PAGE_SIZE, NextToken: token });
    const { MetricAlarms: alarms = [], NextToken: next } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    found.push(...alarms.filter(({ Namespace: of }) => of === namespace).map(deployedAlarm));
    if (next === undefined || next === '') return found;
    token = next;
  }
  throw new Error(`DescribeAlarms did not end within ${MAX_PAGES} pages`);
}

function deployedAlarm(alarm: MetricAlarm): DeployedAlarm {
  return {
    name: alarm.AlarmName ?? '',
    state: ALARM_STATES.find((state) => state === alarm.StateValue) ?? 'INSUFFICIENT_DATA',
    metric: alarm.MetricName ?? '',
    dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name: name = '', Value: value = '' }) => [name, value])),
    description: alarm.AlarmDescription,
    notifies: alarm.ActionsEnabled === false ? [] : alarm.AlarmActions ?? [],
  };
}
