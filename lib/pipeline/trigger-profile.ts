import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { CfnSchedule, IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { diagnosisActions } from '../../core/diagnosis/permissions';
import { TriggerProfile } from '../../core/profile/profile';
import { ruleResource, scheduleResource } from '../expectation/trigger-resource';
import type { Access } from '../observatory/access-policy';
import type { PipelineTrigger } from '../pipeline-trigger';
import { busAndName, groupOf } from './trigger-source';

/** What the notifier is told of a trigger, and what it may ask of it. */
export interface KnownTrigger {
  readonly profile: TriggerProfile;
  readonly access: readonly Access[];
}

/** @param scope where it will be told */
export function knownTrigger(trigger: PipelineTrigger, scope: IConstruct): KnownTrigger {
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
