import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import {
  closedStructOf, CONSTRUCT, CONTACT, DIGEST, DURATION, FLAG, KEY, listOf, NUMBER, OBSERVATORY, oneOf, PIPELINE, PIPELINE_STAGE,
  requireArgument, required, RUN_EXPECTATION, type Shapes, TEXT, WINDOW,
} from './argument-shapes';
import { AlarmRouting } from './observatory/alarm-routing';
import type { IContact } from './observatory/contact';
import type { ObservatoryProps } from './observatory/observatory';
import type { ObservedPipelineProps } from './pipeline/observed-pipeline';
import type { PipelineSignals } from './pipeline/pipeline-signals';
import { Severity } from './pipeline/severity';
import { Signal } from './signals/signal';
import type {
  FailedSignalOptions, NearTimeoutSignalOptions, SignalOptions, SlowerThanUsualSignalOptions, StreamLagSignalOptions,
} from './signals/signal-options';
import { FailureCounting, InvocationType, type LambdaFunctionSignals, type LambdaFunctionStageOptions } from './stages/lambda-function-options';
import type { StageOptions } from './stages/stage-kind';
import type { StateMachineSignals, StateMachineStageOptions } from './stages/state-machine-stage';

const SIGNAL_OPTIONS: Shapes<SignalOptions> = {
  enabled: FLAG, severity: oneOf('Severity', Severity), period: DURATION, evaluationPeriods: NUMBER, datapointsToAlarm: NUMBER,
};
const TO_SWITCH_OFF = 'write for example { enabled: false }';
const WITHOUT_THRESHOLD = closedStructOf<SignalOptions>(SIGNAL_OPTIONS, TO_SWITCH_OFF);
const FAILED = closedStructOf<FailedSignalOptions>({ ...SIGNAL_OPTIONS, minFailures: NUMBER }, TO_SWITCH_OFF);
const NEAR_TIMEOUT = closedStructOf<NearTimeoutSignalOptions>({ ...SIGNAL_OPTIONS, fractionOfTimeout: NUMBER }, TO_SWITCH_OFF);
const SLOWER_THAN_USUAL = closedStructOf<SlowerThanUsualSignalOptions>({ ...SIGNAL_OPTIONS, standardDeviations: NUMBER }, TO_SWITCH_OFF);
const STREAM_LAG = closedStructOf<StreamLagSignalOptions>({ ...SIGNAL_OPTIONS, maxLag: DURATION }, TO_SWITCH_OFF);

const PIPELINE_SIGNALS = closedStructOf<PipelineSignals>(
  { proofOfLife: WITHOUT_THRESHOLD, deadline: WITHOUT_THRESHOLD, trigger: FAILED, triggerRetries: FAILED }, 'write for example { trigger: { enabled: false } }',
);
const FUNCTION_SIGNALS = closedStructOf<LambdaFunctionSignals>(
  { failed: FAILED, nearTimeout: NEAR_TIMEOUT, slowerThanUsual: SLOWER_THAN_USUAL, streamLag: STREAM_LAG }, 'write for example { nearTimeout: { fractionOfTimeout: 0.9 } }',
);
const MACHINE_SIGNALS = closedStructOf<StateMachineSignals>(
  { failed: FAILED, nearTimeout: NEAR_TIMEOUT, slowerThanUsual: SLOWER_THAN_USUAL }, 'write for example { nearTimeout: { enabled: true } }',
);

const STAGE: Shapes<StageOptions> = { stageName: TEXT, startWithin: DURATION, maxDuration: DURATION, minSuccessfulRuns: NUMBER, optional: FLAG, publicationDelay: DURATION };

export const FUNCTION_STAGE: Shapes<LambdaFunctionStageOptions> = {
  ...STAGE, timeout: DURATION, invocationType: oneOf('InvocationType', InvocationType),
  failureCounting: oneOf('FailureCounting', FailureCounting), signals: FUNCTION_SIGNALS,
};
export const MACHINE_STAGE: Shapes<StateMachineStageOptions> = {
  ...STAGE, stateMachineType: oneOf('StateMachineType', StateMachineType), timeout: DURATION, scheduledTimeField: TEXT, signals: MACHINE_SIGNALS,
};

const CONTACTS = listOf(CONTACT, 'write for example [Contact.email(\'data@example.com\')]');

export const OBSERVED_PIPELINE_PROPS: Shapes<ObservedPipelineProps> = {
  stages: required(listOf(PIPELINE_STAGE, 'write for example [PipelineStage.lambdaFunction(fn)]')),
  expectation: required(RUN_EXPECTATION),
  severity: oneOf('Severity', Severity),
  pipelineName: TEXT,
  owner: TEXT,
  runbookUrl: TEXT,
  contacts: CONTACTS,
  upstreamPipelines: listOf(PIPELINE, 'write [upstream]'),
  muteWindows: listOf(WINDOW, 'write [MuteWindow.cron(…)]'),
  includeExecutionData: FLAG,
  signals: PIPELINE_SIGNALS,
  observatory: OBSERVATORY,
};

export const OBSERVATORY_PROPS: Shapes<ObservatoryProps> = {
  contacts: CONTACTS,
  alarmRouting: oneOf('AlarmRouting', AlarmRouting),
  digest: DIGEST,
  escalationDelay: DURATION,
  escalationContacts: CONTACTS,
  checkInterval: DURATION,
  encryptionKey: KEY,
  watchdogUrl: TEXT,
  dashboard: FLAG,
};

/** Refuses a contact that is none. */
export function requireContact(observatory: IConstruct, contact: IContact): void {
  requireArgument(observatory.node.path, 'the contact', contact, required(CONTACT));
}

/** Refuses what is no signal. */
export function requireSignal(where: string, signal: Signal): void {
  requireArgument(where, 'the signal', signal, required(oneOf('Signal', Signal)));
}

/** Refuses what has no stack. */
export function requireScope(where: string, scope: IConstruct): void {
  requireArgument(where, 'the scope', scope, required(CONSTRUCT));
}
