import { targetOf } from '../account';
import type { Account, AlarmModel } from '../account/model';
import type { DrillPipeline } from '../pipeline';

/** The alarms that look at what a pipeline runs, or at what the checker says of it. */
export function ownAlarms(account: Account, { name, stages, schedules, observed }: DrillPipeline): AlarmModel[] {
  const words = new Set([
    ...stages.flatMap(({ resource }) => [resource.name, resource.arn]), ...schedules.flatMap((schedule) => [schedule.name, schedule.group]),
    ...(observed === undefined ? [name] : [observed.contract.pipeline]),
  ]);
  return account.alarms.filter(({ entries }) => entries.some(({ metric }) => Object.values(metric?.dimensions ?? {}).some((value) => words.has(value))));
}

/** The topics to which the pipeline's failures are told: those of its proof of life, else of all its alarms. */
export function ownTopics(account: Account, pipeline: DrillPipeline): string[] {
  const alarms = ownAlarms(account, pipeline);
  const alive = alarms.filter(({ entries }) => entries.some(({ metric }) => metric?.metricName === 'ProofOfLife'));
  const arns = (alive.length > 0 ? alive : alarms).flatMap(({ actions }) => actions.alarm);
  return [...new Set(arns)].filter((arn) => targetOf(account, arn)?.kind === 'topic');
}
