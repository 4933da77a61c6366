import { SMS_SEPTETS } from '../../core/message/channels';
import type { ObservatoryAddress } from '../../core/message/facts';
import { cleanText, cutToSeptets, gsmText } from '../../core/text/plain-text';
import type { OutgoingMessage } from './ports';

/** All that is no character but line ends and tabs, and what turns the direction of reading. */
const CONTROL = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;
const LONGEST_PROBLEM = 300;

/** What came into the intake topic and is no alarm, told as it came: somebody wanted somebody to know it. */
export function unformattedMessage({ observatory }: ObservatoryAddress, text: string, problem: string): OutgoingMessage {
  return {
    subject: `Not an alarm, but sent to the alarms of ${observatory}`,
    text: [
      `This came into the topic that takes the alarms of the observatory ${observatory}. It is told as it came, since it could not be read as an alarm (${cleanText(problem, LONGEST_PROBLEM)}).`,
      text.replaceAll(CONTROL, ' '),
    ].join('\n\n'),
    sms: cutToSeptets(gsmText(cleanText(`Not an alarm, but sent to ${observatory}: ${text}`, SMS_SEPTETS)), SMS_SEPTETS),
  };
}
