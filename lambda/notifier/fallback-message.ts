import { SMS_SEPTETS } from '../../core/message/channels';
import type { ObservatoryAddress } from '../../core/message/facts';
import { cleanText, cutToSeptets, gsmText } from '../../core/text/plain-text';
import type { OutgoingMessage } from './ports';

/** Control characters except line ends and tabs, and characters that change the direction of reading. */
const CONTROL = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;
const LONGEST_PROBLEM = 300;

/**
 * A message for the critical topic about something in the intake topic that is not an alarm: somebody meant to send it. If it
 * cannot be made or published, the invocation fails and the alarm NotifierFailing fires.
 */
export function unformattedMessage({ observatory }: ObservatoryAddress, text: string, problem: string): OutgoingMessage {
  return {
    subject: `A message to ${observatory} that is not an alarm`,
    text: [
      `This message arrived in the topic for alarms of the observatory ${observatory}. It is forwarded as it is, because it cannot be read as an alarm (${cleanText(problem, LONGEST_PROBLEM)}).`,
      text.replaceAll(CONTROL, ' '),
    ].join('\n\n'),
    sms: cutToSeptets(gsmText(cleanText(`A message to ${observatory} that is not an alarm: ${text}`, SMS_SEPTETS)), SMS_SEPTETS),
  };
}
