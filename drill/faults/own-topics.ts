import { unique } from '../../core/collections';
import { METRICS } from '../../core/metrics';
import { readDescription, type SignalIdAbout } from '../../core/signals';
import { type Account, type AlarmModel, type NotifierModel, targetOf } from '../../template/model';
import type { PipelineModel } from '../../template/pipeline';
import { keyOf } from '../../template/policy/permissions';
import type { DeliveredMessage } from '../result';

/** The alarms on a pipeline's stages, and on what the checker publishes about the pipeline. */
export function ownAlarms(account: Account, { name, stages, schedules, observed }: PipelineModel): AlarmModel[] {
  const words = new Set([
    ...stages.flatMap(({ resource }) => [resource.name, resource.arn]), ...schedules.flatMap((schedule) => [schedule.name, schedule.group]),
    observed?.pipeline ?? name,
  ]);
  return account.alarms.filter(({ entries }) => entries.some(({ metric }) => Object.values(metric?.dimensions ?? {}).some((value) => words.has(value))));
}

/**
 * Whether a message is about a pipeline: it comes from the notifier and names the pipeline, or directly from one of its alarms.
 */
export function isAbout(account: Account, pipeline: PipelineModel): (message: Pick<DeliveredMessage, 'alarm' | 'pipelines'>) => boolean {
  const names = ownAlarms(account, pipeline).map(({ name }) => name);
  const name = pipeline.observed?.pipeline ?? pipeline.name;
  return ({ alarm, pipelines }) => pipelines?.includes(name) ?? names.includes(alarm);
}

/** Whether a message comes from an alarm of the observatory itself, by the alarm's description. */
export function comesFrom(account: Account, ...signals: readonly SignalIdAbout<'checker' | 'delivery'>[]): (message: Pick<DeliveredMessage, 'alarm' | 'because'>) => boolean {
  const names = new Set(account.alarms.filter(({ description }) => signals.some((signal) => readDescription(description)?.mark.signal === signal)).map(({ name }) => name));
  return ({ alarm, because }) => names.has(because ?? alarm);
}

/** The topics of the alarms that report a pipeline's failures: its proof of life if it has one, otherwise all of them. */
export function alarmTopics(account: Account, pipeline: PipelineModel): string[] {
  const arns = notifyingAlarms(account, pipeline).flatMap(({ actions }) => actions.alarm);
  return unique(arns).filter((arn) => targetOf(account, arn)?.kind === 'topic');
}

/**
 * The topics on which people are notified of a pipeline's failures: those of its alarms, or those of the notifier behind them.
 */
export function ownTopics(account: Account, pipeline: PipelineModel): string[] {
  const arns = notifyingAlarms(account, pipeline).flatMap((alarm) => alarm.actions.alarm.flatMap((arn) => {
    const notifier = notifierBehind(account, arn);
    return notifier === undefined ? [arn] : [topicOf(notifier, alarm), ...topicsOfItsOwn(pipeline)];
  }));
  return unique(arns).filter((arn) => targetOf(account, arn)?.kind === 'topic');
}

function notifyingAlarms(account: Account, pipeline: PipelineModel): AlarmModel[] {
  const alarms = ownAlarms(account, pipeline);
  const alive = alarms.filter(({ entries }) => entries.some(({ metric }) => metric?.metricName === METRICS.proofOfLife));
  if (alive.length > 0) return alive;
  // For a pipeline without proof of life, the most severe alarms count, so that the other topic can report it.
  const critical = alarms.filter(({ description }) => readDescription(description)?.mark.severity === 'critical');
  return critical.length > 0 ? critical : alarms;
}

/** The notifier that receives alarms from a topic. */
function notifierBehind({ functions, notifiers, subscriptions }: Account, topicArn: string): NotifierModel | undefined {
  const endpoints = subscriptions.filter((subscription) => subscription.topicArn === topicArn && subscription.protocol === 'lambda').map(({ endpoint }) => endpoint);
  const names = functions.filter(({ arn }) => endpoints.includes(arn)).map(({ name }) => name);
  return notifiers.find(({ functionName }) => names.includes(functionName));
}

function topicOf({ criticalTopicArn, warningTopicArn }: NotifierModel, { description }: AlarmModel): string {
  return readDescription(description)?.mark.severity === 'warning' ? warningTopicArn : criticalTopicArn;
}

function topicsOfItsOwn({ observed }: PipelineModel): string[] {
  return observed?.profile?.profile.topics.map(({ topicArn }) => topicArn) ?? [];
}

/** ARNs of the customer-managed keys that encrypt the pipeline's topics and its notifier's table. */
export function keysOf(account: Account, pipeline: PipelineModel): ReadonlySet<string> {
  const topics = [...alarmTopics(account, pipeline), ...ownTopics(account, pipeline)];
  const tables = (pipeline.observed?.notifiers ?? []).map(({ tableName }) => tableName);
  const ids = [
    ...account.topics.filter(({ arn }) => topics.includes(arn)).map(({ keyId }) => keyId),
    ...account.tables.filter(({ name }) => tables.includes(name)).map(({ keyId }) => keyId),
  ];
  return new Set(ids.flatMap((id) => (id === undefined ? [] : keyOf(account, id)?.arn ?? [])));
}

/** HTTP(S) subscriptions to the topics on which people are notified of a pipeline's failures. */
export function webHooksOf(account: Account, pipeline: PipelineModel): Account['subscriptions'] {
  const topics = ownTopics(account, pipeline);
  return account.subscriptions.filter(({ topicArn, protocol }) => topics.includes(topicArn) && ['http', 'https'].includes(protocol));
}
