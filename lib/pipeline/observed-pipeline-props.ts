import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import {
  ALARM_ACTIONS, CONTACTS, FLAG, listOf, OBSERVATORY, oneOf, PIPELINE, PIPELINE_STAGE, required, RUN_EXPECTATION, type Shapes, TEXT,
  WINDOW,
} from '../argument-shapes';
import type { RunExpectation } from '../expectation/run-expectation';
import type { IContact } from '../observatory/contact';
import type { Observatory } from '../observatory/observatory';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { MuteWindow } from './mute-window';
import type { ObservedPipeline } from './observed-pipeline';
import { PIPELINE_SIGNALS, type PipelineSignals } from './pipeline-signals';
import { Severity } from './severity';

/** What is known of a pipeline. */
export interface ObservedPipelineProps {
  /** The resources that do its steps, in the order in which they run. At least one. */
  readonly stages: PipelineStage[];

  /** When its runs are due. Opting out is explicit: `RunExpectation.unscheduled('why')`. */
  readonly expectation: RunExpectation;

  /**
   * Whether anybody would notice without this that it stopped; decides how loudly its signals speak.
   * @default Severity.CRITICAL
   */
  readonly severity?: Severity;

  /**
   * What a person calls it: unique in its observatory, known at synth, 1 to 64 letters, digits, dots, hyphens or
   * underscores.
   * @default - the construct's id
   */
  readonly pipelineName?: string;

  /**
   * Whose it is; stands in every alarm. At most 100 characters.
   * @default - nobody is named
   */
  readonly owner?: string;

  /**
   * Where it says what to do, as a URL; stands in every alarm and on the dashboard. At most 300 characters.
   * @default - none
   */
  readonly runbookUrl?: string;

  /**
   * Who is told, besides whom the observatory tells. Subscribed to the topics of the observatory.
   * @default - nobody else
   */
  readonly contacts?: IContact[];

  /**
   * Pipelines without whose success this one cannot work, of the same observatory. While one of them has an incident, what
   * goes wrong here is told with it instead of by messages of its own; it is watched all the same, and if the other one
   * recovers and this one does not, it speaks. Has no effect on alarms that go to people directly.
   * @throws when one of them is of another observatory
   * @default - it depends on none
   */
  readonly upstreamPipelines?: ObservedPipeline[];

  /**
   * When its alarms tell nobody, by CloudWatch's alarm mute rules
   * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html). What is still wrong at the end
   * of a window is told then. Windows that leave no time between them are refused.
   * @default - never
   */
  readonly muteWindows?: MuteWindow[];

  /**
   * Whether messages may quote what its runs were given and gave: inputs, outputs and payloads. They go to mailboxes and
   * phones and stay there, so let it be only where there is nothing secret and nothing about persons in them. What a run
   * says of its own failure (error, cause, the last lines of its log) is quoted in any case, shortened. Has no effect on
   * alarms that go to people directly.
   * @default false
   */
  readonly includeExecutionData?: boolean;

  /**
   * What else each of its alarms does when it goes off, besides notifying people: at once, by CloudWatch itself and past the
   * notifier. An alarm takes five actions at most.
   * @default - nothing else
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * Tunes or switches off the signals of the pipeline as a whole; those of its stages are tuned with the stages.
   * @default - every signal as documented
   */
  readonly signals?: PipelineSignals;

  /**
   * What it shares with other pipelines.
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
  upstreamPipelines: listOf(PIPELINE, 'write [upstream]'),
  muteWindows: listOf(WINDOW, 'write [MuteWindow.cron(…)]'),
  includeExecutionData: FLAG,
  alarmActions: ALARM_ACTIONS,
  signals: PIPELINE_SIGNALS,
  observatory: OBSERVATORY,
};
