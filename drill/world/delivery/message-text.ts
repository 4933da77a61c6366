import type { Account, AlarmModel, CompositeAlarmModel } from '../../account/model';
import type { StateChange } from '../alarms/alarm';
import { regionName } from './region-name';

/** Longest subject of an SNS message, exclusive. */
const LONGEST_SUBJECT = 100;

/** The subject of an alarm's e-mail, in CloudWatch's manner. */
export function subjectOf({ region }: Account, { name }: { readonly name: string }, { to }: StateChange): string {
  const subject = `${to}: "${name}" in ${regionName(region)}`;
  return subject.length < LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT - 4)}...`;
}

/** The body of an alarm's e-mail, with the facts that CloudWatch gives in the order in which it gives them. */
export function textOf({ accountId, region }: Account, model: AlarmModel | CompositeAlarmModel, { from, to, reason, at }: StateChange): string {
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
