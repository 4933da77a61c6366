import type { Account, SubscriptionModel } from '../account/model';
import { onSchedules } from './aim';
import type { Fault } from './fault';
import { ownTopics } from './own-topics';

/** Protocols whose endpoint has to confirm before it gets anything. */
const TO_BE_CONFIRMED = ['email', 'email-json', 'http', 'https'];

/** Whoever should hear never clicked the link. */
export const subscriberNeverConfirmed: Fault = {
  id: 'subscriberNeverConfirmed',
  title: 'A subscriber never confirmed, and a run is missing',
  what: 'The subscribers of the topic that have to confirm never did, and nobody notices, until a run is missing.',
  expects: 'told',
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const silent = unconfirmed(scene.account, ownTopics(scene.account, scene.pipeline));
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [
        { from: scene.from, to: Infinity, sparesCheckers: true, confirmed: (subscription) => (silent.includes(subscription) ? false : undefined) },
        onSchedules(scene, unseen, { kind: 'none' }),
      ],
      begins: slot!,
      debts: [unseen.debt],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

function unconfirmed({ subscriptions }: Account, topics: readonly string[]): SubscriptionModel[] {
  return subscriptions.filter(({ topicArn, protocol }) => topics.includes(topicArn) && TO_BE_CONFIRMED.includes(protocol));
}
