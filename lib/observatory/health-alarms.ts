import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { DIMENSIONS, METRICS, NAMESPACE } from '../../core/metrics';
import { checkerSilence, NOTIFIER_SILENCE } from '../../core/silence';
import { Severity } from '../pipeline/severity';
import { metricOf, MetricSource, sumOf, zeroIfMissing } from '../signals/metrics';
import type { SignalRow } from '../signals/signal-row';
import { batchPeriod } from '../stages/slowness';
import { CountedTopic, lostDeliveries } from './web-hooks';

/** A way in which the observatory can fail. */
interface HealthRow extends SignalRow {
  /** The severities whose topics receive it. @default - that of the signal */
  readonly severities?: readonly Severity[];
  /** What is silent when the alarm is raised. The alarm is created after it and deleted before it, so that neither looks like silence. @default - nothing */
  readonly silenceOf?: IConstruct;
}

/** The period of what has no interval of its own. */
const SHORT = Duration.minutes(5);

/** The resources that the observatory's own alarms watch. */
interface HealthSubject {
  readonly observatoryName: string;
  readonly checkInterval: Duration;
  readonly functionName: string;
  /** The longest run of the checker. */
  readonly timeout: Duration;
  /** Runs the checker. */
  readonly schedule: IConstruct;
  readonly deadLetterQueueName: string;
  /** The topics of people. Which of them have web hooks is known when the tree is complete. */
  readonly topics: () => readonly CountedTopic[];
  /** Absent where alarms go to people directly. */
  readonly notifier?: WatchedNotifier;
}

/** One of the checker's metrics about the observatory itself. */
export function observatoryMetric(observatoryName: string, metricName: string, statistic: string, period: Duration): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { [DIMENSIONS.observatory]: observatoryName }, statistic, period });
}

/** How a count that must never be 0 is judged: one period without any is silence. A metric that CloudWatch does not know is silent too. */
function silentFor(milliseconds: number): Pick<HealthRow, 'period' | 'judged'> {
  const period = Duration.millis(milliseconds);
  return {
    period,
    judged: {
      by: 'static', threshold: 1, comparison: ComparisonOperator.LESS_THAN_THRESHOLD, missing: TreatMissingData.BREACHING,
      // The first tick comes within one interval of the creation. The silence until then is no problem.
      warmUpMinutes: 2 * period.toMinutes(),
    },
  };
}

/**
 * Who watches the watcher: a row for each way in which the checker, the notifier or the delivery of alarms can fail. Plain
 * CloudWatch alarms watch them, without code of this library.
 */
export function healthRows(watched: HealthSubject): HealthRow[] {
  const { observatoryName, checkInterval } = watched;
  const lambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName: watched.functionName } };
  return [
    {
      id: 'CheckerSilent',
      means: 'The checker has not completed a check for a while. Until it does, missing runs go unnoticed.',
      lookFirst: 'Read the checker\'s log. If it is empty, look at its schedule.',
      metric: (period) => zeroIfMissing(observatoryMetric(observatoryName, METRICS.checkerHeartbeat, 'SampleCount', period), 'heartbeats', period),
      ...silentFor(checkerSilence(checkInterval.toMilliseconds())),
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
      id: 'TopicUnreachable',
      means: 'An alarm topic may not reach anyone: no subscription is confirmed, or its policy blocks CloudWatch.',
      lookFirst: 'Search the checker\'s log for "unreachableTopic". The entry names the topic, the reason and the remedy.',
      metric: (period) => observatoryMetric(observatoryName, METRICS.unreachableTopics, 'Minimum', period),
      period: checkInterval,
      judged: { by: 'static', threshold: 1, evaluationPeriods: 3, missing: TreatMissingData.IGNORE },
      // Either topic may be the one without subscribers. The recovery is sent to it as well, which proves that it works again.
      severities: [Severity.CRITICAL, Severity.WARNING],
    },
    {
      id: 'LedgerUnavailable',
      means: 'The checker cannot use its ledger. Runs are still checked, but what is counted over months, and what was owed before a change, is not known.',
      lookFirst: 'Search the checker\'s log for "ledgerUnavailable". Then look at the table, its key and the checker\'s permissions.',
      metric: (period) => observatoryMetric(observatoryName, METRICS.ledgerUnavailable, 'Minimum', period),
      period: checkInterval,
      judged: { by: 'static', threshold: 1, evaluationPeriods: 3, missing: TreatMissingData.IGNORE },
    },
    {
      id: 'CheckerFailing',
      means: 'The checker failed, was throttled, or a scheduled check was dropped.',
      lookFirst: 'Read the last error in the checker\'s log.',
      metric: (period) => sumOf([{ source: lambda, metrics: ['Errors', 'Throttles', 'AsyncEventsDropped'] }], 'failed ticks', period),
      period: batchPeriod(watched.timeout),
      judged: { by: 'static', threshold: 1 },
    },
    {
      id: 'ScheduleUndeliverable',
      means: 'The schedule could not invoke the checker. The invocation is in the dead-letter queue of the schedule.',
      lookFirst: 'Read the attribute ERROR_MESSAGE of the message in the queue, then purge the queue.',
      metric: (period) => new Metric({
        namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', dimensionsMap: { QueueName: watched.deadLetterQueueName }, statistic: 'Maximum', period,
      }),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
    },
    {
      id: 'NotificationsFailed',
      means: 'At least one subscriber of the alarm topics did not receive a message.',
      lookFirst: 'Look for a subscription that is dead or not confirmed.',
      metric: (period) => lostDeliveries(watched.topics(), period),
      metricAtSynth: (period) => lostDeliveries(watched.topics(), period),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
    },
    ...(watched.notifier === undefined ? [] : notifierRows(watched.notifier)),
  ];
}

/** The resources that the alarms about a notifier watch. */
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

/** A row for each way in which the notifier can fail. These alarms bypass it. */
function notifierRows({ receiverName, tickerName, timeout, schedule, intakeTopicName }: WatchedNotifier): HealthRow[] {
  const lambda = (name: string): MetricSource => ({ namespace: 'AWS/Lambda', dimensions: { FunctionName: name } });
  const intake = { namespace: 'AWS/SNS', dimensions: { TopicName: intakeTopicName } };
  return [
    {
      id: 'NotifierSilent',
      means: 'The notifier has not run for a while. Until it does, you get no reminders, recoveries or escalations.',
      lookFirst: 'Look at its schedule, then at the message in the dead-letter queue of the schedule.',
      metric: (period) => zeroIfMissing(metricOf(lambda(tickerName), 'Invocations', 'Sum', period), 'invocations', period),
      ...silentFor(NOTIFIER_SILENCE),
      silenceOf: schedule,
    },
    {
      id: 'NotifierFailing',
      means: 'The notifier failed, was throttled, or gave up an event. Alarms then arrive unformatted.',
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
      means: 'At least one alarm could not be handed to the notifier. A pipe delivers it unformatted.',
      lookFirst: 'Check that the notifier\'s receiver exists and that the intake topic may invoke it. If no message came, look into the queue of the pipe.',
      // The pipe empties the queue, so the length of the queue says nothing.
      metric: (period) => sumOf([{
        source: intake, metrics: ['NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq', 'NumberOfNotificationsFailed'],
      }], 'undelivered alarms', period),
      period: SHORT,
      judged: { by: 'static', threshold: 1 },
    },
  ];
}
