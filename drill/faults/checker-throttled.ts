import { onTicks } from './aim';
import type { Fault } from './fault';
import { ofTheChecker } from './of-the-checker';

/** The checker gets no capacity. */
export const checkerThrottled: Fault = {
  id: 'checkerThrottled',
  title: 'The checker is throttled',
  what: 'A neighbour uses up the account\'s concurrency, and the checker gets none for three hours.',
  expects: 'told',
  needs: ['checker'],
  play: (scene) => ofTheChecker(scene, (span) => onTicks(scene, span, (plan) => ({ ...plan, throttled: true })), (one, at) => one.checkerSilentAt(at)),
};
