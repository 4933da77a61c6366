import { onNotifierSchedule } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier } from './of-the-notifier';

/** Nobody asks the notifier what time brings. */
export const notifierScheduleDisabled: Fault = {
  id: 'notifierScheduleDisabled',
  title: 'The notifier\'s schedule is disabled',
  what: 'Somebody disables the schedule of the notifier: alarms are told as ever, but no reminder and no recovery would be. An alarm has to say so.',
  expects: 'told',
  needs: ['notifier'],
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierSchedule(scene, span, { kind: 'none' }),
    itself: (one, at) => one.notifierSilentAt(at),
    laterSeconds: 0,
  }),
};
