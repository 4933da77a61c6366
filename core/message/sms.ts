import { cutToSeptets, gsmText, septets } from '../words/gsm';
import { SMS_SEPTETS } from './limits';

/** A reason that has less room than this says nothing. */
const LEAST = 24;

/**
 * A text message of one part.
 *
 * @param first what must be said
 * @param more said as long as there is room, the last of it shortened
 */
export function smsText(first: string, more: readonly (string | undefined)[]): string {
  return more.reduce((text: string, part) => {
    const room = SMS_SEPTETS - septets(text) - 1;
    if (part === undefined || room < LEAST) return text;
    return `${text} ${cutToSeptets(gsmText(part), room)}`;
  }, cutToSeptets(gsmText(first), SMS_SEPTETS));
}
