import { counted } from '../../../core/text/count-and-duration';
import type { DrillReport } from '../../result';
import { alongsideOf, alongsideRemedy } from '../alongside';
import { Content, html } from './markup';
import { breakable } from './names';

/** The app's own alarms beside this library's; nothing where none of them notified anyone. */
export function alongsideSection(report: DrillReport): Content {
  const all = alongsideOf(report);
  if (all.length === 0) return undefined;
  return html`<section aria-labelledby="alongside"><h2 id="alongside">Your own alarms</h2>
<p class="intro">These alarms notified someone too. They are counted separately, because their noise does not come from this library.</p><ul class="plain">${all.map((alarm) => html`<li><b>${breakable(alarm.alarm)}</b>, ${counted(alarm.messages, 'message')}. ${alongsideRemedy(alarm)}</li>`)}</ul></section>
`;
}
