import { Profile, PROFILE_VERSION, TriggerProfile } from '../../core/contract/profile';
import type { ExpectationSpec } from '../expectation/run-expectation-options';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { MaintenanceWindow } from './mute-window';
import type { Loudness } from './severity';

/** What is told of a pipeline. */
export interface Told {
  readonly pipelineName: string;
  readonly loudness: Loudness;
  readonly owner?: string;
  readonly runbook?: string;
  readonly spec: ExpectationSpec;
  readonly dependsOn: readonly { readonly pipelineName: string }[];
  readonly muteDuring: readonly MaintenanceWindow[];
  readonly topics: Profile['topics'];
  readonly stages: readonly PipelineStage[];
  readonly trigger?: TriggerProfile;
  readonly dashboardName?: string;
  readonly quotePayloads: boolean;
}

/** The profile of a pipeline as it is stored, still with tokens in it. Its reader is core's readProfile. */
export function profileObject({ pipelineName, loudness, spec, dependsOn, muteDuring, stages, ...same }: Told): Profile {
  return {
    version: PROFILE_VERSION,
    pipeline: pipelineName,
    loudness,
    ...same,
    nothingExpected: spec.kind === 'none' ? spec.reason : undefined,
    dependsOn: [...new Set(dependsOn.map((upstream) => upstream.pipelineName))],
    muteDuring: muteDuring.map(({ _settings }) => _settings),
    stages: stages.map(({ stageName, _kind }) => ({ name: stageName, source: _kind.source() })),
  };
}
