import { CfnRule, IRule } from 'aws-cdk-lib/aws-events';
import { CfnSchedule, ISchedule } from 'aws-cdk-lib/aws-scheduler';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { diagnosisActions, TriggerProfile } from '../../core';
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
    ? { profile: { kind: 'rule', ...busAndName(rule!), deadLetterQueueArn }, access: [{ actions: diagnosisActions('rule'), resources: [rule!.ruleArn] }, ...deadLetters] }
    : {
      profile: { kind: 'schedule', name: schedule.scheduleName, group: groupOf(schedule), deadLetterQueueArn },
      access: [{ actions: diagnosisActions('schedule'), resources: [schedule.scheduleArn] }, ...deadLetters],
    };
}

function deadLettersOfSchedule(schedule: ISchedule): string | undefined {
  const resource = schedule.node.defaultChild;
  if (!(resource instanceof CfnSchedule)) return undefined;
  const { deadLetterConfig } = resource.target as CfnSchedule.TargetProperty;
  return (deadLetterConfig as CfnSchedule.DeadLetterConfigProperty | undefined)?.arn;
}

/** CDK keeps a rule's targets to itself until the template is made: they can be told where they may be named as the template will. */
function deadLettersOfRule(rule: IRule, scope: IConstruct): string | undefined {
  const resource = rule.node.defaultChild;
  if (!(resource instanceof CfnRule) || Stack.of(rule) !== Stack.of(scope)) return undefined;
  const targets = (Stack.of(rule).resolve(resource.targets) ?? []) as { readonly deadLetterConfig?: { readonly arn?: unknown } }[];
  const [arn] = targets.flatMap(({ deadLetterConfig }) => deadLetterConfig?.arn ?? []);
  return arn === undefined || typeof arn === 'string' ? arn : Token.asString(arn);
}
