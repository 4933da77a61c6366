import { CfnAlarm, CfnCompositeAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { beginInspection } from '../app-tree/app-tree';
import {
  alarmActions, alarmWithoutAction, compositeRule, dashboardWidgets, datapointsToAlarm, evaluationWindow,
} from './alarm-settings';
import { alarmTopicMayRefuse, alarmTopicRefuses, checkedWith, topicMayRefuseAlarms, topicRefusesAlarms } from './alarm-topics';
import type { Check } from './check';
import {
  deadlineBeforeStart, expectationTighterThanTimeout, minuteLeftOut, toleranceLongerThanInterval, undocumentedSchedule,
} from './expectation-checks';
import { anomalyPeriod, metricList, metricPeriod, standardMetricPeriod } from './metric-checks';
import {
  causesUnread, digestWithoutSubscribers, duplicateObservatoryName, environmentSize, policySize, topicWithoutSubscribers,
} from './observatory-checks';
import {
  alwaysMuted, duplicatePipelineName, maintenanceOver, runbookIsALink, stagesPresent, textLength, unknownLimits, windowTooShort,
  withoutNotifier,
} from './pipeline-checks';
import { sharedStage } from './shared-stage';
import { contractReadable, contractSize, profileReadable, profileSize } from './stored-text-checks';
import { sharedTriggerMetrics, triggerAtOtherTimes, triggerFires, triggerStartsNoStage } from './trigger-checks';
import type { ObservatorySubject, PipelineSubject } from './subjects';

/** The registry: which checks look at what. A new check is a file and a line here. */
const CHECKS = {
  pipeline: [
    stagesPresent, duplicatePipelineName, textLength, contractReadable, contractSize, expectationTighterThanTimeout,
    toleranceLongerThanInterval, triggerFires, triggerStartsNoStage, triggerAtOtherTimes, sharedStage, minuteLeftOut, undocumentedSchedule,
    deadlineBeforeStart, runbookIsALink, sharedTriggerMetrics, profileReadable, profileSize, alwaysMuted, maintenanceOver, withoutNotifier,
    unknownLimits, windowTooShort,
  ] as readonly Check<PipelineSubject>[],
  observatory: [duplicateObservatoryName, topicWithoutSubscribers, digestWithoutSubscribers, policySize, environmentSize, causesUnread, topicRefusesAlarms, topicMayRefuseAlarms] as readonly Check<ObservatorySubject>[],
};

/** What is checked of CloudFormation resources, whoever wrote them. */
const ALARM_CHECKS: readonly Check<CfnAlarm>[] = [evaluationWindow, datapointsToAlarm, alarmActions, metricPeriod, metricList, anomalyPeriod];
const OWN_ALARM_CHECKS: readonly Check<CfnAlarm>[] = [...ALARM_CHECKS, standardMetricPeriod, alarmWithoutAction];

/** Runs the checks of a construct and of the alarms and dashboards below it when the app is synthesized. */
export function checkAt(construct: PipelineSubject, kind: 'pipeline'): void;
export function checkAt(construct: ObservatorySubject, kind: 'observatory'): void;
export function checkAt(construct: IConstruct, kind: keyof typeof CHECKS): void {
  checkedWith(construct);
  construct.node.addValidation({
    validate: () => {
      // What the checks of a pipeline read of the app, they read anew at each synthesis.
      if (kind === 'pipeline') beginInspection(construct as PipelineSubject);
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
