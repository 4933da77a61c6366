import { Alarm, AnomalyDetectionAlarm, CfnAlarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Lazy, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { markText, traitsOf } from '../../core/signals';
import { identifyOnlyBy } from '../names';
import { queriesOf } from './metrics';
import type { SettledRow } from './signal-row';
import { thresholdOf } from './threshold';

/** CloudWatch accepts no longer description (API reference, PutMetricAlarm). */
const LONGEST_DESCRIPTION = 1024;
/** The text of a long schedule is shortened, and left out if less room than the minimum is left. */
const LONGEST_DUE = 150;
const SHORTEST_DUE = 20;

/** What an alarm is about, and whose it is. */
export interface Subject {
  readonly observatory: string;
  /** The pipeline's name; absent for an alarm about the observatory itself. */
  readonly pipeline?: string;
  readonly stage?: string;
  /** When runs are due, in a phrase. */
  readonly due?: string;
  readonly owner?: string;
  readonly runbookUrl?: string;
}

/**
 * The text for a person at 3 a.m.: the question, what the alarm means, what to look at first, whose it is. It ends with a
 * mark, which tells the notifier what the alarm is. If the texts are too long, only the schedule is shortened. A check
 * refuses other texts that are too long.
 */
export function alarmDescription(row: SettledRow, { observatory, pipeline, stage, due, owner, runbookUrl }: Subject): string {
  const name = pipeline ?? `Observatory ${observatory}`;
  const { question, lasting } = traitsOf(row.id);
  const mark = markText({ severity: row.severity, question, signal: row.id, lasting, pipeline, stage });
  const withDue = (phrase: string): string => [
    `${question}? ${name}${stage === undefined ? '' : ` / ${stage}`}: ${row.means}`,
    `First: ${row.lookFirst}`,
    ...(phrase === '' ? [] : [`Due: ${phrase}.`]),
    ...(owner === undefined ? [] : [`Owner: ${owner}.`]),
    ...(runbookUrl === undefined ? [] : [`Runbook: ${runbookUrl}`]),
    mark,
  ].join(' ');
  const room = LONGEST_DESCRIPTION - withDue('').length - ' Due: .'.length;
  return withDue(due === undefined || room < SHORTEST_DUE ? '' : shortened(due, Math.min(room, LONGEST_DUE)));
}

/** Shortens a text. A text with tokens stays as it is: its length is unknown, and a shortened token is broken. */
function shortened(text: string, length: number): string {
  return Token.isUnresolved(text) || text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

/** What people read of an alarm. */
interface AlarmTexts {
  readonly description: string;
  /** Absent: CloudFormation generates the name, so that two stacks cannot collide. */
  readonly name?: string;
}

/** Creates the alarm of one row. */
export function alarmOf(scope: Construct, id: string, row: SettledRow, { description, name }: AlarmTexts): Alarm {
  const { judged, options, thresholdOption } = row;
  const own = thresholdOption === undefined ? undefined : thresholdOf(`${scope.node.path}: signal ${id}`, thresholdOption);
  const threshold = own ?? judged.threshold;
  const period = options?.period ?? row.period;
  const common = {
    metric: row.metric(period),
    alarmName: name,
    alarmDescription: description,
    evaluationPeriods: options?.evaluationPeriods ?? judged.evaluationPeriods ?? 1,
    datapointsToAlarm: options?.datapointsToAlarm ?? (options?.evaluationPeriods === undefined ? judged.datapointsToAlarm : undefined),
    treatMissingData: judged.missing ?? TreatMissingData.NOT_BREACHING,
  };
  const alarm = judged.by === 'anomaly'
    ? new AnomalyDetectionAlarm(scope, id, {
      ...common,
      stdDevs: threshold,
      comparisonOperator: judged.comparison ?? ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
    })
    : new Alarm(scope, id, {
      ...common,
      threshold,
      comparisonOperator: judged.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    });
  const { metricAtSynth } = row;
  if (metricAtSynth !== undefined) {
    (alarm.node.defaultChild as CfnAlarm).metrics = Lazy.any({ produce: () => queriesOf(metricAtSynth(period)) });
  }
  // An alarm with a name of its own stays the same one wherever its construct is moved, since the name is taken until it is deleted.
  if (name !== undefined) identifyOnlyBy(alarm.node.defaultChild as CfnAlarm, 'Alarm', name);
  if (judged.warmUpMinutes !== undefined) {
    // No L2 construct has this property yet, and neither has the L1 construct of the oldest supported aws-cdk-lib.
    (alarm.node.defaultChild as CfnAlarm).addPropertyOverride('WarmUpConfiguration', { WarmUpPeriodDurationInMinutes: judged.warmUpMinutes });
  }
  return alarm;
}
