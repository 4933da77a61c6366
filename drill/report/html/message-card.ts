import type { DeliveredMessage } from '../../result';
import { spokenInstant } from '../instant-text';
import { Content, html, Html } from './markup';

/** A message as its recipients see it: the e-mail, and the SMS where it has another text and someone receives it. */
export function messageCard(message: DeliveredMessage, timeZone?: string): Html {
  const { at, to, subject, text, severity, alarm, because } = message;
  return html`<article class="mail"><dl><dt>Sent</dt><dd>${spokenInstant(at, timeZone)}, ${severity}</dd><dt>To</dt><dd><bdi>${to.length === 0 ? 'nobody' : to.join(', ')}</bdi></dd><dt>From</dt><dd><bdi>${alarm}</bdi></dd>${row('Because of', because)}<dt>Subject</dt><dd><b><bdi>${subject}</bdi></b></dd>${row('SMS', smsOf(message))}</dl><pre dir="auto">${text}</pre></article>`;
}

function row(name: string, text: string | undefined): Content {
  return text === undefined ? undefined : html`<dt>${name}</dt><dd><bdi>${text}</bdi></dd>`;
}

function smsOf({ sms, to }: DeliveredMessage): string | undefined {
  return to.some((endpoint) => endpoint.startsWith('sms:')) ? sms : undefined;
}
