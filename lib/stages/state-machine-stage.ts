import { CfnStateMachine, IStateMachine, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib/core';
import { stateMachineUrl } from '../../core/console';
import { diagnosisActions } from '../../core/diagnosis/permissions';
import { joinedParts } from '../joined-parts';
import { consoleRegion } from '../names';
import type { Access } from '../observatory/access-policies';
import { metricOf, MetricSource, sumOf } from '../signals/metrics';
import type { SignalRow } from '../signals/signal-row';
import { minFailures } from '../signals/threshold';
import { resourceBehind } from './function-in-tree';
import { batchPeriod, lookbackFor, slowSignals } from './slowness';
import { PUBLICATION_DELAY, type StageContext, type StageKind } from './stage-kind';
import type { StateMachineStageOptions } from './state-machine-options';

/** An express execution cannot run longer (Step Functions developer guide, "Choosing workflow type"). */
const EXPRESS_LIMIT = Duration.minutes(5);
/** Each way in which an execution does not succeed has a metric of its own; none includes another. */
const BAD_ENDINGS = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'];
/** State transitions above the account's quota, which wait and then continue (Step Functions developer guide, "Monitoring Step Functions metrics"). */
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
    publicationDelay: express ? PUBLICATION_DELAY.metrics : PUBLICATION_DELAY.executions,
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
  const given = options.signals ?? {};
  // Step Functions stamps an execution's data points with its end, so the period need not cover a whole run.
  const period = batchPeriod(Duration.seconds(0));
  const lookback = lookbackFor(Duration.seconds(0));
  return [
    {
      id: 'Failed',
      means: 'An execution failed, timed out or was aborted.',
      lookFirst: 'Open the newest execution that did not succeed.',
      metric: (by) => sumOf([{ source, metrics: BAD_ENDINGS }], 'bad runs', by),
      period,
      lookback,
      judged: { by: 'static', threshold: 1 },
      thresholdOption: minFailures(given.failed),
      options: given.failed,
    },
    ...slowSignals({
      limit: maxDuration,
      limitDeclared: maxDurationDeclared,
      duration: (by) => metricOf(source, 'ExecutionTime', 'Maximum', by),
      period,
      lookback,
      nearTimeout: {
        means: (percent) => `An execution used more than ${percent} of the time it may take (${maxDuration.toHumanString()}).`,
        enabledByDefault: false,
        options: given.nearTimeout,
      },
      slowerThanUsual: {
        means: 'An execution took unusually long for this state machine.',
        lookFirst: 'In the newest execution, find the state that took the time.',
        options: given.slowerThanUsual,
      },
    }),
  ];
}

function ownType(machine: IStateMachine): StateMachineType {
  if (machine instanceof StateMachine) return machine.stateMachineType;
  return machineResource(machine)?.stateMachineType === 'EXPRESS' ? StateMachineType.EXPRESS : StateMachineType.STANDARD;
}

function evidenceAccess(machine: IStateMachine, { scheduledTimeField }: StateMachineStageOptions): StageKind['evidenceAccess'] {
  const list = { actions: ['states:ListExecutions'], resources: [machine.stateMachineArn] };
  return scheduledTimeField === undefined ? [list] : [list, executions(machine, ['states:DescribeExecution'])];
}

/** The permissions to find out why a run failed. */
function diagnosisAccess(machine: IStateMachine, express: boolean): StageKind['diagnosisAccess'] {
  const onMachine = { actions: diagnosisActions('stateMachine'), resources: [machine.stateMachineArn] };
  // The API knows nothing about the executions of an express machine (Step Functions developer guide, "Choosing workflow type").
  return express ? [onMachine] : [onMachine, executions(machine, diagnosisActions('executions'))];
}

function executions(machine: IStateMachine, actions: string[]): Access {
  const { partition, account, region, resourceName } = Stack.of(machine).splitArn(machine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return {
    actions,
    resources: [`arn:${partition}:states:${region}:${account}:execution:${resourceName}:*`],
    wildcard: 'An execution has no ARN before it runs. The wildcard covers the executions of one state machine.',
  };
}

/** The fields of a state that decide how long it takes. (Amazon States Language specification) */
interface State {
  readonly Type?: unknown;
  readonly Next?: unknown;
  readonly TimeoutSeconds?: unknown;
  readonly Seconds?: unknown;
  readonly Retry?: unknown;
  readonly Catch?: unknown;
}

interface Definition {
  readonly TimeoutSeconds?: unknown;
  readonly StartAt?: unknown;
  readonly States?: Readonly<Record<string, State>>;
}

/**
 * The `TimeoutSeconds` in the definition of a state machine of this app. The L2 construct does not expose it, so it is read
 * from the definition. Undefined where there is none, or where the definition cannot be read (a file in S3).
 */
function stateMachineTimeout(machine: IStateMachine): Duration | undefined {
  return seconds(definitionOf(machine)?.TimeoutSeconds);
}

/**
 * The longest time that an execution may take by the timeouts of its tasks. It is known only for a plain chain of tasks with
 * timeouts, waits of a fixed length, and states that take no time. Whatever repeats, branches or catches may take longer.
 */
function limitOfSteps(machine: IStateMachine): Duration | undefined {
  const { StartAt, States = {} } = definitionOf(machine) ?? {};
  const seen = new Set<string>();
  let total = 0;
  for (let name = StartAt; name !== undefined;) {
    if (typeof name !== 'string' || seen.has(name) || !Object.hasOwn(States, name)) return undefined;
    seen.add(name);
    const state = States[name]!;
    const longest = longestOf(state);
    if (longest === undefined) return undefined;
    total += longest;
    name = state.Next;
  }
  return total === 0 ? undefined : Duration.seconds(total);
}

function longestOf({ Type, TimeoutSeconds, Seconds, Retry, Catch }: State): number | undefined {
  if (Retry !== undefined || Catch !== undefined) return undefined;
  switch (Type) {
    case 'Task': return seconds(TimeoutSeconds)?.toSeconds();
    case 'Wait': return seconds(Seconds)?.toSeconds();
    case 'Pass': case 'Succeed': case 'Fail': return 0;
    default: return undefined;
  }
}

function seconds(value: unknown): Duration | undefined {
  return typeof value === 'number' ? Duration.seconds(value) : undefined;
}

/** The resource of a state machine of this app, even of an imported one that refers to it; undefined for one from outside. */
function machineResource(machine: IStateMachine): CfnStateMachine | undefined {
  return resourceBehind(CfnStateMachine.CFN_RESOURCE_TYPE_NAME, machine.node.defaultChild, [machine.stateMachineArn]) as CfnStateMachine | undefined;
}

function definitionOf(machine: IStateMachine): Definition | undefined {
  const resource = machineResource(machine);
  if (resource === undefined) return undefined;
  const stack = Stack.of(resource);
  try {
    const definition: unknown = resource.definitionString === undefined ? stack.resolve(resource.definition) : JSON.parse(literalText(stack.resolve(resource.definitionString)));
    return typeof definition === 'object' && definition !== null ? definition : undefined;
  } catch {
    // The definition exists at deployment only; the user can pass `timeout`.
    return undefined;
  }
}

/** The text of a string or an `Fn::Join`, with a placeholder for each part that is known at deployment only. */
function literalText(value: unknown): string {
  const parts = joinedParts(value);
  if (parts.every((part) => typeof part !== 'string')) throw new Error('the definition is not a text');
  return parts.map((part) => (typeof part === 'string' ? part : 'unknown')).join('');
}
