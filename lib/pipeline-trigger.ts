import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { requireArgument, required } from './arguments/shape';
import { RULE, SCHEDULE } from './arguments/shapes';
import { brand } from './brand';

/**
 * What starts a pipeline. Invocations that it drops or cannot deliver are told. Needed only where the expectation does
 * not take the trigger over.
 *
 * @example
 * declare const ordersArrived: events.IRule;
 * declare const load: lambda.IFunction;
 * new ObservedPipeline(this, 'Orders', {
 *   stages: [PipelineStage.lambdaFunction(load)],
 *   expectation: RunExpectation.maxSilence(Duration.hours(26)),
 *   trigger: PipelineTrigger.rule(ordersArrived),
 * });
 */
export class PipelineTrigger {
  /**
   * An EventBridge Scheduler schedule, L1, L2 or imported. Scheduler publishes its metrics by schedule group only
   * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html): give the pipeline's schedule a
   * group of its own, or the neighbours' losses are told as this pipeline's.
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
