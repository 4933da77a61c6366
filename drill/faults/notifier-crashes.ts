import { onNotifier } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier, onlyPhones } from './of-the-notifier';

/** The notifier's code fails whenever it is run. */
export const notifierCrashes: Fault = {
  id: 'notifierCrashes',
  title: 'The notifier crashes',
  what: 'Every invocation of the notifier ends with an error. Then a run fails: its alarm has to reach people as CloudWatch wrote it, and an alarm has to say that the notifier fails.',
  expects: 'told',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, outcome: 'failed' })),
    itself: (one, at) => one.notifierFailingAt(at),
    // Lambda tries once more after a minute, and then gives it to the destination for failures.
    laterSeconds: 2 * 60,
  }),
};
