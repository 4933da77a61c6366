import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { metricOf, MetricSource, sumOf } from '../signals/sum-of';
import { batchPeriod } from '../stages/batch-period';
import { SelfWatchRow, SHORT } from './self-watch-row';

/** What the alarms about a notifier watch. */
export interface WatchedNotifier {
  readonly receiverName: string;
  readonly tickerName: string;
  /** The longest run of either. */
  readonly timeout: Duration;
  /** Runs the ticker. */
  readonly schedule: IConstruct;
  readonly intakeTopicName: string;
}

const ASYNCHRONOUS_FAILURES = ['Errors', 'Throttles', 'AsyncEventsDropped'];

/** A row for each way in which the notifier can die. They are told past it. */
export function notifierRows({ receiverName, tickerName, timeout, schedule, intakeTopicName }: WatchedNotifier): SelfWatchRow[] {
  const lambda = (name: string): MetricSource => ({ namespace: 'AWS/Lambda', dimensions: { FunctionName: name } });
  const intake = { namespace: 'AWS/SNS', dimensions: { TopicName: intakeTopicName } };
  return [
    {
      id: 'NotifierSilent',
      question: 'ALIVE',
      means: 'The notifier was not run for a while: no reminder, no recovery and no escalation would be told.',
      lookFirst: 'Look at its schedule, then at the message in the dead-letter queue of it.',
      metric: (period) => metricOf(lambda(tickerName), 'Invocations', 'Sum', period),
      period: SHORT,
      judged: {
        by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.BREACHING, evaluationPeriods: 3,
        // Its first runs come within minutes of its creation; until then its silence is no news.
        warmUpMinutes: 30,
      },
      okIsRecovery: true,
      directly: true,
      silenceOf: schedule,
    },
    {
      id: 'NotifierFailing',
      question: 'FAILED',
      means: 'The notifier failed, was throttled, or gave something up: alarms then arrive as CloudWatch wrote them.',
      lookFirst: 'Read the last error in the notifier\'s log.',
      metric: (period) => sumOf([
        { source: lambda(receiverName), metrics: [...ASYNCHRONOUS_FAILURES, 'DestinationDeliveryFailures'] },
        { source: lambda(tickerName), metrics: ASYNCHRONOUS_FAILURES },
      ], 'failed invocations', period),
      period: batchPeriod(timeout),
      judged: { by: 'static', threshold: 1 },
      directly: true,
    },
    {
      id: 'AlarmsUndelivered',
      question: 'FAILED',
      means: 'At least one alarm could not be handed to the notifier: a pipe tells it as CloudWatch wrote it.',
      lookFirst: 'See whether the notifier\'s receiver exists and the intake topic may invoke it; if no message came, look into the queue of the pipe.',
      // The pipe empties the queue, so that its length says nothing.
      metric: (period) => sumOf([{
        source: intake, metrics: ['NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq', 'NumberOfNotificationsFailed'],
      }], 'undelivered alarms', period),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
      directly: true,
    },
  ];
}
