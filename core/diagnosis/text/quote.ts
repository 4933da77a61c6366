import { cleanText } from '../../words/clean';
import { withoutPayloads } from './payloads';
import { withoutSecrets } from './secrets';

/** The longest text of somebody else in a message. */
export const LONGEST_QUOTE = 300;
/** What a machine calls its errors and states is seldom longer than a name. */
export const LONGEST_NAME = 80;

/** No text is looked at further; a cause may have 32,768 characters, a line of a log a million. */
const LONGEST_READ = 8000;

/** A text from outside as it may be sent: one line, cut, without control characters, secrets and, unless asked for, payloads. */
export function quote(text: string, quotePayloads: boolean, longest = LONGEST_QUOTE): string {
  const begin = text.slice(0, LONGEST_READ);
  return cleanText(withoutSecrets(quotePayloads ? begin : withoutPayloads(begin)), longest);
}

/** A name from outside as it may be sent. */
export function nameOf(text: string, longest = LONGEST_NAME): string {
  return cleanText(text, longest);
}
