import type { AlarmModel } from '../model';
import type { Properties } from './properties';

/** The actions of a metric or composite alarm. */
export function readActions(properties: Properties): Pick<AlarmModel, 'actionsEnabled' | 'actions'> {
  const arns = (name: string): string[] => properties.optional(name, (at) => properties.textList(at)) ?? [];
  return {
    actionsEnabled: properties.optional('ActionsEnabled', (at) => properties.flag(at)) ?? true,
    actions: { alarm: arns('AlarmActions'), ok: arns('OKActions'), insufficientData: arns('InsufficientDataActions') },
  };
}
