import type { Place } from '../../core';
import type { OutgoingMessage } from './ports';

/** One part of an SMS has 160 characters, of which the topic's name takes some. */
const SMS_CHARACTERS = 140;

/** What came into the intake topic and is no alarm, told as it came: somebody wanted somebody to know it. */
export function rawMessage({ observatory }: Place, text: string, problem: string): OutgoingMessage {
  return {
    subject: `Not an alarm, but sent to the alarms of ${observatory}`,
    text: [
      `This came into the topic that takes the alarms of the observatory ${observatory}. It is told as it came, since it could not be read as an alarm (${problem}).`,
      text,
    ].join('\n\n'),
    sms: `Not an alarm, but sent to ${observatory}: ${text}`.replaceAll(/[^\x20-\x5f\x61-\x7e]+/g, ' ').slice(0, SMS_CHARACTERS),
  };
}
