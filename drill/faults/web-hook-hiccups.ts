import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';
import { isAbout, webHooksOf } from './own-topics';

/** A message reaches its subscriber a little later than it should. */
export const webHookHiccups: Fault = {
  id: 'webHookHiccups',
  title: 'A web hook hiccups once',
  what: 'A run fails. The first attempt to deliver the message to a web hook fails too, and SNS repeats it with success. Somebody has to be notified of the run, and of nothing else.',
  expects: 'told',
  needs: ['webHook'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const hooks = webHooksOf(scene.account, scene.pipeline);
    const isOwn = isAbout(scene.account, scene.pipeline);
    return {
      conditions: [
        onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' })),
        { from: slot!, to: next!, delivery: (subscription) => (hooks.includes(subscription) ? 'hiccup' : undefined) },
      ],
      begins: slot!,
      debts: [failedRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
      unwanted: (message) => !isOwn(message),
    };
  },
};
