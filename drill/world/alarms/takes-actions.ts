import type { Instant } from '../../../core/time';
import type { AlarmModel, CompositeAlarmModel } from '../../account/model';
import type { Surroundings } from '../surroundings';

/** Whether an alarm takes its actions at a moment: neither the template nor somebody since has disabled them. */
export function takesActions({ conditions }: Pick<Surroundings, 'conditions'>, { name, actionsEnabled }: AlarmModel | CompositeAlarmModel, now: Instant): boolean {
  return actionsEnabled && !conditions.some(now, ({ disablesActions }) => disablesActions?.(name));
}
