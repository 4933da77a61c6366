import { notifierFunctions } from './aim';
import type { Fault } from './fault';
import { ofTheNotifier } from './of-the-notifier';
import { comesFrom } from './own-topics';

/** Whatever could take an alarm is dead. */
export const notifierAndPipeDead: Fault = {
  id: 'notifierAndPipeDead',
  title: 'Neither notifier nor pipe takes an alarm',
  what: 'The intake topic may not invoke the notifier, and the pipe that would tell its alarms as they are may not publish. Then a run fails: its alarm stays in a queue, and another alarm has to say so.',
  expects: 'told',
  needs: ['notifier'],
  play: (scene) => {
    const names = new Set(notifierFunctions(scene).map(({ name }) => name));
    const play = ofTheNotifier(scene, {
      condition: (span) => ({
        ...span,
        invocable: ({ name }) => (names.has(name) ? 'notPermitted' : undefined),
        publish: (_topic, by) => (by === 'role' ? 'the role is not authorized to perform: sns:Publish' : undefined),
      }),
      // It is seen in a metric of SNS that is published a minute later.
      laterSeconds: 2 * 60,
    });
    return { ...play, debts: play.debts.map((debt) => ({ ...debt, paidBy: comesFrom('AlarmsUndelivered') })) };
  },
};
