import { DAY } from '../../core/time';
import { type Account, type SubscriptionModel, targetOf } from '../../template/model';
import { keyOf } from '../../template/policy/permissions';
import type { FaultDefinition, Play, Scene } from './fault';
import { failedRun, onRuns, onSchedules } from './inject';
import { alarmTopics, isAbout, keysOf, ownAlarms, ownTopics, webHooksOf } from './own-topics';

/** Someone has disabled the actions of the pipeline's alarms and forgotten about it. */
export const actionsDisabled: FaultDefinition = {
  id: 'actionsDisabled',
  title: 'The actions of the pipeline\'s alarms are disabled, and a run is missing',
  what: 'Someone runs `disable-alarm-actions` on the pipeline\'s alarms and forgets about it. Then a run is missing. Its alarm goes to ALARM, and CloudWatch notifies nobody.',
  expects: 'detected',
  needs: ['alarms', 'expectation'],
  knownGap: ({ observed }) => (observed === undefined ? undefined
    : 'CloudWatch takes no action for such an alarm, and the notifier assumes that this is intended. Nothing records how long the actions have been disabled.'),
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const [after] = scene.slots(1, unseen.to);
    const names = new Set(ownAlarms(scene.account, scene.pipeline).map(({ name }) => name));
    return {
      conditions: [
        { from: scene.ready, to: Infinity, sparesWatchers: true, disablesActions: (name) => names.has(name) },
        onSchedules(scene, unseen, { kind: 'none' }, 'disabled'),
      ],
      begins: slot!,
      expectedAlerts: [unseen.alert],
      to: scene.settledAfter(after!),
    };
  },
};

/** While a key is disabled, nothing that is encrypted with it can be used. */
export const keyDisabled: FaultDefinition = {
  id: 'keyDisabled',
  title: 'The key of the topics or the incident table is disabled, and a run fails',
  what: 'Someone disables the customer-managed key that encrypts the topics or the incident table. Then a run fails. Nothing can be published to such a topic, and no record can be read or written.',
  expects: 'detected',
  needs: ['key'],
  knownGap: (pipeline, account) => {
    const keys = keysOf(account, pipeline);
    const isEncrypted = account.topics.every(({ keyId }) => keyId !== undefined && keys.has(keyOf(account, keyId)?.arn ?? ''));
    return pipeline.observed === undefined || !isEncrypted ? undefined
      : 'The key encrypts all topics, so no message can be published, including one that reports the key. Nothing outside the topics checks the key yet.';
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
      // Without the table, the message takes another path, which needs one more minute.
      expectedAlerts: [{ ...failedRun(scene, slot!), withinSeconds: failedRun(scene, slot!).withinSeconds + 60, isMetBy: isAbout(scene.account, scene.pipeline) }],
      to: scene.settledAfter(next!),
    };
  },
};

/** The topic accepts no messages from CloudWatch when they are needed. */
export const topicPolicyBroken: FaultDefinition = {
  id: 'topicPolicyBroken',
  title: 'The topic blocks CloudWatch, and a run is missing',
  what: 'A new topic policy does not let CloudWatch publish. Then a run is missing, and its alarm cannot be delivered. A checker must report the topic beforehand, on another topic.',
  expects: 'detected',
  needs: ['topic'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const topics = alarmTopics(scene.account, scene.pipeline);
    const heals = scene.withoutSubscribersUntil(scene.slots(1, unseen.to)[0]!);
    return {
      conditions: [
        {
          from: scene.ready, to: heals,
          publish: (topicArn, by) => (by === 'cloudwatch' && topics.includes(topicArn) ? 'the policy of the topic does not allow cloudwatch.amazonaws.com to publish' : undefined),
        },
        onSchedules(scene, unseen, { kind: 'none' }),
      ],
      ...(scene.pipeline.observed === undefined
        ? { begins: slot!, expectedAlerts: [unseen.alert] }
        // The other topic delivers it, at whatever severity that topic has.
        : { begins: scene.ready, expectedAlerts: [scene.withoutSubscribersAt(scene.ready)], severity: 'warning' }),
      heals,
      to: scene.settledAfter(heals),
    };
  },
};

/** The people's topic accepts no messages from CloudWatch, so an alarm that bypasses the notifier would not arrive. */
export const policyOfPeopleBroken: FaultDefinition = {
  id: 'policyOfPeopleBroken',
  title: 'The people\'s topic blocks CloudWatch',
  what: 'A new policy of the topic that people subscribe to does not let CloudWatch publish. The notifier still can, but an alarm that bypasses the notifier would not arrive. A checker must report the topic beforehand, on another topic.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => {
    const begins = scene.ready;
    const topics = ownTopics(scene.account, scene.pipeline);
    return {
      conditions: [{
        from: begins, to: begins + DAY / 2,
        publish: (topicArn, by) => (by === 'cloudwatch' && topics.includes(topicArn) ? 'the policy of the topic does not allow cloudwatch.amazonaws.com to publish' : undefined),
      }],
      begins,
      expectedAlerts: [scene.withoutSubscribersAt(begins)],
      severity: 'warning',
      heals: begins + DAY / 2,
      to: begins + DAY,
    };
  },
};

/** Protocols whose endpoints must confirm a subscription before they receive anything. */
const TO_BE_CONFIRMED = ['email', 'email-json', 'http', 'https'];

/** A subscriber never confirmed the subscription. */
export const subscriberNeverConfirmed: FaultDefinition = {
  id: 'subscriberNeverConfirmed',
  title: 'A subscriber never confirmed, and a run is missing',
  what: 'The topic\'s subscribers that must confirm never did. Then a run is missing. Where the topic has no other subscriber, a checker must report that beforehand, on another topic.',
  expects: 'detected',
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
      // A topic without subscribers is reported as soon as it exists. The other topic delivers it, at whatever severity that
      // topic has.
      ...(isVerified ? { begins: scene.from, severity: 'warning' } : { begins: slot! }),
      expectedAlerts: [isVerified && deaf.length === topics.length ? scene.withoutSubscribersAt(scene.from) : unseen.alert],
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

/**
 * All subscribers leave some topics, and then a run is missing. Where a checker watches the topics, people must be notified
 * beforehand.
 */
function gone(scene: Scene, isGone: (subscription: SubscriptionModel) => boolean): Play {
  const [slot] = scene.slots(1);
  const unseen = scene.unseen(slot!);
  const heals = scene.withoutSubscribersUntil(scene.slots(1, unseen.to)[0]!);
  return {
    conditions: [{ from: scene.ready, to: heals, unsubscribed: isGone }, onSchedules(scene, unseen, { kind: 'none' })],
    ...(scene.pipeline.observed === undefined
      ? { begins: slot!, expectedAlerts: [unseen.alert] }
      // The other topic delivers it, at whatever severity that topic has.
      : { begins: scene.ready, expectedAlerts: [scene.withoutSubscribersAt(scene.ready)], severity: 'warning' }),
    heals,
    to: scene.settledAfter(heals),
  };
}

/** The pipeline's own topics have no subscribers any more. */
export const topicSubscribersGone: FaultDefinition = {
  id: 'topicSubscribersGone',
  title: 'All subscribers of the topic unsubscribe, and a run is missing',
  what: 'Everyone who is subscribed to the pipeline\'s topic clicks "unsubscribe". Then a run is missing. A checker must report the topic beforehand, on another topic.',
  expects: 'detected',
  needs: ['topic'],
  play: (scene) => {
    const topics = ownTopics(scene.account, scene.pipeline);
    return gone(scene, ({ topicArn }) => topics.includes(topicArn));
  },
};

/** No topic has subscribers any more. */
export const allSubscribersGone: FaultDefinition = {
  id: 'allSubscribersGone',
  title: 'All subscribers of all topics unsubscribe, and a run is missing',
  what: 'Everyone unsubscribes from everything. Then a run is missing. No message can reach anyone; only a monitor outside the account could report it.',
  expects: 'detected',
  needs: ['topic'],
  knownGap: ({ observed }) => (observed === undefined ? undefined
    : 'No message can reach anyone. The checker calls the outside watchdog (watchdogUrl) after each complete tick, whether or not anyone is subscribed, and a drill does not simulate the watchdog.'),
  play: (scene) => gone(scene, (subscription) => isOfPeople(scene.account, subscription)),
};

/** A function of the app that is subscribed does not unsubscribe. */
function isOfPeople(account: Account, { protocol, endpoint }: SubscriptionModel): boolean {
  return protocol !== 'lambda' || targetOf(account, endpoint)?.kind !== 'function';
}

/** A message reaches its subscriber a little later than usual. */
export const webHookHiccups: FaultDefinition = {
  id: 'webHookHiccups',
  title: 'A web hook fails once',
  what: 'A run fails. The first attempt to deliver the message to a web hook fails too, and the retry by SNS succeeds. People must be notified of the run and of nothing else.',
  expects: 'detected',
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
      expectedAlerts: [failedRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
      unwanted: (message) => !isOwn(message),
    };
  },
};
