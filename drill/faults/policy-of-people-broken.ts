import { DAY } from '../../core/time';
import type { Fault } from './fault';
import { ownTopics } from './own-topics';

/** The topic that people hear takes no alarms from CloudWatch any more: what is told past the notifier would not arrive. */
export const policyOfPeopleBroken: Fault = {
  id: 'policyOfPeopleBroken',
  title: 'The topic of people takes no alarms',
  what: 'A new policy of the topic that people hear does not let CloudWatch publish: the notifier still may, but nothing that is told past it would arrive. A checker has to tell it before, on another topic.',
  expects: 'told',
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
      debts: [scene.unheardAt(begins)],
      severity: 'warning',
      heals: begins + DAY / 2,
      to: begins + DAY,
    };
  },
};
