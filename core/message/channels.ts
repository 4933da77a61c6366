import { asciiText, cleanText, cutToSeptets, gsmText, septets } from '../text/plain-text';

/** SNS accepts subjects of fewer than 100 characters (API reference, Publish: Subject). */
export const SUBJECT_LENGTH = 99;

/** One part of an SMS has 160 characters. SNS needs 10 of them for the topic's display name: "CRITICAL> ". */
export const SMS_SEPTETS = 150;

/**
 * The subject of an e-mail: printable ASCII that begins with a letter.
 *
 * @param label a word in capitals
 * @param more parts that are added while there is room
 */
export function subjectLine(label: string, text: string, more: readonly (string | undefined)[] = []): string {
  const line = asciiText(`${label}: ${text}`);
  return cleanText(more.reduce((said: string, part) => {
    const longer = part === undefined ? said : `${said}${asciiText(part)}`;
    return longer.length <= SUBJECT_LENGTH ? longer : said;
  }, line), SUBJECT_LENGTH);
}

/** A reason with less room than this says nothing. */
const LEAST = 24;

/**
 * A text message of one part.
 *
 * @param first what must be said
 * @param more parts that are added while there is room; the last one is shortened
 */
export function smsText(first: string, more: readonly (string | undefined)[]): string {
  return more.reduce((text: string, part) => {
    const room = SMS_SEPTETS - septets(text) - 1;
    if (part === undefined || room < LEAST) return text;
    return `${text} ${cutToSeptets(gsmText(part), room)}`;
  }, cutToSeptets(gsmText(first), SMS_SEPTETS));
}
