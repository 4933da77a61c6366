import { onCalls } from './aim';
import type { Fault } from './fault';
import { accessDenied, ofTheChecker } from './of-the-checker';

/** The checker runs, and sees nothing. */
export const checkerCannotReadMetrics: Fault = {
  id: 'checkerCannotReadMetrics',
  title: 'The checker may not read metrics any more',
  what: 'The permission to read metrics is revoked: the checker runs and cannot tell whether anything lives, for three hours.',
  expects: 'told',
  needs: ['checker'],
  play: (scene) => ofTheChecker(
    scene, (span) => onCalls(scene, span, 'GetMetricData', accessDenied('cloudwatch:GetMetricData')), (one, at) => one.unverifiableAt(at),
  ),
};
