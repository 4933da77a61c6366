import { type AppTree, appTreeOf, pathOf, type PipelineInTree, QUALIFIERS, type Starter } from '../app-tree/app-tree';
import { startedFrom } from '../app-tree/reach';
import { addressesIn, flattenedText } from '../app-tree/rendered';
import { expectedOf, firing, isScheduled, ownTrigger, timesOf, timesText } from '../app-tree/scheduled';
import { isExpected, unserved } from '../expectation/read-trigger';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { Check } from './check';
import type { PipelineSubject } from './subjects';

/** What a trigger carries by which its runs could be told from another's. */
class TriggerMarks {
  public constructor(private readonly marks: Readonly<Record<string, string>>) {}

  /** What differs between two triggers, in words: what only one of them can have is no difference. */
  public differences(other: TriggerMarks): string[] {
    return Object.keys(this.marks).filter((name) => name in other.marks && this.marks[name] !== other.marks[name]);
  }
}

/** The marks of a starter. */
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

/** So many are named; the rest are counted. */
const MOST_NAMES = 3;

/** Runs are counted by function and state machine: one that another trigger starts would stand for one that is missing. */
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
      // Several event sources of a stage that the trigger does not start may well be fed by the stages before it.
      const compete = own.length > 0 || (others.length > 1 && others.some((one) => isScheduled(one) || pipelinesOf(tree, one).length > 0));
      if (others.length > 0 && compete) return [startedBesides(tree, pipeline, stage, { own, others })];
      return all.length > 0 ? [] : sharedWith(tree, pipeline, stage).map((other) => (
        `stage ${stage.stageName} is also a stage of ${other.node.path}, which expects runs at other times. ${consequence(pipeline, stage)}`));
    });
  },
};

/** Tells which starters the pipeline's trigger and stages lead to. Found out only when somebody asks. */
function ownsIn(tree: AppTree, pipeline: PipelineSubject): (starter: Starter) => boolean {
  const trigger = ownTrigger(tree, pipeline);
  let reached: ReadonlySet<string> | undefined;
  return ({ resource }) => {
    if (resource === trigger?.resource) return true;
    reached ??= startedFrom(tree, [...trigger === undefined ? [] : [trigger.resource.node.addr], ...pipeline._stages.flatMap((stage) => [...tree.keysOf(stage)])]);
    return reached.has(resource.node.addr);
  };
}

/** The starters whose runs are the pipeline's: those that its trigger and stages lead to, or, where these serve not all, those at the expected times. */
function ownStarters(pipeline: PipelineSubject, stage: PipelineStage, all: readonly Starter[], isOwn: (starter: Starter) => boolean): Starter[] {
  if (pipeline._trigger !== undefined && !servesApart(pipeline, stage, all.filter(isOwn))) return all.filter(isOwn);
  // Without slots and without a trigger any event source may be meant, but for those that another pipeline calls its own.
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

/** Whether the trigger serves a part of the expected times only, such as those of weekdays, so that others are meant to serve the rest. */
function servesApart(pipeline: PipelineSubject, stage: PipelineStage, own: readonly Starter[]): boolean {
  const expected = expectedOf(pipeline, stage);
  const known = own.map(firing).filter((one) => one !== undefined);
  if (expected?.by !== 'slots' || known.length === 0 || known.length < own.length) return false;
  return known.every((one) => isExpected(expected, one, Date.now())) && unserved(expected, known, Date.now()) !== undefined;
}

function startedBesides(tree: AppTree, pipeline: PipelineSubject, stage: PipelineStage, { own, others }: { own: readonly Starter[]; others: readonly Starter[] }): string {
  const names = others.slice(0, MOST_NAMES).map((one) => starterName(tree, one)).join(', ') + (others.length > MOST_NAMES ? ` and ${others.length - MOST_NAMES} more` : '');
  const [first, second] = [...own, ...others];
  const by = own.length === 0 ? `by ${names}` : `by ${own.slice(0, MOST_NAMES).map(({ resource }) => pathOf(resource)).join(', ')}, and also by ${names}`;
  return `stage ${stage.stageName} is started ${by}. ${differencesOf(tree, first!, own.length === 0 ? second! : others[0]!)} ${consequence(pipeline, stage)}`;
}

function differencesOf(tree: AppTree, one: Starter, other: Starter): string {
  const differences = marksOf(tree, one).differences(marksOf(tree, other));
  if (differences.length === 0) return 'Nothing but their times tells their runs apart.';
  return `Apart from their times, ${pathOf(one.resource)} and ${pathOf(other.resource)} differ in ${differences.join(' and ')}.`;
}

function consequence({ pipelineName }: PipelineSubject, { _kind: { noun } }: PipelineStage): string {
  return `Every run of the ${noun} counts for ${pipelineName}, so a missing run can go undetected; give ${pipelineName} a ${noun} of its own, or acknowledge this if any run will do`;
}

function starterName(tree: AppTree, starter: Starter): string {
  const times = isScheduled(starter) ? timesOf(starter.resource) : undefined;
  const of = pipelinesOf(tree, starter).map(({ node }) => ` of pipeline ${node.path}`).join(' and');
  return `${pathOf(starter.resource)} (${starter.noun}${of}${times === undefined ? '' : `, ${timesText(times)}`})`;
}

/** The pipelines whose trigger a starter is. */
function pipelinesOf(tree: AppTree, { resource }: Starter): PipelineInTree[] {
  return tree.pipelines.filter((one) => ownTrigger(tree, one)?.resource === resource);
}

/** Pipelines that list the same resource and expect it at other times. */
function sharedWith(tree: AppTree, pipeline: PipelineSubject, stage: PipelineStage): PipelineInTree[] {
  const keys = tree.keysOf(stage);
  const { expression, timeZone } = pipeline._spec;
  return tree.pipelines.filter((other) => other !== pipeline && other._spec.kind === 'slots' && expression !== undefined
    && (other._spec.expression !== expression || other._spec.timeZone !== timeZone)
    && other._stages.some((one) => !one._options.optional && [...tree.keysOf(one)].some((key) => keys.has(key))));
}
