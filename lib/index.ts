export { AlarmChecks } from './checks/alarm-checks';
export { AlertRouting } from './observatory/alarm-routing';
export { type DailyDigest, Digest, WeekDay, type WeeklyDigest } from './observatory/digest';
export type { Escalation } from './observatory/contact';
export type {
  CommonExpectationOptions, DailyExpectation, RateExpectationOptions, RunExpectationOptions, TriggerExpectationOptions,
} from './expectation/run-expectation-options';
export { Loudness } from './pipeline/severity';
export { type MaintenanceCron, type MaintenanceOptions, MaintenanceWindow } from './pipeline/mute-window';
export { Notify, type NotifyOptions } from './observatory/contact';
export { Observatory, type ObservatoryProps } from './observatory/observatory';
export { ObservedPipeline, type ObservedPipelineProps } from './pipeline/observed-pipeline';
export type { PipelineSignals } from './pipeline/pipeline-signals';
export { PipelineStage } from './stages/pipeline-stage';
export { PipelineTrigger } from './pipeline/pipeline-trigger';
export { RunExpectation } from './expectation/run-expectation';
export { Severity } from './pipeline/severity';
export type { SignalTuning } from './signals/signal-row';
export type { LambdaFunctionSignals, LambdaFunctionStageOptions } from './stages/lambda-function-stage';
export type { StageOptions } from './stages/stage-kind';
export type { StateMachineSignals, StateMachineStageOptions } from './stages/state-machine-stage';
