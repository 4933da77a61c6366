import { App } from 'aws-cdk-lib';
import { ExampleStack } from '../../bin/example-stack';
import { Drill } from '../../drill';

/** Critical messages go to an e-mail address and a phone, warnings to the e-mail address only. */
const drill = Drill.of(new ExampleStack(new App(), 'Example', { email: 'data@example.com', phone: '+15550100' }));
const PIPELINES = ['NightlyOrders', 'CustomerSync', 'WeekdayReport'];
/** Three ticks of five minutes, one more until the first of them, and the way into an alarm's message. */
const IN_TIME = 4 * 300 + 180;

test.each(PIPELINES)('That the topic into which the alarms of %s go takes none is told before a run is missing, past the notifier, and so is its recovery.', async (pipeline) => {
  const result = await drill.run({ fault: 'topicPolicyBroken', pipeline });

  expect(result).toMatchObject({ outcome: 'detected', promisedSeconds: IN_TIME, by: expect.stringContaining('TopicUnreachable'), recoveryNotified: true });
  expect(result.messages.slice(0, 2).map(({ state, severity, kind }) => [state, severity, kind])).toEqual([['ALARM', 'critical', undefined], ['ALARM', 'warning', undefined]]);
  expect(result.messages[0]?.to).toContain('email:data@example.com');
});

test('That nobody has confirmed the topic of CustomerSync is told on the other topic as soon as it is there; its all-clear proves the channel.', async () => {
  const { outcome, promisedSeconds, by, messages } = await drill.run({ fault: 'subscriberNeverConfirmed', pipeline: 'CustomerSync' });

  expect({ outcome, promisedSeconds }).toEqual({ outcome: 'detected', promisedSeconds: IN_TIME });
  const unheard = messages.filter(({ alarm }) => alarm === by).map(({ state, severity, to }) => [state, severity, ...to]);
  expect(by).toContain('TopicUnreachable');
  expect(unheard).toEqual([
    ['ALARM', 'critical', 'email:data@example.com', 'sms:+15550100'],
    ['OK', 'critical', 'email:data@example.com', 'sms:+15550100'],
    ['OK', 'warning', 'email:data@example.com'],
  ]);
});

test.each(['NightlyOrders', 'WeekdayReport'])('Where somebody else hears the topic, as of %s, no topic is unheard, and the missing run itself is told.', async (pipeline) => {
  const { outcome, because, messages } = await drill.run({ fault: 'subscriberNeverConfirmed', pipeline });

  expect(outcome).toBe('detected');
  expect(because).toContain(`${pipeline}ProofOfLife`);
  expect(messages[0]?.to).toEqual(['sms:+15550100']);
  expect(messages.filter(({ alarm }) => alarm.includes('TopicUnreachable'))).toEqual([]);
});
