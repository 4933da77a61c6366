import { asciiText } from '../words/ascii';
import { cleanText } from '../words/clean';
import { SUBJECT_LENGTH } from './limits';

/**
 * The subject of an e-mail: printable ASCII that begins with a letter.
 *
 * @param label a word in capitals
 * @param more each said where there is room for it
 */
export function subjectLine(label: string, text: string, more: readonly (string | undefined)[] = []): string {
  const line = asciiText(`${label}: ${text}`);
  return cleanText(more.reduce((said: string, part) => {
    const longer = part === undefined ? said : `${said}${asciiText(part)}`;
    return longer.length <= SUBJECT_LENGTH ? longer : said;
  }, line), SUBJECT_LENGTH);
}
