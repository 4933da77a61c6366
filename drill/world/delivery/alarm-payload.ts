import type { Account, AlarmModel, CompositeAlarmModel } from '../../account/model';
import type { StateChange } from '../alarms/alarm';
import { regionName } from './region-name';

/** An alarm's message as programs get it: the JSON that CloudWatch publishes. (CloudWatch user guide, "Notifying users on alarm changes") */
export function alarmPayload({ accountId, region }: Account, model: AlarmModel | CompositeAlarmModel, { from, to, reason, at, afterMute }: StateChange): string {
  const { name, arn, actions } = model;
  return JSON.stringify({
    AlarmName: name,
    AlarmDescription: 'description' in model ? model.description ?? null : null,
    AWSAccountId: accountId,
    NewStateValue: to,
    NewStateReason: reason,
    StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
    Region: regionName(region),
    AlarmArn: arn,
    OldStateValue: from,
    OKActions: actions.ok,
    AlarmActions: actions.alarm,
    InsufficientDataActions: actions.insufficientData,
    ...(afterMute === undefined ? {} : { ActionExecutedAfterMuteWindow: afterMute }),
    ...('rule' in model ? { AlarmRule: model.rule } : { Trigger: triggerOf(model) }),
  });
}

function triggerOf({ entries, periodSeconds, evaluationPeriods, datapointsToAlarm, comparisonOperator, threshold, treatMissingData }: AlarmModel): object {
  const [only, ...more] = entries;
  const common = {
    Period: periodSeconds, EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm, ComparisonOperator: comparisonOperator, Threshold: threshold,
    TreatMissingData: treatMissingData,
  };
  if (only?.metric === undefined || more.length > 0) return { ...common, Metrics: entries.map(({ id, expression, returnData }) => ({ Id: id, Expression: expression, ReturnData: returnData })) };
  const { namespace, metricName, dimensions, statistic } = only.metric;
  return { ...common, MetricName: metricName, Namespace: namespace, StatisticType: 'Statistic', Statistic: statistic.toUpperCase(), Dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })) };
}
