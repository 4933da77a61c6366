import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { PipelineSignals } from '../pipeline/pipeline-signals';
import { Severity } from '../severity';
import type { SignalTuning } from '../signals/signal-tuning';
import type { LambdaFunctionSignals, LambdaFunctionStageOptions } from '../stages/lambda-function-stage-options';
import type { StageOptions } from '../stages/stage-options';
import type { StateMachineSignals, StateMachineStageOptions } from '../stages/state-machine-stage-options';
import { type Shapes, structOf } from './shape';
import { DURATION, FLAG, NUMBER, oneOf, TEXT } from './shapes';

const TUNING = structOf<SignalTuning>({
  enabled: FLAG, severity: oneOf('Severity', Severity), threshold: NUMBER, period: DURATION, evaluationPeriods: NUMBER, datapointsToAlarm: NUMBER,
}, 'write for example { enabled: false }');

export const PIPELINE_SIGNALS = structOf<PipelineSignals>({ proofOfLife: TUNING, deadline: TUNING, trigger: TUNING, triggerRetries: TUNING }, 'write for example { trigger: { enabled: false } }');

const FUNCTION_SIGNALS = structOf<LambdaFunctionSignals>(
  { failed: TUNING, nearTimeout: TUNING, slowerThanUsual: TUNING, streamLag: TUNING }, 'write for example { nearTimeout: { threshold: 0.9 } }',
);
const MACHINE_SIGNALS = structOf<StateMachineSignals>({ failed: TUNING, nearTimeout: TUNING, slowerThanUsual: TUNING }, 'write for example { nearTimeout: { enabled: true } }');

const STAGE: Shapes<StageOptions> = { stageName: TEXT, startWithin: DURATION, maxDuration: DURATION, minSuccesses: NUMBER, onDemand: FLAG, settle: DURATION };

export const FUNCTION_STAGE: Shapes<LambdaFunctionStageOptions> = {
  ...STAGE, timeout: DURATION, asynchronous: FLAG, retriesExpected: FLAG, readsStream: FLAG, signals: FUNCTION_SIGNALS,
};
export const MACHINE_STAGE: Shapes<StateMachineStageOptions> = {
  ...STAGE, stateMachineType: oneOf('StateMachineType', StateMachineType), timeout: DURATION, scheduledTimeField: TEXT, signals: MACHINE_SIGNALS,
};
