import { CfnAlarm, CfnCompositeAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { beginInspection } from '../app-tree/app-tree';
import type { Observatory } from '../observatory';
import type { ObservedPipeline } from '../observed-pipeline';
import { alarmActions } from './alarm-actions';
import { alarmTopicMayRefuse, alarmTopicRefuses, checkedWith, topicMayRefuseAlarms, topicRefusesAlarms } from './alarm-topics';
import { alarmWithoutAction } from './alarm-without-action';
import { alwaysMuted } from './always-muted';
import { anomalyPeriod } from './anomaly-period';
import { causesUnread } from './causes-unread';
import type { Check } from './check';
import { compositeRule } from './composite-rule';
import { contractReadable } from './contract-readable';
import { contractSize } from './contract-size';
import { dashboardWidgets } from './dashboard-widgets';
import { datapointsToAlarm } from './datapoints-to-alarm';
import { deadlineBeforeStart } from './deadline-before-start';
import { digestUnheard } from './digest-unheard';
import { duplicateObservatoryName } from './duplicate-observatory-name';
import { duplicatePipelineName } from './duplicate-pipeline-name';
import { environmentSize } from './environment-size';
import { evaluationWindow } from './evaluation-window';
import { expectationTighterThanTimeout } from './expectation-tighter-than-timeout';
import { maintenanceOver } from './maintenance-over';
import { metricList } from './metric-list';
import { metricPeriod } from './metric-period';
import { minuteLeftOut } from './minute-left-out';
import { policySize } from './policy-size';
import { profileReadable } from './profile-readable';
import { profileSize } from './profile-size';
import { runbookIsALink } from './runbook-is-a-link';
import { sharedStage } from './shared-stage';
import { sharedTriggerMetrics } from './shared-trigger-metrics';
import { stagesPresent } from './stages-present';
import { standardMetricPeriod } from './standard-metric-period';
import { textLength } from './text-length';
import { toleranceLongerThanInterval } from './tolerance-longer-than-interval';
import { triggerAtOtherTimes } from './trigger-at-other-times';
import { triggerFires } from './trigger-fires';
import { triggerStartsNoStage } from './trigger-starts-no-stage';
import { undocumentedSchedule } from './undocumented-schedule';
import { unheardTopic } from './unheard-topic';
import { unknownLimits } from './unknown-limits';
import { windowTooShort } from './window-too-short';
import { withoutNotifier } from './without-notifier';

/** The registry: which checks look at what. A new check is a file and a line here. */
const CHECKS = {
  pipeline: [
    stagesPresent, duplicatePipelineName, textLength, contractReadable, contractSize, expectationTighterThanTimeout,
    toleranceLongerThanInterval, triggerFires, triggerStartsNoStage, triggerAtOtherTimes, sharedStage, minuteLeftOut, undocumentedSchedule,
    deadlineBeforeStart, runbookIsALink, sharedTriggerMetrics, profileReadable, profileSize, alwaysMuted, maintenanceOver, withoutNotifier,
    unknownLimits, windowTooShort,
  ] as readonly Check<ObservedPipeline>[],
  observatory: [duplicateObservatoryName, unheardTopic, digestUnheard, policySize, environmentSize, causesUnread, topicRefusesAlarms, topicMayRefuseAlarms] as readonly Check<Observatory>[],
};

/** What is checked of CloudFormation resources, whoever wrote them. */
const ALARM_CHECKS: readonly Check<CfnAlarm>[] = [evaluationWindow, datapointsToAlarm, alarmActions, metricPeriod, metricList, anomalyPeriod];
const OWN_ALARM_CHECKS: readonly Check<CfnAlarm>[] = [...ALARM_CHECKS, standardMetricPeriod, alarmWithoutAction];

/** Runs the checks of a construct and of the alarms and dashboards below it when the app is synthesized. */
export function checkAt(construct: ObservedPipeline, kind: 'pipeline'): void;
export function checkAt(construct: Observatory, kind: 'observatory'): void;
export function checkAt(construct: IConstruct, kind: keyof typeof CHECKS): void {
  checkedWith(construct);
  construct.node.addValidation({
    validate: () => {
      // What the checks of a pipeline read of the app, they read anew at each synthesis.
      if (kind === 'pipeline') beginInspection(construct as ObservedPipeline);
      return [
        ...run(construct, CHECKS[kind] as readonly Check<IConstruct>[], construct),
        ...construct.node.findAll().flatMap((node) => run(node, resourceChecks(node, OWN_ALARM_CHECKS), construct)),
      ];
    },
  });
}

/** The findings of an alarm, composite alarm or dashboard that may not be this library's. */
export function findingsOf(node: IConstruct): { readonly id: string; readonly finding: string }[] {
  return resourceChecks(node, ALARM_CHECKS).flatMap((check) => check.find(node).map((finding) => ({ id: check.id, finding })));
}

/** Looks at the topics of an alarm that may not be this library's. Their policies are complete only when the tree is validated. */
export function checkTopicsOf(node: IConstruct): void {
  if (!(node instanceof CfnAlarm || node instanceof CfnCompositeAlarm)) return;
  node.node.addValidation({ validate: () => run(node, [alarmTopicRefuses, alarmTopicMayRefuse] as unknown as readonly Check<IConstruct>[], node) });
}

function resourceChecks(node: IConstruct, alarmChecks: readonly Check<CfnAlarm>[]): readonly Check<IConstruct>[] {
  if (node instanceof CfnAlarm) return alarmChecks as readonly Check<IConstruct>[];
  if (node instanceof CfnCompositeAlarm) return [compositeRule] as unknown as readonly Check<IConstruct>[];
  if (node instanceof CfnDashboard) return [dashboardWidgets] as unknown as readonly Check<IConstruct>[];
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
