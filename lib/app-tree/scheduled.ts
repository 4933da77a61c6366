import type { CfnRule } from 'aws-cdk-lib/aws-events';
import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Token } from 'aws-cdk-lib/core';
import { isOptional, scheduleOf } from '../../core/contract/contract';
import { describeSchedule } from '../../core/schedule/describe';
import { parseSchedule } from '../../core/schedule/parse';
import { SECOND } from '../../core/time';
import {
  type ExpectedTimes, type Firing, firingOf, ruleResource, scheduleResource, timesOfRule, timesOfSchedule, TriggerTimes,
} from '../expectation/read-trigger';
import type { Trigger } from '../expectation/run-expectation-options';
import { finishWithinSeconds } from '../expectation/tolerances';
import { secondsOf } from '../seconds-of';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { AppTree, PipelineInTree, Starter } from './app-tree';


/** Whether a starter has a schedule. */
export function isScheduled({ resource }: Starter): boolean {
  return resource.cfnResourceType === 'AWS::Scheduler::Schedule' || timesOf(resource) !== undefined;
}

/** The times of a schedule or of a rule with a schedule; undefined for other resources. */
export function timesOf(resource: Starter['resource']): TriggerTimes | undefined {
  if (resource.cfnResourceType === 'AWS::Scheduler::Schedule') return timesOfSchedule(resource as CfnSchedule);
  return resource.cfnResourceType === 'AWS::Events::Rule' ? timesOfRule(resource as CfnRule) : undefined;
}

/** When a starter fires; undefined when that is not known at synth. */
export function firing({ resource }: Starter): Firing | undefined {
  const times = timesOf(resource);
  return times === undefined ? undefined : firingOf(times);
}

/** The trigger of a pipeline; undefined when it is not part of the app. */
export function ownTrigger(tree: AppTree, { _trigger: trigger }: PipelineInTree): Starter | undefined {
  if (trigger === undefined) return undefined;
  const resource = triggerResource({ schedule: trigger._schedule, rule: trigger._rule });
  return resource === undefined ? undefined : tree.starterOf(resource);
}

function triggerResource({ schedule, rule }: Trigger): Starter['resource'] | undefined {
  return schedule === undefined ? ruleResource(rule!) : scheduleResource(schedule);
}

/** When runs of a stage are expected; undefined when that is not known at synth or nothing is expected. */
export function expectedOf({ _spec: spec, _tolerances: tolerances, _stages: stages }: PipelineInTree, stage: PipelineStage): ExpectedTimes | undefined {
  if (spec.kind === 'silence') return { by: 'interval', longestMillis: secondsOf('maxSilence', spec.maxSilence!) * SECOND };
  const { expression, timeZone, anchor, finishBy } = spec;
  if (expression === undefined || Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return undefined;
  // Another check rejects an anchor that is not an instant.
  if (anchor !== undefined && Number.isNaN(Date.parse(anchor))) return undefined;
  const { startWithinSeconds } = tolerances.ofStage(stage, stages.slice(0, stages.indexOf(stage)));
  const lateMillis = (startWithinSeconds ?? finishWithinSeconds(spec) ?? Infinity) * SECOND;
  if (expression.startsWith('rate') && anchor === undefined) {
    return { by: 'interval', longestMillis: (tolerances.interval ?? 0) * SECOND + lateMillis };
  }
  return {
    by: 'slots', lateMillis, earlyMillis: tolerances.startEarlyBySeconds * SECOND,
    isOwed: (slot) => !isOptional({ excludeDates: spec.options.excludeDates, timeZone: timeZone! }, slot),
    schedule: scheduleOf({ schedule: expression, timeZone: timeZone!, anchor, finishBy }, 0),
  };
}

/** When a schedule fires, as a phrase. */
export function timesText({ expression, timeZone }: Pick<TriggerTimes, 'expression' | 'timeZone'>): string {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return 'at times that are known only at deployment';
  try {
    return describeSchedule(parseSchedule(expression, { timeZone }));
  } catch {
    return expression;
  }
}
