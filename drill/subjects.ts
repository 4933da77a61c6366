import { readDescription } from '../core/signals';
import type { Account, AlarmModel } from '../template/model';
import { isSameTrigger, PipelineModel, upstreamsOf } from '../template/pipeline';
import { ownAlarms } from './faults/own-topics';
import type { Alongside, DeliveredMessage } from './result';

/** Metrics of a resource are correct for every pipeline that uses it. */
const OF_RESOURCES = ['AWS/Lambda', 'AWS/States'];

/** Which of an account's pipelines a message is about. */
export class Subjects {
  readonly #alarms = new Map<PipelineModel, ReadonlyMap<string, AlarmModel>>();

  public constructor(private readonly account: Account, private readonly pipelines: readonly PipelineModel[]) {}

  /**
   * Returns a function that tells whether an alarm, or a pipeline, of a given name is about the pipeline or about no other one.
   * @param withUpstreams whether messages about an upstream pipeline count too
   */
  public aboutOf(pipeline: PipelineModel, { withUpstreams }: { readonly withUpstreams: boolean }): (name: string) => boolean {
    const own = this.#alarmsOf(pipeline);
    const upstreams = withUpstreams ? upstreamsOf(pipeline, this.pipelines) : new Set();
    const others = this.pipelines.filter((one) => one !== pipeline && !upstreams.has(one));
    const names = new Set(others.map(subjectName));
    return (name) => own.has(name) || !(names.has(name) || others.some((one) => this.#alarmsOf(one).has(name)));
  }

  /**
   * Another pipeline that a message reports as broken although only this one was. Undefined when the message is about no other
   * pipeline, or when the other one breaks too: one is upstream of the other, or one trigger starts both.
   */
  public bystander(pipeline: PipelineModel, { state, to, alarm, because = alarm, pipelines = [] }: DeliveredMessage): PipelineModel | undefined {
    if (state === 'OK' || to.length === 0 || pipelines.includes(subjectName(pipeline))) return undefined;
    const other = this.pipelines.find((one) => one !== pipeline && (pipelines.includes(subjectName(one)) || isOnlyOf(this.#alarmsOf(one), this.#alarmsOf(pipeline), alarm)));
    if (other === undefined || upstreamsOf(pipeline, this.pipelines).has(other) || upstreamsOf(other, this.pipelines).has(pipeline)) return undefined;
    if (other.schedules.some((schedule) => pipeline.schedules.some((own) => isSameTrigger(own, schedule)))) return undefined;
    const cause = this.#alarmsOf(other).get(because);
    const isFromResource = cause?.entries.some(({ metric }) => metric !== undefined && OF_RESOURCES.includes(metric.namespace)) ?? false;
    return isFromResource ? undefined : other;
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
 * all alarms are the app's own, and the drill judges those.
 */
export function isOfTheApp({ alarms }: Account, { observed }: PipelineModel): (message: DeliveredMessage) => boolean {
  if (observed === undefined) return () => false;
  const ours = new Set(alarms.filter(({ description }) => readDescription(description) !== undefined).map(({ name }) => name));
  return ({ kind, alarm }) => kind === undefined && !ours.has(alarm);
}

/** How many messages of each alarm report that something is wrong. */
export function countedByAlarm(messages: readonly DeliveredMessage[]): Alongside[] {
  const counts = new Map<string, number>();
  for (const { alarm } of messages.filter(({ state, to }) => state !== 'OK' && to.length > 0)) counts.set(alarm, (counts.get(alarm) ?? 0) + 1);
  return [...counts].map(([alarm, count]) => ({ alarm, messages: count }));
}

/** The name of a pipeline in messages. */
function subjectName({ name, observed }: PipelineModel): string {
  return observed?.pipeline ?? name;
}

function isOnlyOf(alarms: ReadonlyMap<string, AlarmModel>, others: ReadonlyMap<string, AlarmModel>, name: string): boolean {
  return alarms.has(name) && !others.has(name);
}
