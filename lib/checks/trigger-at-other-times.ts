import { type AppTree, appTreeOf, pathOf } from '../app-tree/app-tree';
import { expectedOf, firing, isScheduled, timesOf, timesText } from '../app-tree/scheduled';
import { unserved } from '../expectation/agreement';
import { describeExpectation } from '../expectation/describe-expectation';
import type { ObservedPipeline } from '../observed-pipeline';
import type { PipelineStage } from '../pipeline-stage';
import type { Check } from './check';

/** Times that are written twice drift apart: a run that nothing starts is missed every time. */
export const triggerAtOtherTimes: Check<ObservedPipeline> = {
  id: 'triggerAtOtherTimes',
  level: 'warning',
  find: (pipeline) => {
    if (pipeline._spec.kind === 'none') return [];
    const tree = appTreeOf(pipeline);
    // What is wrong with the first stage is wrong with those that follow it.
    return pipeline._stages.filter(({ _options }) => !_options.onDemand).flatMap((stage) => difference(tree, pipeline, stage)).slice(0, 1);
  },
};

function difference(tree: AppTree, pipeline: ObservedPipeline, stage: PipelineStage): string[] {
  const starters = tree.startersTo(tree.keysOf(stage));
  const expected = expectedOf(pipeline, stage);
  // Whatever else starts the stage may start the runs that are expected.
  if (expected === undefined || starters.length === 0 || !starters.every(isScheduled)) return [];
  const times = starters.map(({ resource }) => timesOf(resource)!);
  const { expression, timeZone } = pipeline._spec;
  if (times.some((one) => one.enabled !== false && one.expression === expression && one.timeZone === timeZone)) return [];
  const firings = starters.map(firing);
  const known = firings.filter((one) => one !== undefined);
  if (known.length < firings.length) return [];
  const gap = unserved(expected, known, Date.now());
  if (gap === undefined) return [];
  const names = starters.map(({ resource }, index) => `${pathOf(resource)} (${timesText(times[index]!)})`).join(' and ');
  const first = gap.slot === undefined ? '' : `, and nothing starts the run that is due at ${new Date(gap.slot).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const due = `${pipeline._spec.kind === 'silence' ? 'the pipeline expects' : 'runs are due'} ${describeExpectation(pipeline._spec)}`;
  return [`${due}, but stage ${stage.stageName} is started by ${names}${first}; `
    + 'take the times over with RunExpectation.schedule(…) or RunExpectation.rule(…), or correct one of them'];
}
