import { activeMuteWindow, isMuted, MuteRule, parseMuteRule } from '../../../core/mute-rule';
import type { Instant } from '../../../core/time';
import type { MuteRuleModel } from '../../account/model';
import { MuteState, stepMute } from '../../cloudwatch/mute-actions';
import { ORDER } from '../event-queue';
import type { Surroundings } from '../surroundings';
import type { Alarm, StateChange } from './alarm';

/** The mute rules over one account's alarms. */
export class Muting {
  readonly #rules: readonly { readonly names: readonly string[]; readonly rule: MuteRule }[];
  readonly #states = new Map<Alarm, MuteState>();

  /** @throws AlarmConfigurationError for a rule that CloudWatch would not take */
  public constructor(private readonly world: Surroundings, rules: readonly MuteRuleModel[], private readonly act: (alarm: Alarm, change: StateChange) => void) {
    this.#rules = rules.map((model) => ({
      names: model.alarmNames,
      rule: parseMuteRule({
        expression: model.expression, duration: `PT${model.durationSeconds}S`, timeZone: model.timeZone, startDate: model.start, expireDate: model.end,
      }),
    }));
  }

  /** Takes the actions of a change, or holds them back until nothing mutes the alarm any more. */
  public actOn(alarm: Alarm, change: StateChange): void {
    const now = change.saidAt ?? change.at;
    const muted = this.#mutedUntil(alarm, now) !== undefined;
    const { state, actions } = stepMute(this.#states.get(alarm) ?? {}, { kind: 'stateChange', to: change.to, muted });
    this.#states.set(alarm, state);
    if (actions.length > 0) this.act(alarm, change);
    else this.#wait(alarm, now);
  }

  #wait(alarm: Alarm, now: Instant): void {
    const until = this.#mutedUntil(alarm, now)!;
    this.world.queue.at(until, () => {
      if (this.#mutedUntil(alarm, until) !== undefined) this.#wait(alarm, until);
      else this.#unmute(alarm, until);
    }, ORDER.combine);
  }

  #unmute(alarm: Alarm, now: Instant): void {
    const { state, actions } = stepMute(this.#states.get(alarm) ?? {}, { kind: 'windowEnd', current: alarm.state });
    this.#states.set(alarm, state);
    const change = alarm.history.at(-1);
    if (actions.length > 0 && change !== undefined) this.act(alarm, { ...change, saidAt: now, afterMute: true });
  }

  #mutedUntil(alarm: Alarm, now: Instant): Instant | undefined {
    const { name } = alarm.model;
    const ends = [
      ...this.#rules.filter(({ names, rule }) => names.includes(name) && isMuted(rule, now)).map(({ rule }) => activeMuteWindow(rule, now)!.end),
      ...this.world.conditions.at(now).filter(({ mutes }) => mutes?.(name) === true).map(({ to }) => to),
    ];
    return ends.length === 0 ? undefined : Math.max(...ends);
  }
}
