import { counted } from '../../../core/text/count-and-duration';
import type { DrillResult, Outcome } from '../../result';
import { faultFacts, yearFacts } from '../finding-facts';
import type { Finding } from '../findings';
import { OUTCOMES } from '../outcome-text';
import { Content, html, Html } from './markup';
import { breakable } from './names';

/** Pipelines shown of one finding. The rest have the same problem, and the matrix shows them all. */
const MOST_PIPELINES = 12;

/** The id of the first finding with an outcome. */
export function findingId(outcome: Outcome): string {
  return `finding-${OUTCOMES[outcome].word.replaceAll(' ', '-')}`;
}

/** What is wrong and what to do about it; nothing when nothing is wrong. */
export function findingsSection(findings: readonly Finding[], linkTo: (result: DrillResult) => string): Content {
  if (findings.length === 0) return undefined;
  return html`<section aria-labelledby="findings"><h2 id="findings">What to put right</h2>${findings.map((finding, index) => {
    const isFirst = findings.findIndex(({ outcome }) => outcome === finding.outcome) === index;
    return article(finding, linkTo, isFirst ? findingId(finding.outcome) : undefined);
  })}</section>
`;
}

function article(finding: Finding, linkTo: (result: DrillResult) => string, id: string | undefined): Html {
  const { word, tone } = OUTCOMES[finding.outcome];
  const entries = finding.kind === 'fault'
    ? finding.results.map((result) => entry(html`<a href="#${linkTo(result)}">${breakable(result.pipeline)}</a>`, faultFacts(result)))
    : finding.years.map((year) => entry(breakable(year.pipeline), yearFacts(year)));
  const hidden = entries.length - MOST_PIPELINES;
  return html`<article class="finding ${tone}"${id === undefined ? undefined : html` id="${id}"`}><h3><span class="tag ${tone}">${word}</span>${finding.title}</h3>
<ul class="plain">${entries.slice(0, MOST_PIPELINES)}${hidden > 0 ? html`<li>… and ${counted(hidden, 'other pipeline')}</li>` : undefined}</ul><p><b>Remedy.</b> ${finding.remedy}</p></article>
`;
}

function entry(name: Html, facts: readonly string[]): Html {
  return html`<li><b>${name}</b>: ${facts.join(' ')}</li>`;
}
