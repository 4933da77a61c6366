import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Stack } from 'aws-cdk-lib/core';
import { Drill, Fault } from '../../drill';
import { AlarmRouting, Contact, Observatory } from '../../lib';
import { newPipeline, newStack } from '../lib/fixtures';

/** An app whose only contact is an existing topic. */
function drillWith(topic: (stack: Stack) => ITopic, alarmRouting = AlarmRouting.NOTIFIER): Drill {
  const stack = newStack({ env: { account: '111122223333', region: 'eu-west-1' } });
  const given = topic(stack);
  given.addSubscription(new EmailSubscription('data@example.com'));
  newPipeline(stack, { observatory: new Observatory(stack, 'Observatory', { alarmRouting, contacts: [Contact.topic(given)] }), contacts: [] });
  return Drill.of(stack);
}

describe.each<[string, (stack: Stack) => ITopic]>([
  ['requires TLS and is encrypted by a key of the app', (stack) => new Topic(stack, 'Central', { enforceSSL: true, masterKey: new Key(stack, 'Key') })],
  ['is encrypted by a key with an alias of the app', (stack) => {
    new Alias(stack, 'Named', { aliasName: 'alias/alerts', targetKey: new Key(stack, 'Key') });
    return new Topic(stack, 'Central', { masterKey: Alias.fromAliasName(stack, 'Alias', 'alias/alerts') });
  }],
])('The only contact is a topic that %s:', (_, topic) => {
  test.each<[string, (pipeline: string) => ReturnType<typeof Fault.runFails>, AlarmRouting]>([
    ['a run fails', (pipeline) => Fault.runFails(pipeline), AlarmRouting.NOTIFIER],
    ['a run fails, and alarms go to it directly', (pipeline) => Fault.runFails(pipeline), AlarmRouting.TOPICS],
    ['a run fails while the notifier is deleted', (pipeline) => Fault.notifierDeleted(pipeline), AlarmRouting.NOTIFIER],
    ['a run fails while the notifier crashes', (pipeline) => Fault.notifierCrashes(pipeline), AlarmRouting.NOTIFIER],
    ['the notifier\'s schedule is disabled', (pipeline) => Fault.notifierScheduleDisabled(pipeline), AlarmRouting.NOTIFIER],
  ])('It receives a message when %s.', async (_what, fault, alarmRouting) => {
    expect((await drillWith(topic, alarmRouting).run(fault('Nightly'))).outcome).toBe('detected');
  });
});
