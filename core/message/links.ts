import { alarmUrl } from '../console/pages';
import type { Link } from '../diagnosis/diagnosis';
import type { Telling } from './telling';

/** More of them nobody follows. */
const MOST = 20;
/** An address that a mail program makes a link of, and nothing else. */
const ADDRESS = /^https?:\/\/[!-~]+$/;

/** Each page once, under the title that it had first; what is no address is left out. */
export function usableLinks(links: readonly Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter(({ url }) => ADDRESS.test(url) && !seen.has(url) && seen.add(url) !== undefined).slice(0, MOST);
}

/** The pages of an incident: what explains it first. */
export function incidentLinks({ facts: { diagnosis, links, notice: { alarm }, place } }: Telling): Link[] {
  return usableLinks([
    ...diagnosis.reasons.flatMap(({ link }) => link ?? []),
    ...diagnosis.links,
    ...links,
    ...(alarm === undefined ? [] : [{ title: 'Alarm', url: alarmUrl(place.region, alarm.name) }]),
  ]);
}

/** One page a line. */
export function linkLines(links: readonly Link[]): string[] {
  return links.map(({ title, url }) => `${title}: ${url}`);
}
