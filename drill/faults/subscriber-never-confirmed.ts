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
  what: 'The subscribers of the topic that have to confirm never did. Then a run is missing. Where nobody else hears the topic, a checker has to tell that before, on another topic.',
  expects: 'told',
  needs: ['topic', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const topics = ownTopics(scene.account, scene.pipeline);
    const silent = unconfirmed(scene.account, topics);
    const deaf = topics.filter((topic) => isDeaf(scene.account, topic, silent));
    const isVerified = scene.pipeline.observed !== undefined && deaf.length > 0;
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [
        { from: scene.from, to: after!, confirmed: (subscription) => (silent.includes(subscription) ? false : undefined) },
        onSchedules(scene, unseen, { kind: 'none' }),
      ],
      // A topic that nobody hears is told as soon as it is there, on the topic that is left, however loud that is.
      ...(isVerified ? { begins: scene.from, severity: 'warning' } : { begins: slot! }),
      debts: [isVerified && deaf.length === topics.length ? scene.unheardAt(scene.from) : unseen.debt],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

function unconfirmed({ subscriptions }: Account, topics: readonly string[]): SubscriptionModel[] {
  return subscriptions.filter(({ topicArn, protocol }) => topics.includes(topicArn) && TO_BE_CONFIRMED.includes(protocol));
}

function isDeaf({ subscriptions }: Account, topic: string, silent: readonly SubscriptionModel[]): boolean {
  return subscriptions.every((subscription) => subscription.topicArn !== topic || silent.includes(subscription));
}
