import type { AlarmState } from '../../core/alarm-configuration';

/** What mute rules have held back of one alarm. */
export interface MuteState {
  /** The state whose actions were muted last, until a mute window ends or a change is not muted. */
  readonly mutedActionsOf?: AlarmState;
}

/** The alarm changes state, muted by some rule or not; or the last mute window over the alarm ends. */
export type MuteEvent =
  | { readonly kind: 'stateChange'; readonly to: AlarmState; readonly muted: boolean }
  | { readonly kind: 'windowEnd'; readonly current: AlarmState };

/** The next state, and the alarm states whose actions run now. */
export interface MuteStep {
  readonly state: MuteState;
  readonly actions: readonly AlarmState[];
}

/**
 * What a mute rule does to actions: those of a change inside a window are held back, of every state; when the window
 * ends and the alarm still is in that state, they are re-triggered. [cw:alarm-mute-rules.html]
 *
 * For a composite alarm mute rules come before suppression; after the window its suppressor decides. [cw:alarm-suppression.html]
 */
export function stepMute(state: MuteState, event: MuteEvent): MuteStep {
  if (event.kind === 'stateChange') {
    return event.muted ? { state: { mutedActionsOf: event.to }, actions: [] } : { state: {}, actions: [event.to] };
  }
  return { state: {}, actions: state.mutedActionsOf === event.current ? [event.current] : [] };
}
