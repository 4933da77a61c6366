import type { AlarmState } from '../../../core/alarm-configuration';
import type { Instant } from '../../../core/time';
import type { AlarmModel, CompositeAlarmModel } from '../../../template/model';
import type { SimContext } from '../sim-context';

/** A change of an alarm's state. */
export interface StateChange {
  readonly at: Instant;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  /** When its actions are taken, where that is later because a suppressor or a mute window delayed them. */
  readonly actedAt?: Instant;
  /** Whether a mute window delayed them. */
  readonly afterMute?: boolean;
}

/** What metric alarms and composite alarms have in common. */
export interface Alarm {
  readonly model: AlarmModel | CompositeAlarmModel;
  readonly state: AlarmState;
  /** Oldest first; the state before the first change is INSUFFICIENT_DATA. */
  readonly history: readonly StateChange[];
}

/** Called when an alarm changes its state. */
export type OnStateChange = (alarm: Alarm, change: StateChange) => void;

/** Whether an alarm takes its actions at a moment: neither the template nor anyone later has disabled them. */
export function takesActions({ conditions }: Pick<SimContext, 'conditions'>, { name, actionsEnabled }: AlarmModel | CompositeAlarmModel, now: Instant): boolean {
  return actionsEnabled && !conditions.some(now, ({ disablesActions }) => disablesActions?.(name));
}
