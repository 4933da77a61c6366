import type { AlarmState } from '../../../core/alarm-configuration';
import { activeMuteWindow, isMuted, MuteRule, parseMuteRule } from '../../../core/mute-rule';
import type { Instant } from '../../../core/time';
import type { MuteRuleModel } from '../../../template/model';
import { ORDER } from '../event-queue';
import type { SimContext } from '../sim-context';
import type { Alarm, StateChange } from './alarm';

/** The muted actions of one alarm. */
interface MuteState {
  /** The last state whose actions were muted, until a mute window ends or a change is not muted. */
  readonly mutedActionsOf?: AlarmState;
}

/** An alarm changes its state, muted by a rule or not; or the last mute window over the alarm ends. */
type MuteEvent =
  | { readonly kind: 'stateChange'; readonly to: AlarmState; readonly muted: boolean }
  | { readonly kind: 'windowEnd'; readonly current: AlarmState };

/** The next state, and the alarm states whose actions run now. */
interface MuteStep {
  readonly state: MuteState;
  readonly actions: readonly AlarmState[];
}

/**
 * The effect of a mute rule on actions. Actions of a change inside a window are muted, for every state. When the window ends
 * and the alarm is still in that state, they run. [cw:alarm-mute-rules.html]
 * For a composite alarm, mute rules come before suppression; after the window its suppressor decides.
 * [cw:alarm-suppression.html]
 */
export function stepMute(state: MuteState, event: MuteEvent): MuteStep {
  if (event.kind === 'stateChange') {
    return event.muted ? { state: { mutedActionsOf: event.to }, actions: [] } : { state: {}, actions: [event.to] };
  }
  return { state: {}, actions: state.mutedActionsOf === event.current ? [event.current] : [] };
}

/** The mute rules for one account's alarms. */
export class Muting {
  readonly #rules: readonly { readonly names: readonly string[]; readonly rule: MuteRule }[];
  readonly #states = new Map<Alarm, MuteState>();

  /** @throws AlarmConfigurationError for a rule that CloudWatch would refuse */
  public constructor(private readonly sim: SimContext, rules: readonly MuteRuleModel[], private readonly act: (alarm: Alarm, change: StateChange) => void) {
    this.#rules = rules.map((model) => ({
      names: model.alarmNames,
      rule: parseMuteRule({
        expression: model.expression, duration: `PT${model.durationSeconds}S`, timeZone: model.timeZone, startDate: model.start, expireDate: model.end,
      }),
    }));
  }

  /** Takes the actions of a change, or delays them until nothing mutes the alarm any more. */
  public actOn(alarm: Alarm, change: StateChange): void {
    const now = change.actedAt ?? change.at;
    const muted = this.#mutedUntil(alarm, now) !== undefined;
    const { state, actions } = stepMute(this.#states.get(alarm) ?? {}, { kind: 'stateChange', to: change.to, muted });
    this.#states.set(alarm, state);
    if (actions.length > 0) this.act(alarm, change);
    else this.#wait(alarm, now);
  }

  #wait(alarm: Alarm, now: Instant): void {
    const until = this.#mutedUntil(alarm, now)!;
    this.sim.queue.at(until, () => {
      if (this.#mutedUntil(alarm, until) !== undefined) this.#wait(alarm, until);
      else this.#unmute(alarm, until);
    }, ORDER.combine);
  }

  #unmute(alarm: Alarm, now: Instant): void {
    const { state, actions } = stepMute(this.#states.get(alarm) ?? {}, { kind: 'windowEnd', current: alarm.state });
    this.#states.set(alarm, state);
    const change = alarm.history.at(-1);
    if (actions.length > 0 && change !== undefined) this.act(alarm, { ...change, actedAt: now, afterMute: true });
  }

  #mutedUntil(alarm: Alarm, now: Instant): Instant | undefined {
    const { name } = alarm.model;
    const ends = [
      ...this.#rules.filter(({ names, rule }) => names.includes(name) && isMuted(rule, now)).map(({ rule }) => activeMuteWindow(rule, now)!.end),
      ...this.sim.conditions.at(now).filter(({ mutes }) => mutes?.(name) === true).map(({ to }) => to),
    ];
    return ends.length === 0 ? undefined : Math.max(...ends);
  }
}
