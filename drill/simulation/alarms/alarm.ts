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
  /** When its actions are taken, where that is later: a suppressor or a maintenance window held them back. */
  readonly saidAt?: Instant;
  /** Whether a maintenance window held them back. */
  readonly afterMute?: boolean;
}

/** What metric alarms and composite alarms have in common. */
export interface Alarm {
  readonly model: AlarmModel | CompositeAlarmModel;
  readonly state: AlarmState;
  /** Oldest first; it begins in INSUFFICIENT_DATA. */
  readonly history: readonly StateChange[];
}

/** Is told when an alarm changes its state. */
export type OnStateChange = (alarm: Alarm, change: StateChange) => void;

/** Whether an alarm takes its actions at a moment: neither the template nor somebody since has disabled them. */
export function takesActions({ conditions }: Pick<SimContext, 'conditions'>, { name, actionsEnabled }: AlarmModel | CompositeAlarmModel, now: Instant): boolean {
  return actionsEnabled && !conditions.some(now, ({ disablesActions }) => disablesActions?.(name));
}
