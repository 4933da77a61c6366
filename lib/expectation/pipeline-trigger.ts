import type { IRule, IRuleRef } from 'aws-cdk-lib/aws-events';
import type { ISchedule, IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { Arn, ArnFormat, Token } from 'aws-cdk-lib/core';
import { brand, requireArgument, required, RULE, SCHEDULE } from '../argument-shapes';
import type { MetricSource } from '../signals/metrics';
import { ruleResource, scheduleResource } from './read-trigger';

/**
 * What starts a pipeline. You are notified of invocations that it drops or cannot deliver. Pass it only where the expectation
 * does not contain the trigger already.
 *
 * @example
 * declare const ordersArrived: events.IRule;
 * declare const load: lambda.IFunction;
 * new ObservedPipeline(this, 'Orders', {
 *   stages: [PipelineStage.lambdaFunction(load)],
 *   expectation: RunExpectation.atLeastEvery(Duration.hours(26), { trigger: PipelineTrigger.rule(ordersArrived) }),
 * });
 */
export class PipelineTrigger {
  /**
   * An EventBridge Scheduler schedule, L1, L2 or imported. Scheduler publishes its metrics by schedule group only
   * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html). Give the pipeline's schedule a
   * group of its own, or the losses of other schedules raise this pipeline's alarm.
   */
  public static schedule(schedule: IScheduleRef): PipelineTrigger {
    requireArgument('PipelineTrigger.schedule', 'the schedule', schedule, required(SCHEDULE));
    return new PipelineTrigger(schedule, undefined);
  }

  /** An EventBridge rule, scheduled or by pattern; L1, L2 or imported. */
  public static rule(rule: IRuleRef): PipelineTrigger {
    requireArgument('PipelineTrigger.rule', 'the rule', rule, required(RULE));
    return new PipelineTrigger(undefined, rule);
  }

  /** @internal */
  public readonly _schedule?: IScheduleRef;
  /** @internal */
  public readonly _rule?: IRuleRef;

  private constructor(schedule: IScheduleRef | undefined, rule: IRuleRef | undefined) {
    brand(this, 'PipelineTrigger');
    this._schedule = schedule;
    this._rule = rule;
  }
}

/** The name of the schedule group and the event bus that exist in each account. */
const DEFAULT = 'default';

/** Metrics that count something about a trigger. */
interface TriggerCounts {
  readonly source: MetricSource;
  readonly metrics: readonly string[];
}

/**
 * The metrics of invocations that were lost for good between a trigger and its target, not of those that a retry repairs
 * (EventBridge Scheduler user guide, "Monitoring with CloudWatch"; EventBridge user guide, "Monitoring").
 */
export function lossesOf(trigger: PipelineTrigger): TriggerCounts {
  return { source: sourceOf(trigger), metrics: trigger._schedule === undefined ? ['FailedInvocations'] : ['InvocationDroppedCount'] };
}

/** The metrics of failed attempts to invoke the target, which are repeated. */
export function attemptsOf(trigger: PipelineTrigger): TriggerCounts {
  return { source: sourceOf(trigger), metrics: trigger._schedule === undefined ? ['RetryInvocationAttempts'] : ['TargetErrorCount', 'TargetErrorThrottledCount'] };
}

function sourceOf({ _schedule, _rule }: PipelineTrigger): MetricSource {
  return _schedule === undefined ? { namespace: 'AWS/Events', dimensions: ruleDimensions(_rule!) }
    : { namespace: 'AWS/Scheduler', dimensions: { ScheduleGroup: groupOf(_schedule) } };
}

/** Whether those metrics also count the losses of other pipelines. */
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

/** The bus of a rule, if it is known, and the rule's name on it. */
export function busAndName(rule: IRuleRef): { readonly bus?: string; readonly name: string } {
  const resource = ruleResource(rule);
  const ruleName = (rule as Partial<IRule>).ruleName ?? resource?.ref ?? Arn.split(rule.ruleRef.ruleArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
  if (resource !== undefined) return { bus: nameOfBus(resource.eventBusName), name: ruleName };
  // The ARN of a rule on a custom bus ends with rule/<bus>/<name>. CDK takes all of it for the name.
  const parts = Token.isUnresolved(ruleName) ? [ruleName] : ruleName.split('/');
  return parts.length === 1 ? { name: ruleName } : { bus: parts[0], name: parts[1] };
}

/** CloudFormation accepts a bus by name or ARN; the dimension is its name. */
function nameOfBus(nameOrArn: string | undefined): string | undefined {
  return nameOrArn === undefined || Token.isUnresolved(nameOrArn) ? nameOrArn : nameOrArn.split('/').at(-1);
}
