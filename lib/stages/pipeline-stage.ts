import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { type Duration, Token } from 'aws-cdk-lib/core';
import { brand, FUNCTION, requireArgument, required, requireOptions, STATE_MACHINE } from '../argument-shapes';
import { secondsOf } from '../seconds-of';
import { FUNCTION_STAGE, type LambdaFunctionStageOptions } from './lambda-function-options';
import { lambdaFunctionStage } from './lambda-function-stage';
import type { StageKind, StageOptions } from './stage-kind';
import { MACHINE_STAGE, type StateMachineStageOptions } from './state-machine-options';
import { stateMachineStage } from './state-machine-stage';

/**
 * One AWS resource that performs a step of a pipeline. It may be owned or imported. Names and ARNs may be tokens.
 *
 * @example
 * declare const load: sfn.IStateMachine;
 * declare const publish: lambda.IFunction;
 * const stages = [
 *   PipelineStage.stateMachine(load),
 *   PipelineStage.lambdaFunction(publish, { startWithin: Duration.hours(3), signals: { nearTimeout: { fractionOfTimeout: 0.9 } } }),
 * ];
 */
export class PipelineStage {
  /**
   * A Lambda function. Its runs are read from its metrics. These appear when a run ends and are stamped with its start
   * (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html). A run is therefore reported missing only
   * when a run that started at the last moment would have ended.
   */
  public static lambdaFunction(fn: IFunction, options: LambdaFunctionStageOptions = {}): PipelineStage {
    requireArgument('PipelineStage.lambdaFunction', 'the function', fn, required(FUNCTION));
    requireOptions('PipelineStage.lambdaFunction', options, FUNCTION_STAGE);
    requireKnown(`PipelineStage.lambdaFunction of ${fn.node.path}`, options);
    return new PipelineStage(lambdaFunctionStage(fn, options), options);
  }

  /**
   * A Step Functions state machine, standard or express. The success of a standard machine is read from its metrics. These
   * are best effort (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html), so a run is reported
   * missed, stuck or failed only after ListExecutions confirms it. An express machine has metrics only.
   */
  public static stateMachine(machine: IStateMachine, options: StateMachineStageOptions = {}): PipelineStage {
    requireArgument('PipelineStage.stateMachine', 'the machine', machine, required(STATE_MACHINE));
    requireOptions('PipelineStage.stateMachine', options, MACHINE_STAGE);
    requireKnown(`PipelineStage.stateMachine of ${machine.node.path}`, options);
    return new PipelineStage(stateMachineStage(machine, options), options);
  }

  /** The name of this stage for people: unique within its pipeline, at most 64 characters. */
  public readonly stageName: string;

  /** @internal */
  public readonly _kind: StageKind;
  /** @internal */
  public readonly _options: StageOptions;

  private constructor(kind: StageKind, options: StageOptions) {
    brand(this, 'PipelineStage');
    this._kind = kind;
    this._options = options;
    this.stageName = options.stageName ?? kind.resource.node.id;
    if (Token.isUnresolved(this.stageName)) {
      throw new Error('PipelineStage: the stageName must be known at synth, since alarms are named after it; pass a stageName that is not a token');
    }
  }
}

/** Tolerances are needed at synth. The error names the place where they are written. */
function requireKnown(where: string, { timeout, startWithin, maxDuration, publicationDelay }: StageOptions & { readonly timeout?: Duration }): void {
  for (const [name, duration] of Object.entries({ timeout, startWithin, maxDuration, publicationDelay })) {
    if (duration !== undefined) secondsOf(`${where}: ${name}`, duration);
  }
}
