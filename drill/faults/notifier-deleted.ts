import { notifierFunctions, onNotifierSchedule } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier, onlyPhones } from './of-the-notifier';

/** The notifier is not there any more. */
export const notifierDeleted: Fault = {
  id: 'notifierDeleted',
  title: 'The notifier is deleted',
  what: 'Somebody deletes the functions of the notifier. Then a run fails: its alarm has to come out of the dead-letter queue to people, and an alarm has to say that the notifier is silent.',
  expects: 'told',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => ({
      ...onNotifierSchedule(scene, span, { kind: 'refused', why: 'targetError' }),
      invocable: ({ name }) => (notifierFunctions(scene).some((one) => one.name === name) ? 'deleted' : undefined),
    }),
    itself: (one, at) => one.notifierSilentAt(at),
    laterSeconds: 60,
  }),
};
