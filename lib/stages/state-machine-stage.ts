import { IStateMachine, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { stateMachineUrl } from '../../core/console/pages';
import { diagnosisActions } from '../../core/diagnosis/permissions';
import { consoleRegion } from '../console-region';
import type { Access } from '../observatory/access-policy';
import type { SignalRow } from '../signals/signal-row';
import { metricOf, MetricSource, sumOf } from '../signals/sum-of';
import { COUNT } from '../signals/threshold-unit';
import { batchPeriod, reachFor } from './batch-period';
import { SETTLE } from './settle';
import { slowSignals } from './slowness';
import type { StageContext, StageKind } from './stage-kind';
import type { StateMachineStageOptions } from './state-machine-stage-options';
import { limitOfSteps, resourceOf, stateMachineTimeout } from './state-machine-timeout';

/** An express execution cannot run longer (Step Functions developer guide, "Choosing workflow type"). */
const EXPRESS_LIMIT = Duration.minutes(5);
/** Every way in which an execution does not succeed has a metric of its own; none implies another. */
const BAD_ENDINGS = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'];
/** State transitions over the account's quota, which wait and then go on (Step Functions developer guide, "Monitoring Step Functions metrics"). */
const WAITING = 'ExecutionThrottled';

/** A state machine as a stage. */
export function stateMachineStage(machine: IStateMachine, options: StateMachineStageOptions): StageKind {
  const source: MetricSource = { namespace: 'AWS/States', dimensions: { StateMachineArn: machine.stateMachineArn } };
  const type = options.stateMachineType ?? ownType(machine);
  const express = type === StateMachineType.EXPRESS;
  return {
    resource: machine,
    noun: 'state machine',
    timeout: () => options.timeout ?? stateMachineTimeout(machine),
    limitOfSteps: () => limitOfSteps(machine),
    serviceLimit: express ? EXPRESS_LIMIT : undefined,
    ownLimitOnly: express,
    settle: express ? SETTLE.metrics : SETTLE.executions,
    source: () => ({
      kind: 'stateMachine',
      stateMachineArn: machine.stateMachineArn,
      type: express ? 'EXPRESS' : 'STANDARD',
      scheduledTimeField: options.scheduledTimeField,
    }),
    signals: (context) => signals(source, context, options),
    evidenceAccess: express ? [] : evidenceAccess(machine, options),
    diagnosisAccess: diagnosisAccess(machine, express),
    duration: (period) => metricOf(source, 'ExecutionTime', 'Maximum', period),
    waiting: (period) => metricOf(source, WAITING, 'Sum', period),
    links: () => [{ title: 'executions', url: stateMachineUrl(consoleRegion(machine), machine.stateMachineArn) }],
  };
}

function signals(source: MetricSource, { maxDuration, maxDurationDeclared }: StageContext, options: StateMachineStageOptions): SignalRow[] {
  const tuning = options.signals ?? {};
  // Step Functions stamps an execution's points with its end, so the period need not span a whole run.
  const period = batchPeriod(Duration.seconds(0));
  const reach = reachFor(Duration.seconds(0));
  return [
    {
      id: 'Failed',
      question: 'FAILED',
      means: 'An execution failed, timed out or was aborted.',
      lookFirst: 'Open the newest execution that is not green.',
      metric: (by) => sumOf([{ source, metrics: BAD_ENDINGS }], 'bad runs', by),
      period,
      reach,
      judged: { by: 'static', threshold: 1 },
      unit: COUNT,
      tuning: tuning.failed,
    },
    ...slowSignals({
      limit: maxDuration,
      limitDeclared: maxDurationDeclared,
      duration: (by) => metricOf(source, 'ExecutionTime', 'Maximum', by),
      period,
      reach,
      nearTimeout: {
        means: `An execution took more than a safe share of what it may take (${maxDuration.toHumanString()}).`,
        enabledByDefault: false,
        tuning: tuning.nearTimeout,
      },
      slowerThanUsual: {
        means: 'An execution took longer than its own past lets expect.',
        lookFirst: 'Find the state that took the time in the newest execution.',
        tuning: tuning.slowerThanUsual,
      },
    }),
  ];
}

function ownType(machine: IStateMachine): StateMachineType {
  if (machine instanceof StateMachine) return machine.stateMachineType;
  return resourceOf(machine)?.stateMachineType === 'EXPRESS' ? StateMachineType.EXPRESS : StateMachineType.STANDARD;
}

function evidenceAccess(machine: IStateMachine, { scheduledTimeField }: StateMachineStageOptions): StageKind['evidenceAccess'] {
  const list = { actions: ['states:ListExecutions'], resources: [machine.stateMachineArn] };
  return scheduledTimeField === undefined ? [list] : [list, executions(machine, ['states:DescribeExecution'])];
}

/** What is needed to ask why; evidence of runs is read with it too. */
function diagnosisAccess(machine: IStateMachine, express: boolean): StageKind['diagnosisAccess'] {
  const onMachine = { actions: diagnosisActions('stateMachine'), resources: [machine.stateMachineArn] };
  // Nothing can be asked about the executions of an express machine (Step Functions developer guide, "Choosing workflow type").
  return express ? [onMachine] : [onMachine, executions(machine, diagnosisActions('executions'))];
}

function executions(machine: IStateMachine, actions: string[]): Access {
  const { partition, account, region, resourceName } = Stack.of(machine).splitArn(machine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return {
    actions,
    resources: [`arn:${partition}:states:${region}:${account}:execution:${resourceName}:*`],
    wildcard: 'An execution has no ARN before it runs: the wildcard stands for those of one state machine.',
  };
}
