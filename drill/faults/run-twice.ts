import { onSchedules } from './aim';
import type { Fault } from './fault';

/** EventBridge delivers at least once. */
export const runTwice: Fault = {
  id: 'runTwice',
  title: 'A run happens twice',
  what: 'EventBridge delivers its event twice, as it may, and both runs succeed. That is no reason to wake anybody.',
  expects: 'silence',
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return { conditions: [onSchedules(scene, scene.around(slot!), { kind: 'twice' })], begins: slot!, debts: [], to: scene.settledAfter(next!) };
  },
};
