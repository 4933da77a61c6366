import { CONTRACT_VERSION } from '../../core';
import type { PipelineStage } from '../pipeline-stage';
import type { ExpectationSpec } from './expectation-spec';
import { secondsOf, Tolerances } from './tolerances';

/**
 * The contract of a pipeline as it is stored, still with tokens in it. Undefined when nothing is expected.
 * Its reader is core's readContract.
 */
export function contractObject(pipeline: string, spec: ExpectationSpec, stages: readonly PipelineStage[]): object | undefined {
  const expectation = expectationObject(spec);
  if (expectation === undefined) return undefined;
  const tolerances = new Tolerances(spec);
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
        minSuccesses: stage._options.minSuccesses ?? spec.options.minSuccesses ?? 1,
        onDemand: stage._options.onDemand ?? false,
      };
    }),
  };
}

function expectationObject(spec: ExpectationSpec): object | undefined {
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
        earlySeconds: new Tolerances(spec).earlySeconds,
        flexibleWindowSeconds: spec.flexibleWindow === undefined ? 0 : secondsOf('flexibleWindow', spec.flexibleWindow),
        deadlineSeconds: options.deadline === undefined ? undefined : secondsOf('deadline', options.deadline),
        deadlineTime: spec.deadlineTime,
        excludeDates: options.excludeDates,
      };
  }
}
