import { CfnAlarm, CfnCompositeAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { beginInspection } from '../app-tree/app-tree';
import {
  tooManyAlarmActions, alarmWithoutAction, invalidCompositeRule, tooManyWidgets, invalidDatapointsToAlarm, evaluationWindowTooLong,
} from './alarm-settings';
import { alarmTopicMayBlock, alarmTopicBlocks, checkedWith, topicMayBlockAlarms, topicBlocksAlarms } from './alarm-topics';
import type { Check } from './check';
import {
  startWithinAfterDeadline, maxDurationBelowTimeout, cronWithoutMinute, toleranceLongerThanInterval, undocumentedSchedule,
} from './expectation-checks';
import { anomalyPeriodTooLong, invalidMetricList, invalidMetricPeriod, periodBelowOneMinute } from './metric-checks';
import {
  diagnosisPermissionsMissing, digestWithoutSubscribers, duplicateObservatoryName, environmentTooLarge, policyTooLarge, topicWithoutSubscribers,
} from './observatory-checks';
import {
  alwaysMuted, duplicatePipelineName, muteWindowOver, runbookNotALink, signalNotWatched, stagesMissing, textTooLong, stageSettings, evaluationWindowTooShort,
  optionNeedsNotifier,
} from './pipeline-checks';
import { type ResolvedAlarm, resolvedAlarm } from './resolved-alarm';
import { sharedStage } from './shared-stage';
import { invalidContract, contractTooLarge, invalidProfile, profileTooLarge } from './stored-text-checks';
import type { ObservatorySubject, PipelineSubject } from './subjects';
import { sharedTriggerMetrics, triggerAtOtherTimes, triggerDoesNotFire, triggerStartsNoStage } from './trigger-checks';

/** The registry of checks by the construct that they look at. To add a check, write it and name it here. */
const CHECKS = {
  pipeline: [
    stagesMissing, duplicatePipelineName, textTooLong, invalidContract, contractTooLarge, maxDurationBelowTimeout,
    toleranceLongerThanInterval, triggerDoesNotFire, triggerStartsNoStage, triggerAtOtherTimes, sharedStage, cronWithoutMinute, undocumentedSchedule,
    startWithinAfterDeadline, runbookNotALink, sharedTriggerMetrics, invalidProfile, profileTooLarge, alwaysMuted, muteWindowOver, optionNeedsNotifier,
    stageSettings, evaluationWindowTooShort, signalNotWatched,
  ] as readonly Check<PipelineSubject>[],
  observatory: [duplicateObservatoryName, topicWithoutSubscribers, digestWithoutSubscribers, policyTooLarge, environmentTooLarge, diagnosisPermissionsMissing, topicBlocksAlarms, topicMayBlockAlarms] as readonly Check<ObservatorySubject>[],
};

/** The checks of any alarm, even one that is not created by this library. */
const ALARM_CHECKS: readonly Check<ResolvedAlarm>[] = [evaluationWindowTooLong, invalidDatapointsToAlarm, tooManyAlarmActions, invalidMetricPeriod, invalidMetricList, anomalyPeriodTooLong];
const OWN_ALARM_CHECKS: readonly Check<ResolvedAlarm>[] = [...ALARM_CHECKS, periodBelowOneMinute, alarmWithoutAction];

/** Runs the checks of a construct and of the alarms and dashboards below it when the app is synthesized. */
export function checkAt(construct: PipelineSubject, kind: 'pipeline'): void;
export function checkAt(construct: ObservatorySubject, kind: 'observatory'): void;
export function checkAt(construct: IConstruct, kind: keyof typeof CHECKS): void {
  checkedWith(construct);
  construct.node.addValidation({
    validate: () => {
      // The app may have changed since the last synthesis.
      if (kind === 'pipeline') beginInspection(construct as PipelineSubject);
      return [
        ...run(construct, CHECKS[kind] as readonly Check<IConstruct>[], construct),
        ...construct.node.findAll().flatMap((node) => run(node, resourceChecks(node, OWN_ALARM_CHECKS), construct)),
      ];
    },
  });
}

/** The findings about an alarm, composite alarm or dashboard, even one that is not created by this library. */
export function findingsOf(node: IConstruct): { readonly id: string; readonly finding: string }[] {
  return resourceChecks(node, ALARM_CHECKS).flatMap((check) => check.find(node).map((finding) => ({ id: check.id, finding })));
}

/** Checks the topics of an alarm, even one that is not created by this library. Policies are complete only when the tree is validated. */
export function checkTopicsOf(node: IConstruct): void {
  if (!(node instanceof CfnAlarm || node instanceof CfnCompositeAlarm)) return;
  node.node.addValidation({ validate: () => run(node, [alarmTopicBlocks, alarmTopicMayBlock] as unknown as readonly Check<IConstruct>[], node) });
}

function resourceChecks(node: IConstruct, alarmChecks: readonly Check<ResolvedAlarm>[]): readonly Check<IConstruct>[] {
  if (node instanceof CfnAlarm) {
    const alarm = resolvedAlarm(node);
    return alarmChecks.map(({ id, level, find }) => ({ id, level, find: () => find(alarm) }));
  }
  if (node instanceof CfnCompositeAlarm) return [invalidCompositeRule] as unknown as readonly Check<IConstruct>[];
  if (node instanceof CfnDashboard) return [tooManyWidgets] as unknown as readonly Check<IConstruct>[];
  return [];
}

/** Returns the errors; warnings become annotations, which can be acknowledged. */
function run(subject: IConstruct, checks: readonly Check<IConstruct>[], owner: IConstruct): string[] {
  return checks.flatMap((check) => {
    const findings = check.find(subject);
    if (check.level === 'error') return findings.map((finding) => (subject === owner ? finding : `${subject.node.path}: ${finding}`));
    for (const finding of findings) Annotations.of(subject).addWarningV2(`cdk-observed-pipeline:${check.id}`, finding);
    return [];
  });
}
