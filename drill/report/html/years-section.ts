import type { YearResult } from '../../result';
import { dayText } from '../instant-text';
import { Content, html } from './markup';
import { breakable } from './names';

/** The quiet years, one a row. */
export function yearsSection(years: readonly YearResult[]): Content {
  if (years.length === 0) return undefined;
  return html`<section aria-labelledby="years"><h2 id="years">A quiet year</h2>
<p class="intro">Every run starts and succeeds, and daylight saving time begins and ends. Nobody should be notified.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Quiet years"><table><thead><tr><th scope="col">Pipeline</th><th scope="col">Time zone</th><th scope="col" class="days">Days</th><th scope="col">Runs</th><th scope="col">False alarms</th></tr></thead>
<tbody>${years.map(({ pipeline, timeZone, from, to, runs, broken, falseAlarms }) => html`<tr><th scope="row">${breakable(pipeline)}</th><td>${breakable(timeZone)}</td><td class="days">${dayText(from)} to ${dayText(to)}</td><td>${runs.toLocaleString('en-US')}</td><td>${broken !== undefined ? html`<span class="chip bad">not played</span>` : falseAlarms.length === 0 ? html`<span class="chip good">none</span>` : html`<span class="chip bad">${falseAlarms.length}</span>`}</td></tr>
`)}</tbody></table></div></section>`;
}
