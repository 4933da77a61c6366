import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import {
  ALARM_ACTIONS, CONTACTS, FLAG, listOf, OBSERVATORY, oneOf, PIPELINE, PIPELINE_STAGE, required, RUN_EXPECTATION, type Shapes, TEXT,
  WINDOW,
} from '../argument-shapes';
import type { RunExpectation } from '../expectation/run-expectation';
import type { IContact } from '../observatory/contact';
import type { Observatory } from '../observatory/observatory';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { MuteWindow } from './mute-window';
import { PIPELINE_SIGNALS, type PipelineSignals } from './pipeline-signals';
import { Severity } from './severity';

/** An observed pipeline, as other pipelines refer to it. */
export interface IObservedPipeline extends IConstruct {
  /** The name of the pipeline for people. */
  readonly pipelineName: string;
  /** The observatory of the pipeline, which it shares with others. */
  readonly observatory: Observatory;

  /**
   * Invokes a target on each event of the notifier about this pipeline: an incident opens, becomes more severe, is reminded of,
   * escalates or recovers.
   * @throws when the observatory has no notifier
   */
  onIncident(id: string, options?: OnEventOptions): Rule;
}

/** Options of an observed pipeline. */
export interface ObservedPipelineProps {
  /** The resources that perform its steps, in the order in which they run. At least one. */
  readonly stages: PipelineStage[];

  /** When its runs are due. To expect none, pass `RunExpectation.unscheduled('why')`. */
  readonly expectation: RunExpectation;

  /**
   * How serious a failure of the pipeline is. Choose `CRITICAL` if it would fail silently, and `WARNING` if people would complain
   * anyway. The severities of its signals follow from it.
   * @default Severity.CRITICAL
   */
  readonly severity?: Severity;

  /**
   * The name of the pipeline for people: unique in its observatory, known at synth, 1 to 64 letters, digits, dots, hyphens or
   * underscores.
   * @default - the construct's id
   */
  readonly pipelineName?: string;

  /**
   * The team or person that owns the pipeline. Every alarm names it. At most 100 characters.
   * @default - no owner is named
   */
  readonly owner?: string;

  /**
   * The URL of the instructions for an incident. Every alarm and the dashboard contain it. At most 300 characters.
   * @default - no runbook
   */
  readonly runbookUrl?: string;

  /**
   * Who is notified, in addition to the contacts of the observatory. They are subscribed to the topics of the observatory.
   * @default - nobody else
   */
  readonly contacts?: IContact[];

  /**
   * Pipelines of the same observatory that this one needs. While one of them has an incident, its notifications also name this
   * pipeline, and this pipeline sends none of its own. If the other one recovers and this one does not, you are notified.
   * Has no effect if the observatory has no notifier.
   * @throws when one of them has another observatory
   * @default - no upstream pipelines
   */
  readonly upstreamPipelines?: IObservedPipeline[];

  /**
   * When its alarms notify nobody, by CloudWatch's alarm mute rules
   * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html). You are notified of what is still
   * wrong at the end of a window. Windows without a gap between them are an error.
   * @default - never
   */
  readonly muteWindows?: MuteWindow[];

  /**
   * Whether notifications may quote the inputs, outputs and payloads of its runs. Notifications stay in mailboxes and on phones, so
   * enable this only if these contain no secrets and no personal data. The error, the cause and the last lines of the log of a
   * failed run are always quoted, shortened. Has no effect if the observatory has no notifier.
   * @default false
   */
  readonly includeExecutionData?: boolean;

  /**
   * Further actions of each of its alarms. CloudWatch runs them at once, even if the notifier fails. An alarm can have five actions
   * in all.
   * @default - no further actions
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * Tunes or switches off the signals of the pipeline as a whole. The stages have options for their own signals.
   * @default - every signal as documented
   */
  readonly signals?: PipelineSignals;

  /**
   * The observatory of the pipeline, which it shares with others.
   * @default - the observatory of its stack, `Observatory.of(this)`
   */
  readonly observatory?: Observatory;
}

export const OBSERVED_PIPELINE_PROPS: Shapes<ObservedPipelineProps> = {
  stages: required(listOf(PIPELINE_STAGE, 'write for example [PipelineStage.lambdaFunction(fn)]')),
  expectation: required(RUN_EXPECTATION),
  severity: oneOf('Severity', Severity),
  pipelineName: TEXT,
  owner: TEXT,
  runbookUrl: TEXT,
  contacts: CONTACTS,
  upstreamPipelines: listOf(PIPELINE, 'write for example [upstream]'),
  muteWindows: listOf(WINDOW, 'write for example [MuteWindow.cron(…)]'),
  includeExecutionData: FLAG,
  alarmActions: ALARM_ACTIONS,
  signals: PIPELINE_SIGNALS,
  observatory: OBSERVATORY,
};
