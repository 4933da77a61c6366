import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import type { Profile } from '../../core/contract/profile';
import type { PipelineInTree } from '../app-tree/app-tree';
import type { AlarmWiring } from '../observatory/alarm-routing';
import type { Audience, SeverityTopic } from '../observatory/notifier-settings';
import type { Subscribers } from '../observatory/subscribers';
import type { MuteWindow } from '../pipeline/mute-window';
import type { PipelineSignals } from '../pipeline/pipeline-signals';
import type { Severity } from '../pipeline/severity';
import type { WatchedSignal } from '../stages/observed-stage';

/**
 * What the checks read of a pipeline and of an observatory. The checks know these interfaces and not the classes, since the
 * classes call the checks.
 */
export interface PipelineSubject extends PipelineInTree {
  readonly pipelineName: string;
  readonly observatory: ObservatorySubject;
  readonly severity: Severity;
  readonly _watched: readonly WatchedSignal[];
  readonly _texts: { readonly owner?: string; readonly runbookUrl?: string };
  readonly _topics: readonly SeverityTopic[];
  readonly _muteWindows: readonly MuteWindow[];
  /** The options of its signals, as the user passed them. */
  readonly _signals: PipelineSignals;
  readonly _forNotifier: { readonly upstreamPipelines: readonly unknown[]; readonly includeExecutionData: boolean };
  _profile(): Profile;
}

/** What the checks read of an observatory. */
export interface ObservatorySubject extends IConstruct {
  readonly observatoryName: string;
  readonly checkerFunction: IFunction;
  readonly notifierFunction?: IFunction;
  readonly intakeTopic?: ITopic;
  readonly _pipelines: readonly PipelineSubject[];
  readonly _policyOverflow: readonly PolicyOverflow[];
  readonly _wiring: AlarmWiring;
  readonly _subscribers: Subscribers;
  topicFor(severity: Severity): ITopic;
  _audience(): Audience;
}

/** The purpose of a permission for a pipeline: to see its runs, to publish to its own topics, or to find out why it failed. */
export type Need = 'evidence' | 'topics' | 'causes';

/** A permission that a role had no room for. */
export interface PolicyOverflow {
  readonly pipelineName: string;
  readonly need: Need;
}
