import { onRuns } from './aim';
import type { Fault, Play } from './fault';
import { refused } from './refused';
import type { Scene } from './scene';

/** A run gets no capacity, and never takes place. */
export const runThrottled: Fault = {
  id: 'runThrottled',
  title: 'A run is throttled until it is given up',
  what: 'There is no capacity for a run: StartExecution is refused, or the event of a function waits until Lambda drops it. Nobody may have to wait for that to be notified.',
  expects: 'told',
  needs: ['expectation'],
  play: (scene) => (scene.first.kind === 'stateMachine' ? refused(scene, 'targetThrottled') : dropped(scene)),
};

/** Lambda takes the event, repeats it as long as there is no capacity, and then drops it. */
function dropped(scene: Scene): Play {
  const [slot] = scene.slots(1);
  const { debt, ...unseen } = scene.unseen(slot!);
  const [after] = scene.slots(1, unseen.to);
  return {
    conditions: [onRuns(scene.first, unseen, (plan) => ({ ...plan, throttled: true }))],
    begins: slot!,
    debts: [debt],
    heals: after!,
    to: scene.settledAfter(after!),
  };
}
