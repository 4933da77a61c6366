import { type AlarmChange, Instant, readDescription } from '../../core';
import type { NotifierEnvironment } from './environment';
import type { NotifierPorts } from './ports';

/** Tells an alarm by a message of its own, in CloudWatch's words and the alarm's. */
export async function receive(ports: NotifierPorts, environment: NotifierEnvironment, change: AlarmChange, _now: Instant): Promise<void> {
  const { alarmName, state, at, reason, description = '' } = change;
  const severity = readDescription(description)?.mark.severity ?? 'critical';
  await ports.publish(environment.topics[severity], {
    subject: `${state}: ${alarmName}`,
    text: [description, `${alarmName} is ${state} since ${new Date(at).toISOString()}: ${reason}`].join('\n\n'),
    sms: `${state}: ${alarmName}`.slice(0, 140),
  });
}
