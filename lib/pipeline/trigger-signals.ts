import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { CfnSchedule, IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { Duration, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { TriggerProfile } from '../../core/contract/profile';
import { diagnosisActions } from '../../core/diagnosis/permissions';
import { attemptsOf, busAndName, groupOf, lossesOf, type PipelineTrigger } from '../expectation/pipeline-trigger';
import { ruleResource, scheduleResource } from '../expectation/read-trigger';
import type { Access } from '../observatory/access-policies';
import { sumOf } from '../signals/metrics';
import type { SignalRow } from '../signals/signal-row';
import { minFailures } from '../signals/threshold';
import { batchPeriod, lookbackFor } from '../stages/slowness';
import type { PipelineSignals } from './pipeline-signals';

/** Data points of triggers are stamped when the event happens; only their publication is late. */
const AT_ONCE = Duration.seconds(0);
/** The next attempt can repair one that failed. Attempts that fail for half an hour are a problem. */
const LASTING = { period: Duration.minutes(15), evaluationPeriods: 3, datapointsToAlarm: 2 } as const;

/** The signals of what starts a pipeline: an invocation did not reach the first stage, or attempts keep failing. */
export function triggerSignals(trigger: PipelineTrigger, given: PipelineSignals): SignalRow[] {
  const noun = trigger._schedule === undefined ? 'rule' : 'schedule';
  return [
    {
      id: 'TriggerUndeliverable',
      means: `The ${noun} gave up an invocation: the target refused it, or it could not be delivered.`,
      lookFirst: `Check that the target exists and that the ${noun} is allowed to start it.`,
      metric: (period) => sumOf([lossesOf(trigger)], 'lost invocations', period),
      period: batchPeriod(AT_ONCE),
      lookback: lookbackFor(AT_ONCE),
      judged: { by: 'static', threshold: 1 },
      thresholdOption: minFailures(given.trigger),
      options: given.trigger,
    },
    {
      id: 'TriggerRetries',
      means: `The target of the ${noun} has refused attempts for half an hour. They are repeated until one succeeds.`,
      lookFirst: 'Check what the target answers: an error of its own, or throttling.',
      metric: (period) => sumOf([attemptsOf(trigger)], 'failed attempts', period),
      period: LASTING.period,
      lookback: lookbackFor(AT_ONCE),
      judged: { by: 'static', threshold: 1, evaluationPeriods: LASTING.evaluationPeriods, datapointsToAlarm: LASTING.datapointsToAlarm },
      thresholdOption: minFailures(given.triggerRetries),
      // The proof of life notifies of a run that does not start in time, whatever the reason. This would be one more alarm to pay for.
      enabledByDefault: false,
      options: given.triggerRetries,
    },
  ];
}

/** What the notifier knows about a trigger, and its permissions to ask about it. */
export interface TriggerForNotifier {
  readonly profile: TriggerProfile;
  readonly access: readonly Access[];
}

/** @param scope where the result will be written */
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

/** A rule's targets are known only as they will be in its template, so they can be named in the same stack only. */
function deadLettersOfRule(rule: IRuleRef, scope: IConstruct): string | undefined {
  const resource = ruleResource(rule);
  if (resource === undefined || Stack.of(rule) !== Stack.of(scope)) return undefined;
  const targets = (Stack.of(rule).resolve(resource.targets) ?? []) as { readonly deadLetterConfig?: { readonly arn?: unknown } }[];
  const [arn] = targets.flatMap(({ deadLetterConfig }) => deadLetterConfig?.arn ?? []);
  return arn === undefined || typeof arn === 'string' ? arn : Token.asString(arn);
}
