import type { Account } from '../account/model';
import { keyOf } from '../account/policy/key-of';
import type { DrillPipeline } from '../pipeline';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Fault } from './fault';
import { alarmTopics, isAbout, ownTopics } from './own-topics';

/** Whatever is encrypted with a key cannot be used while that key is disabled. */
export const keyDisabled: Fault = {
  id: 'keyDisabled',
  title: 'The key of its topics or table is disabled, and a run fails',
  what: 'Somebody disables the customer-managed key with which the topics or the table of incidents are encrypted. Then a run fails. Nothing can be published to such a topic, and no record can be read or written.',
  expects: 'told',
  inapplicable: (pipeline, account) => (keysOf(account, pipeline).size === 0 ? 'None of its topics is encrypted with a key of the app, nor is the table of incidents.' : undefined),
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

/** ARNs of the customer's keys with which the pipeline's topics and its notifier's table are encrypted. */
function keysOf(account: Account, pipeline: DrillPipeline): ReadonlySet<string> {
  const topics = [...alarmTopics(account, pipeline), ...ownTopics(account, pipeline)];
  const tables = (pipeline.observed?.notifiers ?? []).map(({ tableName }) => tableName);
  const ids = [
    ...account.topics.filter(({ arn }) => topics.includes(arn)).map(({ keyId }) => keyId),
    ...account.tables.filter(({ name }) => tables.includes(name)).map(({ keyId }) => keyId),
  ];
  return new Set(ids.flatMap((id) => (id === undefined ? [] : keyOf(account, id)?.arn ?? [])));
}
