import { notifierFunctions, onNotifier } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier, onlyPhones } from './of-the-notifier';
import type { Scene } from './scene';

/** The notifier gets no capacity. */
export const notifierThrottled: Fault = {
  id: 'notifierThrottled',
  title: 'The notifier is throttled',
  what: 'A neighbour uses up the account\'s concurrency, and the notifier gets none. Then a run fails: its alarm waits in Lambda\'s queue, and has to reach people as CloudWatch wrote it when it has waited too long.',
  expects: 'told',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, throttled: true })),
    itself: (one, at) => one.notifierFailingAt(at),
    // Lambda tries again until the event is too old.
    laterSeconds: patience(scene) + 60,
  }),
};

/** How long an event may wait for the notifier, in seconds. */
function patience(scene: Scene): number {
  return Math.max(0, ...notifierFunctions(scene).map(({ asyncMaxEventAgeSeconds = 0 }) => asyncMaxEventAgeSeconds));
}
