import { counted } from '../duration-text';
import { Finding } from '../findings';
import { spokenInstant } from '../instant-text';
import { OUTCOMES } from '../outcome-words';
import { Content, html, Html } from './markup';
import { breakable } from './names';

/** What is wrong and what to do about it; nothing when nothing is. */
export function findingsSection(findings: readonly Finding[], linkTo: (finding: Finding) => string | undefined): Content {
  if (findings.length === 0) return undefined;
  return html`<section aria-labelledby="findings"><h2 id="findings">What to put right</h2>${findings.map((finding) => article(finding, linkTo(finding)))}</section>`;
}

function article(finding: Finding, link: string | undefined): Html {
  const { word, tone } = finding.kind === 'fault' ? OUTCOMES[finding.result.outcome] : OUTCOMES.falseAlarm;
  const heading = finding.kind === 'fault'
    ? html`${breakable(finding.result.pipeline)}: ${finding.result.title}`
    : html`${breakable(finding.year.pipeline)}: an uneventful year in ${finding.year.timeZone}`;
  return html`<article class="finding ${tone}"><h3><span class="tag ${tone}">${word}</span>${link === undefined ? heading : html`<a href="#${link}">${heading}</a>`}</h3>
${because(finding)}<p><b>Remedy.</b> ${finding.remedy}</p></article>`;
}

function because(finding: Finding): Content {
  if (finding.kind === 'fault') return finding.result.reason === undefined ? undefined : html`<p>${finding.result.reason}</p>`;
  const [first] = finding.messages;
  return html`<p>${counted(finding.messages.length, 'false alarm')}, the first on ${spokenInstant(first!.at)}: <bdi>${first!.subject}</bdi></p>`;
}
