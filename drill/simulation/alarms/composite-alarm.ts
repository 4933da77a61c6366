import { AlarmState } from '../../../core/alarm-configuration';
import { AlarmRule, alarmsOfRule, parseAlarmRule } from '../../../core/composite-alarm';
import type { Instant } from '../../../core/time';
import type { CompositeAlarmModel } from '../../../template/model';
import {
  compositeState, initialSuppression, stepSuppression, SuppressionEvent, SuppressionState,
} from '../../cloudwatch/composite-evaluation';
import { ORDER } from '../event-queue';
import type { SimContext } from '../sim-context';
import type { Alarm, OnStateChange, StateChange } from './alarm';

/** Finds an alarm by the name or ARN that a rule uses. */
export type FindAlarm = (nameOrArn: string) => Alarm | undefined;

/** What a composite alarm uses of the other alarms. */
export interface CompositeLinks {
  readonly find: FindAlarm;
  readonly onChange: OnStateChange;
  /** Takes the composite's actions. */
  readonly act: (alarm: Alarm, change: StateChange) => void;
}

/** A composite alarm, which is evaluated whenever a child changes its state. */
export class CompositeAlarm implements Alarm {
  public state: AlarmState = 'INSUFFICIENT_DATA';
  public readonly history: StateChange[] = [];
  readonly #rule: AlarmRule;
  readonly #children: readonly string[];
  #suppression: SuppressionState | undefined;
  #lookAt = -Infinity;

  /** @throws AlarmRuleError when the rule cannot be read */
  public constructor(
    private readonly sim: SimContext,
    public readonly model: CompositeAlarmModel,
    private readonly center: CompositeLinks,
  ) {
    this.#rule = parseAlarmRule(model.rule);
    this.#children = alarmsOfRule(this.#rule);
  }

  /** Call this when all alarms exist. @throws AlarmRuleError when the rule names an alarm that does not exist */
  public start(): void {
    compositeState(this.#rule, (child) => this.center.find(child)?.state);
    const { suppressor } = this.model;
    if (suppressor !== undefined) {
      this.#suppression = initialSuppression(
        { waitPeriodSeconds: suppressor.waitSeconds, extensionPeriodSeconds: suppressor.extensionSeconds },
        this.state, this.center.find(suppressor.alarm)?.state ?? 'INSUFFICIENT_DATA',
      );
    }
    this.#wake();
  }

  /** Handles a change of another alarm's state. */
  public childChanged(alarm: Alarm, now: Instant): void {
    const { suppressor } = this.model;
    if (suppressor !== undefined && this.center.find(suppressor.alarm) === alarm) this.#step({ kind: 'suppressor', to: alarm.state }, now);
    if (this.#children.some((child) => this.center.find(child) === alarm)) this.#wake();
  }

  #wake(): void {
    const { now } = this.sim.queue;
    if (this.#lookAt === now) return;
    this.#lookAt = now;
    this.sim.queue.at(now, () => this.#look(now), ORDER.combine);
  }

  #look(now: Instant): void {
    this.#lookAt = -Infinity;
    const state = compositeState(this.#rule, (child) => this.center.find(child)?.state);
    if (state === this.state) return;
    const change = { at: now, from: this.state, to: state, reason: this.#reason(state, now) };
    this.state = state;
    this.history.push(change);
    this.center.onChange(this, change);
    if (this.#suppression === undefined) this.center.act(this, change);
    else this.#step({ kind: 'composite', to: state }, now);
  }

  #step(event: SuppressionEvent, now: Instant): void {
    if (this.#suppression === undefined) return;
    const { state, actions } = stepSuppression(this.#suppression, event, now);
    this.#suppression = state;
    for (const { alarmState, at } of actions) {
      const change = this.history.findLast(({ to }) => to === alarmState);
      if (change !== undefined) this.center.act(this, { ...change, actedAt: at });
    }
    if (state.period !== undefined && state.period.until > now) {
      const { until } = state.period;
      this.sim.queue.at(until, () => this.#step({ kind: 'time' }, until), ORDER.combine);
    }
  }

  #reason(state: AlarmState, now: Instant): string {
    const because = this.#children.map((child) => this.center.find(child)!).filter((child) => child.history.at(-1)?.at === now);
    const [first] = because;
    if (first === undefined) return `The rule of the composite alarm gives ${state}.`;
    return `${first.model.arn} went to ${first.state} at ${new Date(now).toISOString()}, and the rule of the composite alarm now gives ${state}.`;
  }
}
