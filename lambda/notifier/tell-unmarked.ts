import type { AlarmChange } from '../../core/alarm-change';
import { SMS_SEPTETS } from '../../core/message/channels';
import { asciiText, cleanText, cutToSeptets, gsmText } from '../../core/text/plain-text';
import { DeliveryError } from './delivery-error';
import type { NotifierEnvironment } from './environment';
import type { NotifierPorts } from './ports';

const LONGEST_NAME = 70;
const LONGEST_TEXT = 1000;

/** Tells an alarm that is none of this library's, and says nothing about its pipeline: as it came, by a message of its own. */
export async function tellUnmarked(ports: NotifierPorts, { topics }: NotifierEnvironment, change: AlarmChange): Promise<void> {
  const { state, at, alarmName, description = '', reason } = change;
  const name = cleanText(alarmName, LONGEST_NAME);
  const since = new Date(at).toISOString();
  try {
    await ports.publish(topics.critical, {
      subject: `${state}: ${asciiText(name)}`,
      text: [`${name} is ${state} since ${since}.`, cleanText(description, LONGEST_TEXT), cleanText(reason, LONGEST_TEXT)].filter((line) => line !== '').join('\n'),
      sms: cutToSeptets(gsmText(`${name} is ${state} since ${since}`), SMS_SEPTETS),
    });
  } catch (error) {
    throw new DeliveryError([`${alarmName} was not sent: ${String(error)}`]);
  }
}
