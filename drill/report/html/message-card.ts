import type { DeliveredMessage } from '../../result';
import { spokenInstant } from '../instant-text';
import { html, Html } from './markup';

/** A message as its recipient sees it. */
export function messageCard({ at, to, subject, text, severity, alarm }: DeliveredMessage): Html {
  return html`<article class="mail"><dl><dt>Sent</dt><dd>${spokenInstant(at)}, ${severity}</dd><dt>To</dt><dd><bdi>${to.length === 0 ? 'nobody' : to.join(', ')}</bdi></dd><dt>Alarm</dt><dd><bdi>${alarm}</bdi></dd><dt>Subject</dt><dd><b><bdi>${subject}</bdi></b></dd></dl><pre dir="auto">${text}</pre></article>`;
}
