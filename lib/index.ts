export { AlarmChecks } from './alarm-checks';
export { AlertRouting } from './alert-routing';
export { type DailyDigest, Digest, WeekDay, type WeeklyDigest } from './digest';
export type { Escalation } from './escalation';
export type {
  CommonExpectationOptions, DailyExpectation, RateExpectationOptions, RunExpectationOptions, TriggerExpectationOptions,
} from './expectation/run-expectation-options';
export { Loudness } from './loudness';
export { type MaintenanceCron, type MaintenanceOptions, MaintenanceWindow } from './maintenance-window';
export { Notify, type NotifyOptions } from './notify';
export { Observatory, type ObservatoryProps } from './observatory';
export { ObservedPipeline, type ObservedPipelineProps } from './observed-pipeline';
export type { PipelineSignals } from './pipeline/pipeline-signals';
export { PipelineStage } from './pipeline-stage';
export { PipelineTrigger } from './pipeline-trigger';
export { RunExpectation } from './run-expectation';
export { Severity } from './severity';
export type { SignalTuning } from './signals/signal-tuning';
export type { LambdaFunctionSignals, LambdaFunctionStageOptions } from './stages/lambda-function-stage-options';
export type { StageOptions } from './stages/stage-options';
export type { StateMachineSignals, StateMachineStageOptions } from './stages/state-machine-stage-options';
