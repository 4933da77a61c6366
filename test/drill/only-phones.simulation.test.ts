import { App } from 'aws-cdk-lib';
import { ExampleStack } from '../../bin/example-stack';
import { Drill } from '../../drill';

/** All contacts receive messages by SMS. */
const drill = Drill.of(new ExampleStack(new App(), 'Example', { phone: '+15550100' }));

test('Phones are notified of a failed run, because the notifier writes a short text for them.', async () => {
  const result = await drill.run({ fault: 'runFails', pipeline: 'NightlyOrders' });
  expect(result).toMatchObject({ outcome: 'detected' });
  expect(result.messages[0]).toMatchObject({ to: ['sms:+15550100'] });
});

test.each(['notifierCrashes', 'notifierDeleted', 'invokePermissionRemoved', 'notifierCannotPublish'] as const)('%s is detected only when the notifier works again, because the unformatted alarm is too long for an SMS: a known gap.', async (fault) => {
  const { outcome, messages, knownGap } = await drill.run({ fault, pipeline: 'NightlyOrders' });
  expect(outcome).toBe('detectedLate');
  expect(messages.filter(({ kind }) => kind === 'raw')).toEqual([]);
  expect(knownGap).toBe('Only phones are subscribed. When the notifier fails, the unformatted alarm is too long for an SMS; only the alarms about the notifier itself arrive. Add a contact by e-mail.');
});
