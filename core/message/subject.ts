import { asciiText } from '../words/ascii';
import { cleanText } from '../words/clean';

/** SNS takes fewer than 100 characters (API reference, Publish: Subject). */
const LONGEST = 99;

/**
 * The subject of an e-mail: printable ASCII that begins with a letter.
 *
 * @param label a word in capitals
 * @param more said when there is room for it
 */
export function subjectLine(label: string, text: string, more?: string): string {
  const line = asciiText(`${label}: ${text}`);
  const long = more === undefined ? line : `${line}, ${asciiText(more)}`;
  return cleanText(long.length <= LONGEST ? long : line, LONGEST);
}
