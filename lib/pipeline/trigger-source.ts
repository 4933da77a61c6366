import type { IRule, IRuleRef } from 'aws-cdk-lib/aws-events';
import type { ISchedule, IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { Arn, ArnFormat, Token } from 'aws-cdk-lib/core';
import { ruleResource, scheduleResource } from '../expectation/trigger-resource';
import type { PipelineTrigger } from '../pipeline-trigger';
import type { MetricSource } from '../signals/sum-of';

/** The schedule group, and the event bus, that is there without being made. */
const DEFAULT = 'default';

/** Where something of a trigger is counted, and as which metrics. */
export interface TriggerCounts {
  readonly source: MetricSource;
  readonly metrics: readonly string[];
}

/**
 * The metrics that tell of invocations lost for good between a trigger and its target: what a retry heals is not among them
 * (EventBridge Scheduler user guide, "Monitoring with CloudWatch"; EventBridge user guide, "Monitoring").
 */
export function lossesOf(trigger: PipelineTrigger): TriggerCounts {
  return { source: sourceOf(trigger), metrics: trigger._schedule === undefined ? ['FailedInvocations'] : ['InvocationDroppedCount'] };
}

/** The metrics that tell of attempts to invoke the target that failed, and will be repeated. */
export function attemptsOf(trigger: PipelineTrigger): TriggerCounts {
  return { source: sourceOf(trigger), metrics: trigger._schedule === undefined ? ['RetryInvocationAttempts'] : ['TargetErrorCount', 'TargetErrorThrottledCount'] };
}

function sourceOf({ _schedule, _rule }: PipelineTrigger): MetricSource {
  return _schedule === undefined ? { namespace: 'AWS/Events', dimensions: ruleDimensions(_rule!) }
    : { namespace: 'AWS/Scheduler', dimensions: { ScheduleGroup: groupOf(_schedule) } };
}

/** Whether those metrics also count other pipelines' losses. */
export function sharesMetrics({ _schedule }: PipelineTrigger): boolean {
  return _schedule !== undefined && groupOf(_schedule) === DEFAULT;
}

/** The schedule group of a schedule. */
export function groupOf(schedule: IScheduleRef): string {
  const { scheduleGroup } = schedule as Partial<ISchedule>;
  if (scheduleGroup !== undefined) return scheduleGroup.scheduleGroupName;
  const resource = scheduleResource(schedule);
  if (resource !== undefined) return resource.groupName ?? DEFAULT;
  // An imported schedule has its group in its ARN only: schedule/<group>/<name>.
  const { scheduleArn } = schedule.scheduleRef;
  if (Token.isUnresolved(scheduleArn)) return DEFAULT;
  return Arn.split(scheduleArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName?.split('/')[0] ?? DEFAULT;
}

/** Rules of the default bus have no EventBusName dimension (EventBridge user guide, "Monitoring"). */
function ruleDimensions(rule: IRuleRef): Record<string, string> {
  const { bus, name } = busAndName(rule);
  return bus === undefined || bus === DEFAULT ? { RuleName: name } : { EventBusName: bus, RuleName: name };
}

/** The bus of a rule, if it is told, and the rule's name on it. */
export function busAndName(rule: IRuleRef): { readonly bus?: string; readonly name: string } {
  const resource = ruleResource(rule);
  const ruleName = (rule as Partial<IRule>).ruleName ?? resource?.ref ?? Arn.split(rule.ruleRef.ruleArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
  if (resource !== undefined) return { bus: nameOfBus(resource.eventBusName), name: ruleName };
  // The ARN of a rule on a bus of its own is rule/<bus>/<name>, of which CDK takes all for the name.
  const parts = Token.isUnresolved(ruleName) ? [ruleName] : ruleName.split('/');
  return parts.length === 1 ? { name: ruleName } : { bus: parts[0], name: parts[1] };
}

/** CloudFormation takes a bus by name or ARN; the dimension is its name. */
function nameOfBus(nameOrArn: string | undefined): string | undefined {
  return nameOrArn === undefined || Token.isUnresolved(nameOrArn) ? nameOrArn : nameOrArn.split('/').at(-1);
}
