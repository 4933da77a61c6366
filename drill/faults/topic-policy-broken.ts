import { onSchedules } from './aim';
import type { Fault } from './fault';
import { alarmTopics } from './own-topics';

/** The topic takes no messages from CloudWatch any more, when they are needed. */
export const topicPolicyBroken: Fault = {
  id: 'topicPolicyBroken',
  title: 'The topic takes no alarms, and a run is missing',
  what: 'A new policy of the topic does not let CloudWatch publish. Then a run is missing, and its alarm speaks to a wall. A checker has to tell it before, on another topic.',
  expects: 'told',
  needs: ['topic'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const topics = alarmTopics(scene.account, scene.pipeline);
    const heals = scene.unheardAtLeastUntil(scene.slots(1, unseen.to)[0]!);
    return {
      conditions: [
        {
          from: scene.ready, to: heals,
          publish: (topicArn, by) => (by === 'cloudwatch' && topics.includes(topicArn) ? 'the policy of the topic does not allow cloudwatch.amazonaws.com to publish' : undefined),
        },
        onSchedules(scene, unseen, { kind: 'none' }),
      ],
      ...(scene.pipeline.observed === undefined
        ? { begins: slot!, debts: [unseen.debt] }
        // It is told on the topic that is left, however loud that is.
        : { begins: scene.ready, debts: [scene.unheardAt(scene.ready)], severity: 'warning' }),
      heals,
      to: scene.settledAfter(heals),
    };
  },
};
