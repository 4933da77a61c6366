import { CONTRACT_VERSION } from '../../core/contract/contract';
import { secondsOf } from '../seconds-of';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { Tolerances } from './tolerances';

/**
 * The contract of a pipeline as it is stored, tokens included; undefined when no runs are expected. Core's readContract reads it.
 */
export function contractObject(pipeline: string, tolerances: Tolerances, stages: readonly PipelineStage[]): object | undefined {
  const expectation = expectationObject(tolerances);
  if (expectation === undefined) return undefined;
  return {
    version: CONTRACT_VERSION,
    pipeline,
    expectation,
    stages: stages.map((stage, index) => {
      const { maxDurationDeclared: _, ...seconds } = tolerances.ofStage(stage, stages.slice(0, index));
      return {
        name: stage.stageName,
        source: stage._kind.source(),
        ...seconds,
        minSuccessfulRuns: stage._options.minSuccessfulRuns ?? tolerances.spec.options.minSuccessfulRuns ?? 1,
        optional: stage._options.optional ?? false,
      };
    }),
  };
}

function expectationObject({ spec, startEarlyBySeconds }: Tolerances): object | undefined {
  const { options } = spec;
  const common = { failuresToAlarm: options.failuresToAlarm ?? 1, successesToRecover: options.successesToRecover ?? 1 };
  switch (spec.kind) {
    case 'none':
      return undefined;
    case 'silence':
      return { ...common, maxSilenceSeconds: secondsOf('maxSilence', spec.maxSilence!) };
    case 'slots':
      return {
        ...common,
        schedule: spec.expression,
        timeZone: spec.timeZone,
        anchor: spec.anchor,
        startEarlyBySeconds,
        flexibleWindowSeconds: spec.flexibleWindow === undefined ? 0 : secondsOf('flexibleWindow', spec.flexibleWindow),
        finishWithinSeconds: options.finishWithin === undefined ? undefined : secondsOf('finishWithin', options.finishWithin),
        finishBy: spec.finishBy,
        excludeDates: options.excludeDates,
      };
  }
}
