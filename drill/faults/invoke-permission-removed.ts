import { notifierFunctions } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier, onlyPhones } from './of-the-notifier';

/** The intake topic may not invoke the notifier any more. */
export const invokePermissionRemoved: Fault = {
  id: 'invokePermissionRemoved',
  title: 'The topic may not invoke the notifier',
  what: 'The permission of the intake topic to invoke the notifier is removed. Then a run fails: its alarm has to come out of the dead-letter queue to people.',
  expects: 'told',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => ({ ...span, invocable: ({ name }) => (notifierFunctions(scene).some((one) => one.name === name) ? 'notPermitted' : undefined) }),
    laterSeconds: 60,
  }),
};
