export { AlarmChecks } from './checks/alarm-checks';
export { AlarmRouting } from './observatory/alarm-routing';
export { type DailyDigest, Digest, Weekday, type WeeklyDigest } from './observatory/digest';
export type {
  AtLeastEveryOptions, AtTimesOptions, CommonExpectationOptions, DailyByOptions, RunExpectationOptions, SlotExpectationOptions,
  TriggerExpectationOptions, UnscheduledOptions,
} from './expectation/run-expectation-options';
export { LocalTime } from './expectation/local-time';
export { type MuteWindowCron, type MuteWindowOptions, MuteWindow } from './pipeline/mute-window';
export { Contact, type ContactConfig, type ContactOptions, type IContact } from './observatory/contact';
export { Observatory } from './observatory/observatory';
export type { ObservatoryProps } from './observatory/observatory-props';
export { ObservedPipeline } from './pipeline/observed-pipeline';
export type { IObservedPipeline, ObservedPipelineProps } from './pipeline/observed-pipeline-props';
export type { PipelineSignals } from './pipeline/pipeline-signals';
export { ObservedStage } from './stages/observed-stage';
export { PipelineStage } from './stages/pipeline-stage';
export { PipelineTrigger } from './expectation/pipeline-trigger';
export { RunExpectation } from './expectation/run-expectation';
export { Severity } from './pipeline/severity';
export { Signal } from './signals/signal';
export type {
  FailedSignalOptions, NearTimeoutSignalOptions, SignalOptions, SlowerThanUsualSignalOptions, StreamLagSignalOptions,
} from './signals/signal-options';
export { FailureCounting, InvocationType, type LambdaFunctionSignals, type LambdaFunctionStageOptions } from './stages/lambda-function-options';
export type { StageOptions } from './stages/stage-kind';
export type { StateMachineSignals, StateMachineStageOptions } from './stages/state-machine-options';
