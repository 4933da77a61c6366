import { Profile, PROFILE_VERSION, TriggerProfile } from '../../core/contract/profile';
import type { ExpectationSpec } from '../expectation/run-expectation-options';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { MuteWindow } from './mute-window';
import type { Severity } from './severity';

/** What the notifier must know about a pipeline. */
interface ProfileInput {
  readonly pipelineName: string;
  readonly severity: Severity;
  readonly owner?: string;
  readonly runbookUrl?: string;
  readonly spec: ExpectationSpec;
  readonly upstreamPipelines: readonly { readonly pipelineName: string }[];
  readonly muteWindows: readonly MuteWindow[];
  readonly topics: Profile['topics'];
  readonly stages: readonly PipelineStage[];
  readonly trigger?: TriggerProfile;
  readonly dashboardName?: string;
  readonly includeExecutionData: boolean;
}

/** The profile of a pipeline as it is stored, tokens included. Core's readProfile reads it. */
export function profileObject({ pipelineName, severity, spec, upstreamPipelines, muteWindows, stages, ...same }: ProfileInput): Profile {
  return {
    version: PROFILE_VERSION,
    pipeline: pipelineName,
    severity,
    ...same,
    nothingExpected: spec.kind === 'none' ? spec.reason : undefined,
    upstreamPipelines: [...new Set(upstreamPipelines.map((upstream) => upstream.pipelineName))],
    muteWindows: muteWindows.map(({ _settings }) => _settings),
    stages: stages.map(({ stageName, _kind }) => ({ name: stageName, source: _kind.source() })),
  };
}
