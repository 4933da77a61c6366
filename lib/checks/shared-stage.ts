import { listed, listedUpTo } from '../../core/text/count-and-duration';
import { type AppTree, appTreeOf, pathOf, type PipelineInTree, QUALIFIERS, type Starter } from '../app-tree/app-tree';
import { startedFrom } from '../app-tree/reach';
import { addressesIn, flattenedText } from '../app-tree/rendered';
import { expectedOf, firing, isScheduled, ownTrigger, timesOf, timesText } from '../app-tree/scheduled';
import { isExpected, unserved } from '../expectation/read-trigger';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { Check } from './check';
import type { PipelineSubject } from './subjects';

/** Properties by which the runs of one trigger could be distinguished from those of another. */
class TriggerMarks {
  public constructor(private readonly marks: Readonly<Record<string, string>>) {}

  /** The names of the properties that differ. A property that only one of the triggers can have does not count. */
  public differences(other: TriggerMarks): string[] {
    return Object.keys(this.marks).filter((name) => name in other.marks && this.marks[name] !== other.marks[name]);
  }
}

/** The properties of a starter that could distinguish its runs. */
function marksOf(tree: AppTree, { resource, noun }: Starter): TriggerMarks {
  const properties = tree.propertiesOf(resource) ?? {};
  const target = (properties.Target ?? (Array.isArray(properties.Targets) ? properties.Targets[0] : undefined)) as { Arn?: unknown; Input?: unknown } | undefined;
  return new TriggerMarks({
    'the kind of trigger': noun,
    ...(noun === 'schedule' ? { 'the schedule group': flattenedText(properties.GroupName) } : {}),
    'the alias or version': qualifierIn(tree, flattenedText(target?.Arn)),
    'the input': flattenedText(target?.Input),
  });
}

function qualifierIn(tree: AppTree, arn: string): string {
  const byReference = addressesIn(arn).find((address) => QUALIFIERS.has(tree.resource(address)?.cfnResourceType ?? ''));
  return byReference ?? /:(?:function|stateMachine):[^:]+:(.+)$/.exec(arn)?.[1] ?? '';
}

/** The most starters that are named. The others are counted. */
const MOST_NAMES = 3;

/** Runs are counted per function or state machine, so a run that another trigger starts hides one that is missing. */
export const sharedStage: Check<PipelineSubject> = {
  id: 'sharedStage',
  level: 'warning',
  find: (pipeline) => {
    if (pipeline._spec.kind === 'none') return [];
    const tree = appTreeOf(pipeline);
    const isOwn = ownsIn(tree, pipeline);
    return pipeline._stages.filter(({ _options }) => !_options.optional).flatMap((stage) => {
      const all = tree.startersTo(tree.keysOf(stage));
      const own = ownStarters(pipeline, stage, all, isOwn);
      const others = all.filter((one) => !own.includes(one));
      // The stages before this one may feed its event sources.
      const compete = own.length > 0 || (others.length > 1 && others.some((one) => isScheduled(one) || pipelinesOf(tree, one).length > 0));
      if (others.length > 0 && compete) return [startedBesides(tree, pipeline, stage, { own, others })];
      return all.length > 0 ? [] : sharedWith(tree, pipeline, stage).map((other) => (
        `stage ${stage.stageName} is also a stage of ${other.node.path}, which expects runs at other times. ${consequence(pipeline, stage)}`));
    });
  },
};

/** Tells whether the pipeline's trigger and stages lead to a starter. Computed on the first call. */
function ownsIn(tree: AppTree, pipeline: PipelineSubject): (starter: Starter) => boolean {
  const trigger = ownTrigger(tree, pipeline);
  let reached: ReadonlySet<string> | undefined;
  return ({ resource }) => {
    if (resource === trigger?.resource) return true;
    reached ??= startedFrom(tree, [...trigger === undefined ? [] : [trigger.resource.node.addr], ...pipeline._stages.flatMap((stage) => [...tree.keysOf(stage)])]);
    return reached.has(resource.node.addr);
  };
}

/** The starters whose runs belong to the pipeline: those that its trigger and stages lead to. If these do not serve all expected times, also those that fire at expected times. */
function ownStarters(pipeline: PipelineSubject, stage: PipelineStage, all: readonly Starter[], isOwn: (starter: Starter) => boolean): Starter[] {
  if (pipeline._trigger !== undefined && !servesApart(pipeline, stage, all.filter(isOwn))) return all.filter(isOwn);
  // Without due times and without a trigger, any event source may be meant, except the trigger of another pipeline.
  if (pipeline._spec.kind === 'silence') {
    const foreign = (starter: Starter): boolean => pipelinesOf(appTreeOf(pipeline), starter).length > 0;
    return all.filter((one) => isOwn(one) || !foreign(one));
  }
  const expected = expectedOf(pipeline, stage);
  return all.filter((one) => {
    const times = isOwn(one) || expected === undefined ? undefined : firing(one);
    return isOwn(one) || (times !== undefined && isExpected(expected!, times, Date.now()));
  });
}

/** Whether the trigger serves only a part of the expected times, such as those of weekdays. Others then serve the rest. */
function servesApart(pipeline: PipelineSubject, stage: PipelineStage, own: readonly Starter[]): boolean {
  const expected = expectedOf(pipeline, stage);
  const known = own.map(firing).filter((one) => one !== undefined);
  if (expected?.by !== 'slots' || known.length === 0 || known.length < own.length) return false;
  return known.every((one) => isExpected(expected, one, Date.now())) && unserved(expected, known, Date.now()) !== undefined;
}

function startedBesides(tree: AppTree, pipeline: PipelineSubject, stage: PipelineStage, { own, others }: { own: readonly Starter[]; others: readonly Starter[] }): string {
  const names = listedUpTo(MOST_NAMES, others.map((one) => starterName(tree, one)));
  const [first, second] = [...own, ...others];
  const by = own.length === 0 ? `by ${names}` : `by ${listed(own.slice(0, MOST_NAMES).map(({ resource }) => pathOf(resource)))}, and also by ${names}`;
  return `stage ${stage.stageName} is started ${by}. ${differencesOf(tree, first!, own.length === 0 ? second! : others[0]!)} ${consequence(pipeline, stage)}`;
}

function differencesOf(tree: AppTree, one: Starter, other: Starter): string {
  const differences = marksOf(tree, one).differences(marksOf(tree, other));
  if (differences.length === 0) return 'Their runs differ only in their times.';
  return `Apart from their times, ${pathOf(one.resource)} and ${pathOf(other.resource)} differ in ${listed(differences)}.`;
}

function consequence({ pipelineName }: PipelineSubject, { _kind: { noun } }: PipelineStage): string {
  return `Every run of the ${noun} counts for ${pipelineName}, so a missing run can go undetected; give ${pipelineName} a ${noun} of its own, or acknowledge this if any run will do`;
}

function starterName(tree: AppTree, starter: Starter): string {
  const times = isScheduled(starter) ? timesOf(starter.resource) : undefined;
  const of = pipelinesOf(tree, starter).map(({ node }) => ` of pipeline ${node.path}`).join(' and');
  return `${pathOf(starter.resource)} (${starter.noun}${of}${times === undefined ? '' : `, ${timesText(times)}`})`;
}

/** The pipelines that have a starter as their trigger. */
function pipelinesOf(tree: AppTree, { resource }: Starter): PipelineInTree[] {
  return tree.pipelines.filter((one) => ownTrigger(tree, one)?.resource === resource);
}

/** Pipelines with the same resource as a stage that expect runs at other times. */
function sharedWith(tree: AppTree, pipeline: PipelineSubject, stage: PipelineStage): PipelineInTree[] {
  const keys = tree.keysOf(stage);
  const { expression, timeZone } = pipeline._spec;
  return tree.pipelines.filter((other) => other !== pipeline && other._spec.kind === 'slots' && expression !== undefined
    && (other._spec.expression !== expression || other._spec.timeZone !== timeZone)
    && other._stages.some((one) => !one._options.optional && [...tree.keysOf(one)].some((key) => keys.has(key))));
}
