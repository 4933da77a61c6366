import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import {
  CONSTRUCT, CONTACT, DIGEST, DURATION, FLAG, KEY, listOf, NUMBER, OBSERVATORY, oneOf, PIPELINE, PIPELINE_STAGE,
  requireArgument, required, RUN_EXPECTATION, type Shapes, structOf, TEXT, TRIGGER, WINDOW,
} from './argument-shapes';
import { AlarmRouting } from './observatory/alarm-routing';
import type { Contact, Escalation } from './observatory/contact';
import type { ObservatoryProps } from './observatory/observatory';
import type { ObservedPipelineProps } from './pipeline/observed-pipeline';
import type { PipelineSignals } from './pipeline/pipeline-signals';
import { Severity } from './pipeline/severity';
import type { SignalTuning } from './signals/signal-row';
import type { LambdaFunctionSignals, LambdaFunctionStageOptions } from './stages/lambda-function-stage';
import type { StageOptions } from './stages/stage-kind';
import type { StateMachineSignals, StateMachineStageOptions } from './stages/state-machine-stage';

const TUNING = structOf<SignalTuning>({
  enabled: FLAG, severity: oneOf('Severity', Severity), threshold: NUMBER, period: DURATION, evaluationPeriods: NUMBER, datapointsToAlarm: NUMBER,
}, 'write for example { enabled: false }');

const PIPELINE_SIGNALS = structOf<PipelineSignals>({ proofOfLife: TUNING, deadline: TUNING, trigger: TUNING, triggerRetries: TUNING }, 'write for example { trigger: { enabled: false } }');

const FUNCTION_SIGNALS = structOf<LambdaFunctionSignals>(
  { failed: TUNING, nearTimeout: TUNING, slowerThanUsual: TUNING, streamLag: TUNING }, 'write for example { nearTimeout: { threshold: 0.9 } }',
);
const MACHINE_SIGNALS = structOf<StateMachineSignals>({ failed: TUNING, nearTimeout: TUNING, slowerThanUsual: TUNING }, 'write for example { nearTimeout: { enabled: true } }');

const STAGE: Shapes<StageOptions> = { stageName: TEXT, startWithin: DURATION, maxDuration: DURATION, minSuccessfulRuns: NUMBER, optional: FLAG, publicationDelay: DURATION };

export const FUNCTION_STAGE: Shapes<LambdaFunctionStageOptions> = {
  ...STAGE, timeout: DURATION, asynchronous: FLAG, retriesExpected: FLAG, readsStream: FLAG, signals: FUNCTION_SIGNALS,
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
  trigger: TRIGGER,
  signals: PIPELINE_SIGNALS,
  observatory: OBSERVATORY,
};

export const OBSERVATORY_PROPS: Shapes<ObservatoryProps> = {
  contacts: CONTACTS,
  alarmRouting: oneOf('AlarmRouting', AlarmRouting),
  digest: DIGEST,
  escalation: structOf<Escalation>({ after: required(DURATION), contacts: required(CONTACTS) }, 'write { after: Duration.hours(8), contacts: [Contact.sms(\'+15550100\')] }'),
  checkInterval: DURATION,
  encryptionKey: KEY,
  watchdogUrl: TEXT,
  dashboard: FLAG,
};

/** Refuses a contact that is none. */
export function requireContact(observatory: IConstruct, notify: Contact): void {
  requireArgument(observatory.node.path, 'the contact', notify, required(CONTACT));
}

/** Refuses what has no stack. */
export function requireScope(where: string, scope: IConstruct): void {
  requireArgument(where, 'the scope', scope, required(CONSTRUCT));
}
