import { MINUTE } from '../../core/time';
import type { Fault } from './fault';
import { ofTheNotifier } from './of-the-notifier';
import { comesFrom } from './own-topics';

/** Nothing that acts as the notifier's role gets into a topic. */
export const notifierLostPermission: Fault = {
  id: 'notifierLostPermission',
  title: 'The notifier may not publish',
  what: 'Somebody tidies up policies, and the notifier\'s role may not publish to any topic: neither its messages arrive nor what Lambda would send in its place. An alarm has to say so when the first run fails.',
  expects: 'told',
  needs: ['notifier'],
  play: (scene) => {
    const play = ofTheNotifier(scene, {
      condition: (span) => ({ ...span, publish: (_topic, by) => (by === 'role' ? 'the role is not authorized to perform: sns:Publish' : undefined) }),
      laterSeconds: 0,
    });
    const debts = play.debts.map((debt) => ({ ...debt, withinSeconds: debt.withinSeconds + (4 * MINUTE) / 1000, paidBy: comesFrom('NotifierFailing') }));
    return { ...play, debts };
  },
};
