import { onCalls } from './aim';
import type { Fault } from './fault';
import { accessDenied, ofTheChecker } from './of-the-checker';

/** The checker sees everything, and cannot say it. */
export const putMetricDataFails: Fault = {
  id: 'putMetricDataFails',
  title: 'The checker cannot publish',
  what: 'PutMetricData fails: the checker looks and judges, but nothing of it arrives, for three hours.',
  expects: 'told',
  needs: ['checker'],
  play: (scene) => ofTheChecker(
    scene, (span) => onCalls(scene, span, 'PutMetricData', accessDenied('cloudwatch:PutMetricData')), (one, at) => one.checkerSilentAt(at),
  ),
};
