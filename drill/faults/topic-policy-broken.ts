import { onSchedules } from './aim';
import type { Fault } from './fault';
import { ownTopics } from './own-topics';

/** The topic takes no messages from CloudWatch any more, when they are needed. */
export const topicPolicyBroken: Fault = {
  id: 'topicPolicyBroken',
  title: 'The topic takes no alarms, and a run is missing',
  what: 'A new policy of the topic does not let CloudWatch publish. Nobody notices, until a run is missing: then its alarm speaks to a wall.',
  expects: 'told',
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const topics = ownTopics(scene.account, scene.pipeline);
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [
        {
          from: scene.ready, to: Infinity, sparesCheckers: true,
          publish: (topicArn) => (topics.includes(topicArn) ? 'the policy of the topic does not allow cloudwatch.amazonaws.com to publish' : undefined),
        },
        onSchedules(scene, unseen, { kind: 'none' }),
      ],
      begins: slot!,
      debts: [unseen.debt],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};
