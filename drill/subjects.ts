import type { Account, AlarmModel } from './account/model';
import { ownAlarms } from './faults/own-topics';
import { DrillPipeline, isSameTrigger, upstreamsOf } from './pipeline';
import type { DeliveredMessage } from './result';

/** Metrics of a resource speak the truth about it, whoever shares it. */
const OF_RESOURCES = ['AWS/Lambda', 'AWS/States'];

/** Whom messages are about, among the pipelines of an account. */
export class Subjects {
  readonly #alarms = new Map<DrillPipeline, ReadonlyMap<string, AlarmModel>>();

  public constructor(private readonly account: Account, private readonly pipelines: readonly DrillPipeline[]) {}

  /**
   * Tells by its name whether an alarm is about a pipeline, or about no other; likewise the name of a pipeline.
   *
   * @param withUpstreams whether what is told of one that it depends on is about it too
   */
  public aboutOf(pipeline: DrillPipeline, withUpstreams: boolean): (name: string) => boolean {
    const own = this.#alarmsOf(pipeline);
    const upstreams = withUpstreams ? upstreamsOf(pipeline, this.pipelines) : new Set();
    const others = this.pipelines.filter((one) => one !== pipeline && !upstreams.has(one));
    const names = new Set(others.map(nameOf));
    return (name) => own.has(name) || !(names.has(name) || others.some((one) => this.#alarmsOf(one).has(name)));
  }

  /**
   * Another pipeline that a message says something bad of, although only this one was broken; undefined where the message is
   * about no other, or where the other is broken with it: they depend on each other, or one trigger starts both.
   */
  public bystander(pipeline: DrillPipeline, { state, to, alarm, because = alarm, pipelines = [] }: DeliveredMessage): DrillPipeline | undefined {
    if (state === 'OK' || to.length === 0 || pipelines.includes(nameOf(pipeline))) return undefined;
    const other = this.pipelines.find((one) => one !== pipeline && (pipelines.includes(nameOf(one)) || isOnlyOf(this.#alarmsOf(one), this.#alarmsOf(pipeline), alarm)));
    if (other === undefined || upstreamsOf(pipeline, this.pipelines).has(other) || upstreamsOf(other, this.pipelines).has(pipeline)) return undefined;
    if (other.schedules.some((schedule) => pipeline.schedules.some((own) => isSameTrigger(own, schedule)))) return undefined;
    const spoke = this.#alarmsOf(other).get(because);
    const saysSoItself = spoke?.entries.some(({ metric }) => metric !== undefined && OF_RESOURCES.includes(metric.namespace)) ?? false;
    return saysSoItself ? undefined : other;
  }

  #alarmsOf(pipeline: DrillPipeline): ReadonlyMap<string, AlarmModel> {
    const known = this.#alarms.get(pipeline);
    if (known !== undefined) return known;
    const alarms = new Map(ownAlarms(this.account, pipeline).map((alarm) => [alarm.name, alarm]));
    this.#alarms.set(pipeline, alarms);
    return alarms;
  }
}

/** What messages call a pipeline. */
function nameOf({ name, observed }: DrillPipeline): string {
  return observed?.pipeline ?? name;
}

function isOnlyOf(alarms: ReadonlyMap<string, AlarmModel>, others: ReadonlyMap<string, AlarmModel>, name: string): boolean {
  return alarms.has(name) && !others.has(name);
}
