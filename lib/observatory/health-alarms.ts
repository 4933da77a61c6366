import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import { Severity } from '../pipeline/severity';
import { metricOf, MetricSource, sumOf } from '../signals/metrics';
import type { SignalRow } from '../signals/signal-row';
import { batchPeriod } from '../stages/slowness';
import { CountedTopic, lostDeliveries } from './web-hooks';

/** A way in which the observatory can die. */
interface HealthRow extends SignalRow {
  /** The severities whose topics receive it. @default - that of the signal */
  readonly severities?: readonly Severity[];
  /** What is silent when it speaks. It is made after that and deleted before, so that neither looks like silence. @default - nothing */
  readonly silenceOf?: IConstruct;
}

/** Of what has no interval of its own. */
const SHORT = Duration.minutes(5);

/** What the observatory's own alarms watch. */
interface HealthSubject {
  readonly observatoryName: string;
  readonly checkInterval: Duration;
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
export function healthRows(watched: HealthSubject): HealthRow[] {
  const { observatoryName, checkInterval } = watched;
  const lambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName: watched.functionName } };
  return [
    {
      id: 'CheckerSilent',
      means: 'The checker has not completed a tick for a while: no missing run would be noticed.',
      lookFirst: 'Read the checker\'s log; if it is empty, look at its schedule.',
      metric: (period) => observatoryMetric(observatoryName, METRICS.checkerHeartbeat, 'SampleCount', period),
      period: checkInterval,
      judged: {
        by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.BREACHING, evaluationPeriods: 3,
        // The first tick of a new checker comes within an interval; until then its silence is no news.
        warmUpMinutes: Math.ceil(checkInterval.toMinutes() * 6),
      },
      silenceOf: watched.schedule,
    },
    {
      id: 'PipelinesUnverifiable',
      means: 'The checker cannot verify at least one pipeline: its contract is missing or unreadable, or its run data cannot be read.',
      lookFirst: 'Search the checker\'s log for "problems", "brokenContract" and "contractMissing".',
      metric: (period) => observatoryMetric(observatoryName, METRICS.unverifiablePipelines, 'Minimum', period),
      period: checkInterval,
      judged: { by: 'static', threshold: 1, evaluationPeriods: 3, missing: TreatMissingData.IGNORE },
    },
    {
      id: 'TopicUnheard',
      means: 'Of at least one alarm topic it is not sure that anybody hears it: nobody has confirmed, or it takes no alarms.',
      lookFirst: 'Search the checker\'s log for "unheardTopic": it names topic, reason and remedy.',
      metric: (period) => observatoryMetric(observatoryName, METRICS.unheardTopics, 'Minimum', period),
      period: checkInterval,
      judged: { by: 'static', threshold: 1, evaluationPeriods: 3, missing: TreatMissingData.IGNORE },
      // Any of the topics may be the one that is not heard. That it is again is told on it, which proves it.
      severities: [Severity.CRITICAL, Severity.WARNING],
    },
    {
      id: 'CheckerFailing',
      means: 'The checker failed, was throttled, or its tick was dropped.',
      lookFirst: 'Read the last error in the checker\'s log.',
      metric: (period) => sumOf([{ source: lambda, metrics: ['Errors', 'Throttles', 'AsyncEventsDropped'] }], 'failed ticks', period),
      period: batchPeriod(watched.timeout),
      judged: { by: 'static', threshold: 1 },
    },
    {
      id: 'ScheduleUndeliverable',
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
      means: 'A message to at least one subscriber of the alarm topics was lost.',
      lookFirst: 'Look for a subscription that is dead or not confirmed.',
      metric: (period) => lostDeliveries(watched.topics(), period),
      metricAtSynth: (period) => lostDeliveries(watched.topics(), period),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
    },
    ...(watched.notifier === undefined ? [] : notifierRows(watched.notifier)),
  ];
}

/** What the alarms about a notifier watch. */
interface WatchedNotifier {
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
function notifierRows({ receiverName, tickerName, timeout, schedule, intakeTopicName }: WatchedNotifier): HealthRow[] {
  const lambda = (name: string): MetricSource => ({ namespace: 'AWS/Lambda', dimensions: { FunctionName: name } });
  const intake = { namespace: 'AWS/SNS', dimensions: { TopicName: intakeTopicName } };
  return [
    {
      id: 'NotifierSilent',
      means: 'The notifier was not run for a while: no reminder, no recovery and no escalation would be told.',
      lookFirst: 'Look at its schedule, then at the message in the dead-letter queue of it.',
      metric: (period) => metricOf(lambda(tickerName), 'Invocations', 'Sum', period),
      period: SHORT,
      judged: {
        by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.BREACHING, evaluationPeriods: 3,
        // Its first runs come within minutes of its creation; until then its silence is no news.
        warmUpMinutes: 30,
      },
      silenceOf: schedule,
    },
    {
      id: 'NotifierFailing',
      means: 'The notifier failed, was throttled, or gave something up: alarms then arrive as CloudWatch wrote them.',
      lookFirst: 'Read the last error in the notifier\'s log.',
      metric: (period) => sumOf([
        { source: lambda(receiverName), metrics: [...ASYNCHRONOUS_FAILURES, 'DestinationDeliveryFailures'] },
        { source: lambda(tickerName), metrics: ASYNCHRONOUS_FAILURES },
      ], 'failed invocations', period),
      period: batchPeriod(timeout),
      judged: { by: 'static', threshold: 1 },
    },
    {
      id: 'AlarmsUndelivered',
      means: 'At least one alarm could not be handed to the notifier: a pipe tells it as CloudWatch wrote it.',
      lookFirst: 'See whether the notifier\'s receiver exists and the intake topic may invoke it; if no message came, look into the queue of the pipe.',
      // The pipe empties the queue, so that its length says nothing.
      metric: (period) => sumOf([{
        source: intake, metrics: ['NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq', 'NumberOfNotificationsFailed'],
      }], 'undelivered alarms', period),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
    },
  ];
}
