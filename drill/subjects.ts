import { readDescription } from '../core/signals';
import type { Account, AlarmModel } from '../template/model';
import { isSameTrigger, PipelineModel, upstreamsOf } from '../template/pipeline';
import { ownAlarms } from './faults/own-topics';
import type { Alongside, DeliveredMessage } from './result';

/** Metrics of a resource speak the truth about it, whoever shares it. */
const OF_RESOURCES = ['AWS/Lambda', 'AWS/States'];

/** Whom messages are about, among the pipelines of an account. */
export class Subjects {
  readonly #alarms = new Map<PipelineModel, ReadonlyMap<string, AlarmModel>>();

  public constructor(private readonly account: Account, private readonly pipelines: readonly PipelineModel[]) {}

  /**
   * Tells by its name whether an alarm is about a pipeline, or about no other; likewise the name of a pipeline.
   *
   * @param withUpstreams whether what is told of one that it depends on is about it too
   */
  public aboutOf(pipeline: PipelineModel, { withUpstreams }: { readonly withUpstreams: boolean }): (name: string) => boolean {
    const own = this.#alarmsOf(pipeline);
    const upstreams = withUpstreams ? upstreamsOf(pipeline, this.pipelines) : new Set();
    const others = this.pipelines.filter((one) => one !== pipeline && !upstreams.has(one));
    const names = new Set(others.map(subjectName));
    return (name) => own.has(name) || !(names.has(name) || others.some((one) => this.#alarmsOf(one).has(name)));
  }

  /**
   * Another pipeline that a message says something bad of, although only this one was broken; undefined where the message is
   * about no other, or where the other is broken with it: they depend on each other, or one trigger starts both.
   */
  public bystander(pipeline: PipelineModel, { state, to, alarm, because = alarm, pipelines = [] }: DeliveredMessage): PipelineModel | undefined {
    if (state === 'OK' || to.length === 0 || pipelines.includes(subjectName(pipeline))) return undefined;
    const other = this.pipelines.find((one) => one !== pipeline && (pipelines.includes(subjectName(one)) || isOnlyOf(this.#alarmsOf(one), this.#alarmsOf(pipeline), alarm)));
    if (other === undefined || upstreamsOf(pipeline, this.pipelines).has(other) || upstreamsOf(other, this.pipelines).has(pipeline)) return undefined;
    if (other.schedules.some((schedule) => pipeline.schedules.some((own) => isSameTrigger(own, schedule)))) return undefined;
    const spoke = this.#alarmsOf(other).get(because);
    const saysSoItself = spoke?.entries.some(({ metric }) => metric !== undefined && OF_RESOURCES.includes(metric.namespace)) ?? false;
    return saysSoItself ? undefined : other;
  }

  #alarmsOf(pipeline: PipelineModel): ReadonlyMap<string, AlarmModel> {
    const known = this.#alarms.get(pipeline);
    if (known !== undefined) return known;
    const alarms = new Map(ownAlarms(this.account, pipeline).map((alarm) => [alarm.name, alarm]));
    this.#alarms.set(pipeline, alarms);
    return alarms;
  }
}

/**
 * Whether a message comes from an alarm of the app's own, at a pipeline that this library observes. Where it observes nothing,
 * all alarms are the app's own, and are what a drill judges.
 */
export function isOfTheApp({ alarms }: Account, { observed }: PipelineModel): (message: DeliveredMessage) => boolean {
  if (observed === undefined) return () => false;
  const ours = new Set(alarms.filter(({ description }) => readDescription(description) !== undefined).map(({ name }) => name));
  return ({ kind, alarm }) => kind === undefined && !ours.has(alarm);
}

/** How often each alarm said in messages that something is wrong. */
export function countedByAlarm(messages: readonly DeliveredMessage[]): Alongside[] {
  const counts = new Map<string, number>();
  for (const { alarm } of messages.filter(({ state, to }) => state !== 'OK' && to.length > 0)) counts.set(alarm, (counts.get(alarm) ?? 0) + 1);
  return [...counts].map(([alarm, count]) => ({ alarm, messages: count }));
}

/** What messages call a pipeline. */
function subjectName({ name, observed }: PipelineModel): string {
  return observed?.pipeline ?? name;
}

function isOnlyOf(alarms: ReadonlyMap<string, AlarmModel>, others: ReadonlyMap<string, AlarmModel>, name: string): boolean {
  return alarms.has(name) && !others.has(name);
}
