import { CloudWatchClient, DescribeAlarmsCommand, DescribeAlarmsCommandInput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { AlarmChange } from '../../../core/alarm-change';
import { ALARM_STATES } from '../../../core/alarm-configuration';
import { breachOf } from '../../../core/breach';
import { chunks, unique } from '../../../core/collections';
import { untilAborted } from '../../shared/async';
import type { AlarmNow } from '../ports';

/** The most names that DescribeAlarms takes, and the most alarms that it returns, in one call (API reference). */
const MOST_NAMES = 100;

/** CloudWatch refuses a call with a name that no alarm can have (API reference, PutMetricAlarm: AlarmName). */
const ALARM_NAME = /^[^\p{Cc}]{1,255}$/u;

/** CloudWatch chooses the number of pages. More than one page for each alarm would be an endless listing. */
const MAX_PAGES = MOST_NAMES;

/**
 * The present state of metric alarms by name. Alarms that do not exist are left out. The library makes no composite alarms.
 *
 * If a call fails, the tick does the rest and then fails: the alarm NotifierFailing fires.
 */
export async function readAlarms(client: CloudWatchClient, names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, AlarmNow>> {
  const found = new Map<string, AlarmNow>();
  for (const some of chunks(unique(names).filter((name) => ALARM_NAME.test(name)), MOST_NAMES)) {
    for await (const alarm of describe(client, { AlarmNames: some }, signal)) found.set(...alarmNow(alarm));
  }
  return found;
}

/**
 * The alarms in ALARM that notify a topic, as the changes that they sent. An alarm with disabled actions is left out, because
 * somebody meant it to notify nobody.
 */
export async function raisedAlarms(client: CloudWatchClient, topicArn: string, signal: AbortSignal): Promise<AlarmChange[]> {
  const found: AlarmChange[] = [];
  for await (const alarm of describe(client, { StateValue: 'ALARM' }, signal)) {
    if (alarm.ActionsEnabled !== false && alarm.AlarmActions?.includes(topicArn) === true) found.push(changeOf(alarm));
  }
  return found;
}

function changeOf(alarm: MetricAlarm): AlarmChange {
  const [alarmName, { state, since }] = alarmNow(alarm);
  const { AlarmArn: alarmArn, AlarmDescription: description, StateReason: reason = '' } = alarm;
  const [, , , region, accountId] = alarmArn?.split(':') ?? [];
  if (alarmArn === undefined || region === undefined || accountId === undefined) throw new Error(`alarm ${alarmName} has an unknown ARN format: ${alarmArn ?? 'none'}`);
  const breach = breachOf({
    at: since, reason, reasonData: alarm.StateReasonData, periodSeconds: periodOf(alarm), evaluationPeriods: alarm.EvaluationPeriods,
    comparisonOperator: alarm.ComparisonOperator, threshold: alarm.Threshold,
  });
  return { alarmName, alarmArn, state, at: since, ...(breach === undefined ? {} : { breach }), reason, ...(description === undefined ? {} : { description }), accountId, region, afterMute: false };
}

/** An alarm on an expression has the periods of the metrics in the expression. */
function periodOf({ Period: period, Metrics: metrics = [] }: MetricAlarm): number | undefined {
  const periods = [period, ...metrics.map((metric) => metric.Period ?? metric.MetricStat?.Period)].flatMap((seconds) => seconds ?? []);
  return periods.length === 0 ? undefined : Math.max(...periods);
}

async function* describe(client: CloudWatchClient, which: DescribeAlarmsCommandInput, signal: AbortSignal): AsyncGenerator<MetricAlarm> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new DescribeAlarmsCommand({ ...which, AlarmTypes: ['MetricAlarm'], MaxRecords: MOST_NAMES, NextToken: token });
    const { MetricAlarms: alarms, NextToken: next } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    if (alarms === undefined) throw new Error('DescribeAlarms answered without a list of metric alarms');
    yield* alarms;
    if (next === undefined || next === '') return;
    token = next;
  }
  throw new Error(`DescribeAlarms did not end within ${MAX_PAGES} pages`);
}

/** CloudWatch also says when it last updated the reason. Only a change of the state's value counts. */
function alarmNow({ AlarmName: name, StateValue: value, StateTransitionedTimestamp: changed, StateUpdatedTimestamp: updated }: MetricAlarm): [string, AlarmNow] {
  const state = ALARM_STATES.find((known) => known === value);
  const since = (changed ?? updated)?.getTime();
  if (name === undefined || state === undefined || since === undefined) {
    throw new Error(`alarm ${name ?? 'without a name'} has an unknown format: state ${value ?? 'none'}, changed ${changed?.toISOString() ?? 'never'}`);
  }
  return [name, { state, since }];
}
