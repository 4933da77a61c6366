import { onNotifierCalls } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier, onlyPhones } from './of-the-notifier';

/** SNS takes no message of the notifier. */
export const notifierCannotPublish: Fault = {
  id: 'notifierCannotPublish',
  title: 'The notifier\'s messages are refused',
  what: 'SNS refuses what the notifier sends. Then a run fails: its alarm has to reach people as CloudWatch wrote it.',
  expects: 'told',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierCalls(scene, span, ['Publish'], () => Object.assign(new Error('Invalid parameter: Message'), { name: 'InvalidParameterException' })),
    // Lambda tries once more after a minute, and then gives it to the destination for failures.
    laterSeconds: 2 * 60,
  }),
};
