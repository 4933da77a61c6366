import { DAY } from '../../core/time';
import { type Account, type SubscriptionModel, targetOf } from '../../template/model';
import { keyOf } from '../../template/policy/permissions';
import type { FaultDefinition, Play, Scene } from './fault';
import { failedRun, onRuns, onSchedules } from './inject';
import { alarmTopics, isAbout, keysOf, ownAlarms, ownTopics, webHooksOf } from './own-topics';

/** Somebody has muted the pipeline's alarms and forgotten it. */
export const actionsDisabled: FaultDefinition = {
  id: 'actionsDisabled',
  title: 'The actions of its alarms are disabled, and a run is missing',
  what: 'Somebody runs `disable-alarm-actions` on the alarms of the pipeline and forgets it. Then a run is missing. Its alarm goes up, and CloudWatch notifies nobody.',
  expects: 'detected',
  needs: ['alarms', 'expectation'],
  knownGap: ({ observed }) => (observed === undefined ? undefined
    : 'CloudWatch takes no action of such an alarm, and the notifier takes it that this is meant. Nothing remembers for how long it has been so.'),
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

/** Whatever is encrypted with a key cannot be used while that key is disabled. */
export const keyDisabled: FaultDefinition = {
  id: 'keyDisabled',
  title: 'The key of its topics or table is disabled, and a run fails',
  what: 'Somebody disables the customer-managed key with which the topics or the table of incidents are encrypted. Then a run fails. Nothing can be published to such a topic, and no record can be read or written.',
  expects: 'detected',
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
      expectedAlerts: [{ ...failedRun(scene, slot!), withinSeconds: failedRun(scene, slot!).withinSeconds + 60, paidBy: isAbout(scene.account, scene.pipeline) }],
      to: scene.settledAfter(next!),
    };
  },
};

/** The topic takes no messages from CloudWatch any more, when they are needed. */
export const topicPolicyBroken: FaultDefinition = {
  id: 'topicPolicyBroken',
  title: 'The topic takes no alarms, and a run is missing',
  what: 'A new policy of the topic does not let CloudWatch publish. Then a run is missing, and its alarm speaks to a wall. A checker has to tell it before, on another topic.',
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
        // It is told on the topic that is left, however loud that is.
        : { begins: scene.ready, expectedAlerts: [scene.withoutSubscribersAt(scene.ready)], severity: 'warning' }),
      heals,
      to: scene.settledAfter(heals),
    };
  },
};

/** The topic that people hear takes no alarms from CloudWatch any more: what is told past the notifier would not arrive. */
export const policyOfPeopleBroken: FaultDefinition = {
  id: 'policyOfPeopleBroken',
  title: 'The topic of people takes no alarms',
  what: 'A new policy of the topic that people hear does not let CloudWatch publish: the notifier still may, but nothing that is told past it would arrive. A checker has to tell it before, on another topic.',
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

/** Protocols whose endpoint has to confirm before it gets anything. */
const TO_BE_CONFIRMED = ['email', 'email-json', 'http', 'https'];

/** Whoever should hear never clicked the link. */
export const subscriberNeverConfirmed: FaultDefinition = {
  id: 'subscriberNeverConfirmed',
  title: 'A subscriber never confirmed, and a run is missing',
  what: 'The subscribers of the topic that have to confirm never did. Then a run is missing. Where nobody else hears the topic, a checker has to tell that before, on another topic.',
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
      // A topic that nobody hears is told as soon as it is there, on the topic that is left, however loud that is.
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

/** Everybody unsubscribes from topics, and then a run does not come. Where a checker looks at the topics, it has to notify before. */
function gone(scene: Scene, isGone: (subscription: SubscriptionModel) => boolean): Play {
  const [slot] = scene.slots(1);
  const unseen = scene.unseen(slot!);
  const heals = scene.withoutSubscribersUntil(scene.slots(1, unseen.to)[0]!);
  return {
    conditions: [{ from: scene.ready, to: heals, unsubscribed: isGone }, onSchedules(scene, unseen, { kind: 'none' })],
    ...(scene.pipeline.observed === undefined
      ? { begins: slot!, expectedAlerts: [unseen.alert] }
      // It is notified on the topic that is left, however loud that is.
      : { begins: scene.ready, expectedAlerts: [scene.withoutSubscribersAt(scene.ready)], severity: 'warning' }),
    heals,
    to: scene.settledAfter(heals),
  };
}

/** Nobody is subscribed to the pipeline's own topics any more. */
export const topicSubscribersGone: FaultDefinition = {
  id: 'topicSubscribersGone',
  title: 'All subscribers of its topic unsubscribe, and a run is missing',
  what: 'Everybody who is subscribed to the topic of the pipeline clicks "unsubscribe". Then a run is missing. A checker has to notify of the topic before, on another topic.',
  expects: 'detected',
  needs: ['topic'],
  play: (scene) => {
    const topics = ownTopics(scene.account, scene.pipeline);
    return gone(scene, ({ topicArn }) => topics.includes(topicArn));
  },
};

/** Nobody is subscribed to any topic any more. */
export const allSubscribersGone: FaultDefinition = {
  id: 'allSubscribersGone',
  title: 'All subscribers of all topics unsubscribe, and a run is missing',
  what: 'Everybody unsubscribes from everything. Then a run is missing. No message can reach anybody; only something outside of the account could say so.',
  expects: 'detected',
  needs: ['topic'],
  knownGap: ({ observed }) => (observed === undefined ? undefined
    : 'No message can reach anybody. The outside watchdog (watchdogUrl) is asked after each complete tick, whether anybody is subscribed or not, and a drill does not play it.'),
  play: (scene) => gone(scene, (subscription) => isOfPeople(scene.account, subscription)),
};

/** A function of the app that is subscribed does not unsubscribe. */
function isOfPeople(account: Account, { protocol, endpoint }: SubscriptionModel): boolean {
  return protocol !== 'lambda' || targetOf(account, endpoint)?.kind !== 'function';
}

/** A message reaches its subscriber a little later than it should. */
export const webHookHiccups: FaultDefinition = {
  id: 'webHookHiccups',
  title: 'A web hook hiccups once',
  what: 'A run fails. The first attempt to deliver the message to a web hook fails too, and SNS repeats it with success. Somebody has to be notified of the run, and of nothing else.',
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
