import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import { Severity } from '../severity';
import { sumOf } from '../signals/sum-of';
import { batchPeriod } from '../stages/batch-period';
import { notifierRows, WatchedNotifier } from './notifier-watch';
import { SelfWatchRow, SHORT } from './self-watch-row';
import { CountedTopic, lostDeliveries } from './web-hooks';

/** What the observatory's own alarms watch. */
export interface SelfWatched {
  readonly observatoryName: string;
  readonly tickInterval: Duration;
  readonly functionName: string;
  /** The longest tick. */
  readonly timeout: Duration;
  /** Runs the checker. */
  readonly schedule: IConstruct;
  readonly deadLetterQueueName: string;
  /** Those that people hear; which of them have web hooks, the complete tree knows. */
  readonly topics: () => readonly CountedTopic[];
  /** Absent: alarms go to people directly. */
  readonly notifier?: WatchedNotifier;
}

/** One of the checker's metrics about the observatory itself. */
export function observatoryMetric(observatoryName: string, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { [DIMENSIONS.observatory]: observatoryName }, statistic, period });
}

/**
 * Who watches the watcher: a table with a row for each way in which the checker, the notifier or the delivery of alarms
 * can die. None of it is code of ours.
 */
export function selfWatchRows(watched: SelfWatched): SelfWatchRow[] {
  const { observatoryName, tickInterval } = watched;
  const lambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName: watched.functionName } };
  return [
    {
      id: 'CheckerSilent',
      question: 'ALIVE',
      means: 'The checker has not completed a tick for a while: no missing run would be noticed.',
      lookFirst: 'Read the checker\'s log; if it is empty, look at its schedule.',
      metric: (period) => observatoryMetric(observatoryName, METRICS.checkerHeartbeat, 'SampleCount', period),
      period: tickInterval,
      judged: {
        by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.BREACHING, evaluationPeriods: 3,
        // The first tick of a new checker comes within an interval; until then its silence is no news.
        warmUpMinutes: Math.ceil(tickInterval.toMinutes() * 6),
      },
      okIsRecovery: true,
      silenceOf: watched.schedule,
    },
    {
      id: 'PipelinesUnverifiable',
      question: 'ALIVE',
      means: 'The checker cannot verify at least one pipeline: its contract is missing or unreadable, or its run data cannot be read.',
      lookFirst: 'Search the checker\'s log for "problems", "brokenContract" and "contractMissing".',
      metric: (period) => observatoryMetric(observatoryName, METRICS.unverifiablePipelines, 'Minimum', period),
      period: tickInterval,
      judged: { by: 'static', threshold: 1, evaluationPeriods: 3, missing: TreatMissingData.IGNORE },
      okIsRecovery: true,
    },
    {
      id: 'TopicUnheard',
      question: 'ALIVE',
      means: 'Of at least one alarm topic it is not sure that anybody hears it: nobody has confirmed, or it takes no alarms.',
      lookFirst: 'Search the checker\'s log for "unheardTopic": it names topic, reason and remedy.',
      metric: (period) => observatoryMetric(observatoryName, METRICS.unheardTopics, 'Minimum', period),
      period: tickInterval,
      judged: { by: 'static', threshold: 1, evaluationPeriods: 3, missing: TreatMissingData.IGNORE },
      // Any of the topics may be the one that is not heard. That it is again is told on it, which proves it.
      severities: [Severity.CRITICAL, Severity.WARNING],
      directly: true,
      okIsRecovery: true,
    },
    {
      id: 'CheckerFailing',
      question: 'FAILED',
      means: 'The checker failed, was throttled, or its tick was dropped.',
      lookFirst: 'Read the last error in the checker\'s log.',
      metric: (period) => sumOf([{ source: lambda, metrics: ['Errors', 'Throttles', 'AsyncEventsDropped'] }], 'failed ticks', period),
      period: batchPeriod(watched.timeout),
      judged: { by: 'static', threshold: 1 },
    },
    {
      id: 'ScheduleUndeliverable',
      question: 'FAILED',
      means: 'The schedule could not invoke the checker; the invocation lies in its dead-letter queue.',
      lookFirst: 'Read ERROR_MESSAGE of the message in the queue, then purge it.',
      metric: (period) => new Metric({
        namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensionsMap: { QueueName: watched.deadLetterQueueName }, statistic: 'Maximum', period,
      }),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
    },
    {
      id: 'NotificationsFailed',
      question: 'FAILED',
      means: 'A message to at least one subscriber of the alarm topics was lost.',
      lookFirst: 'Look for a subscription that is dead or not confirmed.',
      metric: (period) => lostDeliveries(watched.topics(), period),
      metricAtSynth: (period) => lostDeliveries(watched.topics(), period),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
      directly: true,
    },
    ...(watched.notifier === undefined ? [] : notifierRows(watched.notifier)),
  ];
}
