import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import { OUTPUTS, STACKS } from './names';
import type { Trial } from './trial';
import { until } from './until';

/** The proof of life of a pipeline by minute, oldest first. */
export function proofOfLife({ account, outputs }: Trial, pipeline: string): Promise<number[]> {
  const dimensions = { [DIMENSIONS.observatory]: outputs[OUTPUTS.observatory], [DIMENSIONS.pipeline]: pipeline };
  return account.values({ namespace: NAMESPACE, metric: METRICS.proofOfLife, dimensions, statistic: 'Minimum' });
}

/** A metric of the observatory itself by minute, oldest first. */
export function observatoryMetric({ account, outputs }: Trial, metric: string, statistic: string): Promise<number[]> {
  return account.values({ namespace: NAMESPACE, metric, dimensions: { [DIMENSIONS.observatory]: outputs[OUTPUTS.observatory] }, statistic });
}

/** The name that CloudFormation gave to the alarm of a construct, as `Forgotten/ProofOfLife`. */
export async function alarmName({ account }: Trial, construct: string): Promise<string> {
  const logicalId = new RegExp(`^${construct.replaceAll('/', '')}[0-9A-F]{8}$`);
  for (const stack of Object.values(STACKS)) {
    const found = (await account.stackResources(stack)).find((resource) => logicalId.test(resource.LogicalResourceId!));
    if (found !== undefined) return found.PhysicalResourceId!;
  }
  throw new Error(`no stack has an alarm ${construct}`);
}

/** Waits until an alarm is in a state. */
export async function alarmIn({ account }: Trial, name: string, state: string): Promise<MetricAlarm> {
  return until(`alarm ${name} to be ${state}`, 30, async () => {
    await account.evaluateAlarms();
    return (await account.alarms()).find((alarm) => alarm.AlarmName === name && alarm.StateValue === state);
  });
}
