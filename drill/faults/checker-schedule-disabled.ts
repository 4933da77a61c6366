import { targetOf } from '../account/target-of';
import { checkerOf } from './aim';
import type { Fault } from './fault';
import { ofTheChecker } from './of-the-checker';

/** Nobody invokes the checker. */
export const checkerScheduleDisabled: Fault = {
  id: 'checkerScheduleDisabled',
  title: 'The checker\'s schedule is disabled',
  what: 'Somebody disables the schedule of the checker: it does not fail, it just never looks, for three hours.',
  expects: 'told',
  needs: ['checker'],
  play: (scene) => {
    const { functionName } = checkerOf(scene.pipeline);
    return ofTheChecker(scene, (span) => ({
      ...span,
      firing: ({ targetArns }) => (targetArns.some((arn) => targetOf(scene.account, arn)?.model.name === functionName) ? { kind: 'none' } : undefined),
    }), (one, at) => one.checkerSilentAt(at));
  },
};
