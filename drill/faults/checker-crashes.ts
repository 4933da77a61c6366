import { onTicks } from './aim';
import type { Fault } from './fault';
import { ofTheChecker } from './of-the-checker';

/** The checker's code fails on every tick. */
export const checkerCrashes: Fault = {
  id: 'checkerCrashes',
  title: 'The checker crashes on every tick',
  what: 'The checker itself is broken: each of its invocations ends with an error, for three hours.',
  expects: 'told',
  needs: ['checker'],
  play: (scene) => ofTheChecker(scene, (span) => onTicks(scene, span, (plan) => ({ ...plan, outcome: 'failed' })), (one, at) => one.checkerSilentAt(at)),
};
