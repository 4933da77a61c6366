import { SECOND } from '../../core/time';
import { notifierFunctions, onNotifier } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier, onlyPhones } from './of-the-notifier';
import type { Scene } from './scene';

/** Whatever the notifier asks does not answer. */
export const notifierTimesOut: Fault = {
  id: 'notifierTimesOut',
  title: 'The notifier times out',
  what: 'Whatever the notifier asks does not answer, and it is cut off. Then a run fails: its alarm has to reach people as CloudWatch wrote it, and an alarm has to say that the notifier fails.',
  expects: 'told',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, durationMillis: Infinity })),
    itself: (one, at) => ({ ...one.notifierFailingAt(at), knowableAt: at + longestRun(one) }),
    // Two attempts that take all their time, and a minute between them.
    laterSeconds: (2 * longestRun(scene)) / SECOND + 2 * 60,
  }),
};

/** How long the notifier may take, in milliseconds. */
function longestRun(scene: Scene): number {
  return SECOND * Math.max(...notifierFunctions(scene).map(({ timeoutSeconds }) => timeoutSeconds));
}
