import { keyOf } from '../account/policy/key-of';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';
import { isAbout, keysOf } from './own-topics';

/** Whatever is encrypted with a key cannot be used while that key is disabled. */
export const keyDisabled: Fault = {
  id: 'keyDisabled',
  title: 'The key of its topics or table is disabled, and a run fails',
  what: 'Somebody disables the customer-managed key with which the topics or the table of incidents are encrypted. Then a run fails. Nothing can be published to such a topic, and no record can be read or written.',
  expects: 'told',
  needs: ['key'],
  knownGap: (pipeline, account) => {
    const keys = keysOf(account, pipeline);
    const isEncrypted = account.topics.every(({ keyId }) => keyId !== undefined && keys.has(keyOf(account, keyId)?.arn ?? ''));
    return pipeline.observed === undefined || !isEncrypted ? undefined
      : 'The key encrypts all topics, so no message can be published to anybody, the one that would say so included. Nothing outside of them looks at the key yet.';
  },
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const keys = keysOf(scene.account, scene.pipeline);
    return {
      conditions: [
        { from: scene.ready, to: Infinity, disablesKey: ({ arn }) => keys.has(arn) },
        onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' })),
      ],
      begins: scene.ready,
      // Without the table a message is made by another way, which takes a minute more.
      debts: [{ ...failedRun(scene, slot!), withinSeconds: failedRun(scene, slot!).withinSeconds + 60, paidBy: isAbout(scene.account, scene.pipeline) }],
      to: scene.settledAfter(next!),
    };
  },
};
