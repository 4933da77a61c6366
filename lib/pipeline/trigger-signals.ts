import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Duration } from 'aws-cdk-lib/core';
import type { PipelineTrigger } from '../pipeline-trigger';
import { MetricSource, sumOf } from '../signals/sum-of';
import type { SignalRow } from '../signals/signal-row';
import type { SignalTuning } from '../signals/signal-tuning';

const PERIOD = Duration.minutes(5);
/** The group of a schedule that names none. */
const DEFAULT_GROUP = 'default';

/** The signal of what starts a pipeline: an invocation was lost between the schedule and the first stage. */
export function triggerSignal(trigger: PipelineTrigger, tuning: SignalTuning | undefined): SignalRow {
  const { source, metrics } = lossesOf(trigger);
  return {
    id: 'TriggerUndeliverable',
    question: 'FAILED',
    means: 'What starts the pipeline was dropped, refused by its target, or could not be delivered.',
    lookFirst: 'Check that the target exists and that the trigger\'s role may start it.',
    metric: (period) => sumOf([{ source, metrics }], 'lost invocations', period),
    period: PERIOD,
    judged: { by: 'static', threshold: 1 },
    tuning,
  };
}

/** Whether the trigger's metrics also count other pipelines' losses. */
export function sharesMetrics({ _schedule }: PipelineTrigger): boolean {
  return _schedule !== undefined && _schedule.scheduleGroup === undefined;
}

function lossesOf({ _schedule, _rule }: PipelineTrigger): { source: MetricSource; metrics: string[] } {
  if (_schedule !== undefined) {
    return {
      source: { namespace: 'AWS/Scheduler', dimensions: { ScheduleGroup: _schedule.scheduleGroup?.scheduleGroupName ?? DEFAULT_GROUP } },
      metrics: ['InvocationDroppedCount', 'TargetErrorCount', 'InvocationsFailedToBeSentToDeadLetterCount'],
    };
  }
  const rule = _rule!;
  const bus = rule.node.defaultChild instanceof CfnRule ? rule.node.defaultChild.eventBusName : undefined;
  return {
    // Rules of the default bus have no EventBusName dimension (EventBridge user guide, "Monitoring").
    source: { namespace: 'AWS/Events', dimensions: { RuleName: rule.ruleName, ...(bus === undefined ? {} : { EventBusName: bus }) } },
    metrics: ['FailedInvocations'],
  };
}
