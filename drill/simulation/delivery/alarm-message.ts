import { own } from '../../../core/collections';
import type { Account, AlarmModel, CompositeAlarmModel } from '../../../template/model';
import type { StateChange } from '../alarms/alarm';

/** Regions as CloudWatch's messages name them. Others are named by their code. */
const NAMES: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'eu-north-1': 'EU (Stockholm)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'sa-east-1': 'South America (Sao Paulo)',
};

function regionName(region: string): string {
  return own(NAMES, region) ?? region;
}

/**
 * An alarm's message for programs: the JSON that CloudWatch publishes. (CloudWatch user guide, "Notifying users on alarm
 * changes")
 */
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

/** Length limit of an SNS subject, exclusive. */
const LONGEST_SUBJECT = 100;

/** The subject of an alarm's e-mail, in CloudWatch's style. */
export function subjectOf({ region }: Account, { name }: { readonly name: string }, { to }: StateChange): string {
  const subject = `${to}: "${name}" in ${regionName(region)}`;
  return subject.length < LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT - 4)}...`;
}

/** The body of an alarm's e-mail, with CloudWatch's facts in CloudWatch's order. */
export function alarmText({ accountId, region }: Account, model: AlarmModel | CompositeAlarmModel, { from, to, reason, at }: StateChange): string {
  const time = utc(at);
  return [
    `The alarm "${model.name}" in ${regionName(region)} went to ${to} at ${time}: ${reason}`,
    '',
    'Alarm details:',
    ...facts([
      ['Name', model.name],
      ['Description', 'description' in model ? model.description ?? '' : ''],
      ['State change', `${from} -> ${to}`],
      ['Reason', reason],
      ['Time', time],
      ['AWS account', accountId],
      ['Alarm ARN', model.arn],
    ]),
    ...('rule' in model ? ['', 'Alarm rule:', model.rule] : metricLines(model)),
  ].join('\n');
}

function metricLines(model: AlarmModel): string[] {
  const { comparisonOperator, threshold, thresholdMetricId, periodSeconds, evaluationPeriods, datapointsToAlarm, entries, treatMissingData } = model;
  const edge = thresholdMetricId === undefined ? String(threshold) : 'the edge of its band';
  const metrics = entries.flatMap(({ metric }) => (metric === undefined ? [] : [metric]));
  return [
    '',
    'Threshold:',
    `- ${comparisonOperator} ${edge}, in ${datapointsToAlarm} of the last ${evaluationPeriods} periods of ${periodSeconds} seconds, missing data ${treatMissingData}`,
    '',
    'Monitored metrics:',
    ...metrics.map(({ namespace, metricName, statistic, dimensions }) => `- ${namespace} ${metricName} (${statistic}) ${Object.entries(dimensions).map(([name, value]) => `${name} = ${value}`).join(', ')}`),
  ];
}

function facts(rows: readonly (readonly [string, string])[]): string[] {
  return rows.filter(([, value]) => value !== '').map(([name, value]) => `- ${`${name}:`.padEnd(14)} ${value}`);
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
