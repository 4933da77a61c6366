import { App } from 'aws-cdk-lib';
import { ExampleStack } from '../../bin/example-stack';
import { Drill } from '../../drill';

/** Critical messages go to an e-mail address and a phone, warnings to the e-mail address only. */
const drill = Drill.of(new ExampleStack(new App(), 'Example', { email: 'data@example.com', phone: '+15550100' }));
const PIPELINES = ['NightlyOrders', 'CustomerSync', 'WeekdayReport'];
/** Three ticks of five minutes, one more until the first of them, and the way into an alarm's message. */
const IN_TIME = 4 * 300 + 180;

test.each(PIPELINES)('If the topic that receives the alarms of %s accepts none, an alarm that bypasses the notifier reports it before a run is missing, and its recovery too.', async (pipeline) => {
  const result = await drill.run({ fault: 'topicPolicyBroken', pipeline });

  expect(result).toMatchObject({ outcome: 'detected', promisedSeconds: IN_TIME, by: expect.stringContaining('TopicUnreachable'), recoveryNotified: true });
  expect(result.messages.slice(0, 2).map(({ state, severity, kind }) => [state, severity, kind])).toEqual([['ALARM', 'critical', undefined], ['ALARM', 'warning', undefined]]);
  expect(result.messages[0]?.to).toContain('email:data@example.com');
});

test('An alarm on the other topic reports that nobody has confirmed the topic of CustomerSync, and its all-clear proves that mail arrives.', async () => {
  const { outcome, promisedSeconds, by, messages } = await drill.run({ fault: 'subscriberNeverConfirmed', pipeline: 'CustomerSync' });

  expect({ outcome, promisedSeconds }).toEqual({ outcome: 'detected', promisedSeconds: IN_TIME });
  const unreachable = messages.filter(({ alarm }) => alarm === by).map(({ state, severity, to }) => [state, severity, ...to]);
  expect(by).toContain('TopicUnreachable');
  expect(unreachable).toEqual([
    ['ALARM', 'critical', 'email:data@example.com', 'sms:+15550100'],
    ['OK', 'critical', 'email:data@example.com', 'sms:+15550100'],
    ['OK', 'warning', 'email:data@example.com'],
  ]);
});

test.each(['NightlyOrders', 'WeekdayReport'])('If the topic has another subscriber, as for %s, it is not reported, and the missing run itself is.', async (pipeline) => {
  const { outcome, because, messages } = await drill.run({ fault: 'subscriberNeverConfirmed', pipeline });

  expect(outcome).toBe('detected');
  expect(because).toContain(`${pipeline}ProofOfLife`);
  expect(messages[0]?.to).toEqual(['sms:+15550100']);
  expect(messages.filter(({ alarm }) => alarm.includes('TopicUnreachable'))).toEqual([]);
});
