import type { Account, SubscriptionModel } from '../account/model';
import { targetOf } from '../account/target-of';
import { onSchedules } from './aim';
import type { Fault, Play } from './fault';
import { ownTopics } from './own-topics';
import type { Scene } from './scene';

/** Everybody unsubscribes from topics, and then a run does not come. Where a checker looks at the topics, it has to notify before. */
function gone(scene: Scene, isGone: (subscription: SubscriptionModel) => boolean): Play {
  const [slot] = scene.slots(1);
  const unseen = scene.unseen(slot!);
  const heals = scene.unheardAtLeastUntil(scene.slots(1, unseen.to)[0]!);
  return {
    conditions: [{ from: scene.ready, to: heals, unsubscribed: isGone }, onSchedules(scene, unseen, { kind: 'none' })],
    ...(scene.pipeline.observed === undefined
      ? { begins: slot!, debts: [unseen.debt] }
      // It is notified on the topic that is left, however loud that is.
      : { begins: scene.ready, debts: [scene.unheardAt(scene.ready)], severity: 'warning' }),
    heals,
    to: scene.settledAfter(heals),
  };
}

/** Nobody is subscribed to the pipeline's own topics any more. */
export const topicSubscribersGone: Fault = {
  id: 'topicSubscribersGone',
  title: 'All subscribers of its topic unsubscribe, and a run is missing',
  what: 'Everybody who is subscribed to the topic of the pipeline clicks "unsubscribe". Then a run is missing. A checker has to notify of the topic before, on another topic.',
  expects: 'told',
  needs: ['topic'],
  play: (scene) => {
    const topics = ownTopics(scene.account, scene.pipeline);
    return gone(scene, ({ topicArn }) => topics.includes(topicArn));
  },
};

/** Nobody is subscribed to any topic any more. */
export const allSubscribersGone: Fault = {
  id: 'allSubscribersGone',
  title: 'All subscribers of all topics unsubscribe, and a run is missing',
  what: 'Everybody unsubscribes from everything. Then a run is missing. No message can reach anybody; only something outside of the account could say so.',
  expects: 'told',
  needs: ['topic'],
  knownGap: ({ observed }) => (observed === undefined ? undefined
    : 'No message can reach anybody. The outside watchdog (watchdogUrl) is asked after each complete tick, whether anybody is subscribed or not, and a drill does not play it.'),
  play: (scene) => gone(scene, (subscription) => isOfPeople(scene.account, subscription)),
};

/** A function of the app that is subscribed does not unsubscribe. */
function isOfPeople(account: Account, { protocol, endpoint }: SubscriptionModel): boolean {
  return protocol !== 'lambda' || targetOf(account, endpoint)?.kind !== 'function';
}
