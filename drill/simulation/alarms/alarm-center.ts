import type { SimContext } from '../sim-context';
import type { Alarm, StateChange } from './alarm';
import { CompositeAlarm } from './composite-alarm';
import { MetricAlarm } from './metric-alarm';
import { Muting } from './muting';

/** An alarm that is not played, and why. */
export interface UnplayedAlarm {
  readonly name: string;
  readonly why: string;
}

/** All alarms of an account: which alarm's change affects which other, and whose actions are taken. */
export class AlarmCenter {
  public readonly alarms: readonly Alarm[];
  public readonly unplayed: readonly UnplayedAlarm[];
  readonly #byName = new Map<string, Alarm>();
  readonly #composites: CompositeAlarm[] = [];
  readonly #muting: Muting;

  /** @param act takes the actions of an alarm after a change of its state */
  public constructor(sim: SimContext, act: (alarm: Alarm, change: StateChange) => void) {
    const { account } = sim;
    const unplayed: UnplayedAlarm[] = [];
    const tryTo = (name: string, make: () => void): void => {
      try {
        make();
      } catch (error) {
        unplayed.push({ name, why: (error as Error).message });
      }
    };
    this.#muting = new Muting(sim, account.muteRules, act);
    const metricAlarms: MetricAlarm[] = [];
    for (const model of account.alarms) {
      tryTo(model.name, () => metricAlarms.push(new MetricAlarm(sim, model, (alarm, change) => {
        this.#muting.actOn(alarm, change);
        this.#updateComposites(alarm, change);
      })));
    }
    for (const model of account.compositeAlarms) {
      tryTo(model.name, () => this.#composites.push(new CompositeAlarm(
        sim, model, {
          find: (name) => this.#byName.get(name),
          onChange: (alarm, change) => this.#updateComposites(alarm, change),
          act: (alarm, change) => this.#muting.actOn(alarm, change),
        },
      )));
    }
    for (const alarm of [...metricAlarms, ...this.#composites]) {
      this.#byName.set(alarm.model.name, alarm).set(alarm.model.arn, alarm);
    }
    metricAlarms.forEach((alarm) => alarm.start());
    for (const composite of this.#composites) {
      tryTo(composite.model.name, () => composite.start());
    }
    this.alarms = [...metricAlarms, ...this.#composites];
    this.unplayed = unplayed;
  }

  #updateComposites(alarm: Alarm, change: StateChange): void {
    for (const composite of this.#composites) composite.childChanged(alarm, change.at);
  }
}
