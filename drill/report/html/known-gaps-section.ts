import type { DrillReport } from '../../result';
import { KnownGap, knownGapsOf, staleGapsOf } from '../known-gaps';
import { Content, html, Html } from './markup';
import { breakable } from './names';

/** What the library is known not to detect yet, and known gaps that were detected after all; nothing where there is neither. */
export function knownGapsSection(report: DrillReport): Content {
  const [gaps, stale] = [knownGapsOf(report), staleGapsOf(report)];
  if (gaps.length + stale.length === 0) return undefined;
  return html`<section aria-labelledby="known-gaps"><h2 id="known-gaps">Known gaps</h2>
${part('Undetected, and the library states why.', gaps)}${part('Detected, although the library states a known gap.', stale)}</section>
`;
}

function part(intro: string, gaps: readonly KnownGap[]): Content {
  if (gaps.length === 0) return undefined;
  return html`<p class="intro">${intro}</p><ul class="plain">${gaps.map(entry)}</ul>`;
}

function entry({ title, pipelines, reason }: KnownGap): Html {
  return html`<li><b>${title}</b> (${pipelines.map((name, index) => html`${index === 0 ? '' : ', '}${breakable(name)}`)}): ${reason}</li>`;
}
