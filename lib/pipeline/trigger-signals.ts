import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { CfnSchedule, IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { Duration, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { TriggerProfile } from '../../core/contract/profile';
import { diagnosisActions } from '../../core/diagnosis/permissions';
import { ruleResource, scheduleResource } from '../expectation/read-trigger';
import type { Access } from '../observatory/access-policies';
import { sumOf } from '../signals/metrics';
import type { SignalRow } from '../signals/signal-row';
import { minFailures } from '../signals/threshold';
import { batchPeriod, lookbackFor } from '../stages/slowness';
import type { PipelineSignals } from './pipeline-signals';
import { attemptsOf, busAndName, groupOf, lossesOf, type PipelineTrigger } from '../expectation/pipeline-trigger';

/** Points of triggers are stamped when something happens, and only published late. */
const AT_ONCE = Duration.seconds(0);
/** One attempt that fails is healed by the next; attempts that fail for half an hour are not. */
const LASTING = { period: Duration.minutes(15), evaluationPeriods: 3, datapointsToAlarm: 2 } as const;

/** The signals of what starts a pipeline: an invocation was lost on the way to the first stage, or attempts fail for long. */
export function triggerSignals(trigger: PipelineTrigger, given: PipelineSignals): SignalRow[] {
  return [
    {
      id: 'TriggerUndeliverable',
      means: 'What starts the pipeline gave an invocation up: its target refused it, or it could not be delivered.',
      lookFirst: 'Check that the target exists and that the trigger\'s role may start it.',
      metric: (period) => sumOf([lossesOf(trigger)], 'lost invocations', period),
      period: batchPeriod(AT_ONCE),
      lookback: lookbackFor(AT_ONCE),
      judged: { by: 'static', threshold: 1 },
      thresholdOption: minFailures(given.trigger),
      options: given.trigger,
    },
    {
      id: 'TriggerRetries',
      means: 'The target of what starts the pipeline has refused attempts for half an hour; they are repeated until it takes one.',
      lookFirst: 'See what the target answers: an error of its own, or that it is throttled.',
      metric: (period) => sumOf([attemptsOf(trigger)], 'failed attempts', period),
      period: LASTING.period,
      lookback: lookbackFor(AT_ONCE),
      judged: { by: 'static', threshold: 1, evaluationPeriods: LASTING.evaluationPeriods, datapointsToAlarm: LASTING.datapointsToAlarm },
      thresholdOption: minFailures(given.triggerRetries),
      // Proof of life notifies of a run that does not come in time, whatever the reason; this costs an alarm more.
      enabledByDefault: false,
      options: given.triggerRetries,
    },
  ];
}

/** What the notifier is told of a trigger, and what it may ask of it. */
export interface TriggerForNotifier {
  readonly profile: TriggerProfile;
  readonly access: readonly Access[];
}

/** @param scope where it will be told */
export function triggerForNotifier(trigger: PipelineTrigger, scope: IConstruct): TriggerForNotifier {
  const { _schedule: schedule, _rule: rule } = trigger;
  const deadLetterQueueArn = schedule === undefined ? deadLettersOfRule(rule!, scope) : deadLettersOfSchedule(schedule);
  const deadLetters = deadLetterQueueArn === undefined ? [] : [{ actions: diagnosisActions('deadLetterQueue'), resources: [deadLetterQueueArn] }];
  return schedule === undefined
    ? { profile: { kind: 'rule', ...busAndName(rule!), deadLetterQueueArn }, access: [{ actions: diagnosisActions('rule'), resources: [rule!.ruleRef.ruleArn] }, ...deadLetters] }
    : {
      profile: { kind: 'schedule', name: schedule.scheduleRef.scheduleName, group: groupOf(schedule), deadLetterQueueArn },
      access: [{ actions: diagnosisActions('schedule'), resources: [schedule.scheduleRef.scheduleArn] }, ...deadLetters],
    };
}

function deadLettersOfSchedule(schedule: IScheduleRef): string | undefined {
  const resource = scheduleResource(schedule);
  if (resource === undefined) return undefined;
  const { deadLetterConfig } = resource.target as CfnSchedule.TargetProperty;
  return (deadLetterConfig as CfnSchedule.DeadLetterConfigProperty | undefined)?.arn;
}

/** CDK keeps a rule's targets to itself until the template is made: they can be told where they may be named as the template will. */
function deadLettersOfRule(rule: IRuleRef, scope: IConstruct): string | undefined {
  const resource = ruleResource(rule);
  if (resource === undefined || Stack.of(rule) !== Stack.of(scope)) return undefined;
  const targets = (Stack.of(rule).resolve(resource.targets) ?? []) as { readonly deadLetterConfig?: { readonly arn?: unknown } }[];
  const [arn] = targets.flatMap(({ deadLetterConfig }) => deadLetterConfig?.arn ?? []);
  return arn === undefined || typeof arn === 'string' ? arn : Token.asString(arn);
}
