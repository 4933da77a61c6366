import type { ThreadLine } from '../incident/record';
import { factLines } from './fact-lines';
import { headlineOf, lost } from './headline';
import { usableLinks } from './links';
import { nextStep } from './next-step';
import { isRecovery, sentence, Telling } from './telling';
import { whenSentence } from './when';

/** More lines of a thread are for the log. */
const MOST_LINES = 12;

/** The e-mail: what a lock screen shows first, then the next step, then all else that is known. */
export function emailText(telling: Telling): string {
  return [
    [lead(telling)],
    nextLines(telling),
    capLines(telling),
    section('SINCE THE LAST MESSAGE', changedLines(telling)),
    section('WHY', reasonLines(telling)),
    section('NOT KNOWN', unknownLines(telling)),
    section('FACTS', factLines(telling)),
    section('BEFORE THAT', earlierLines(telling)),
    section('LINKS', linkLines(telling)),
  ].filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n').concat('\n');
}

/** The first paragraph: what a person has to know who reads nothing else. */
export function lead(telling: Telling): string {
  const { facts, clock, what } = telling;
  const [reason] = facts.diagnosis.reasons;
  const first = sentence(headlineOf(telling).sentence(telling));
  if (isRecovery(telling)) return [first, recoverySentence(telling)].join(' ');
  if (facts.notice.kind === 'explained') return `${first.slice(0, -1)}: ${reason === undefined ? 'no reason was found.' : sentence(reason.text)}`;
  return [
    first,
    whenSentence(telling),
    ...(what.means === undefined || reason !== undefined ? [] : [sentence(what.means)]),
    ...(facts.lastSuccess === undefined ? [] : [`Last success: ${clock.moment(facts.lastSuccess)}.`]),
    ...(reason === undefined ? [] : [sentence(reason.text)]),
  ].join(' ');
}

function recoverySentence(telling: Telling): string {
  const { facts: { notice: { recovered } }, clock, incident } = telling;
  if (recovered === undefined || incident === undefined) return '';
  const state = incident.question === 'SLOW' ? 'Slow' : 'Down';
  const by = recovered.slot === undefined ? recovered.by : `${recovered.by}, the one due ${clock.moment(recovered.slot)}`;
  return `${state} from ${clock.moment(incident.since)} to ${clock.momentInZone(recovered.at)}: ${sentence(by).replace(/^./u, (c) => c.toLowerCase())} ${sentence(lost(telling))}`;
}

function nextLines(telling: Telling): string[] {
  const { runbook } = telling.facts;
  return [`Next step: ${sentence(nextStep(telling))}`, ...(runbook === undefined || isRecovery(telling) ? [] : [`Runbook: ${runbook}`])];
}

function capLines({ facts: { notice }, clock, name }: Telling): string[] {
  if (notice.lastUntil === undefined) return [];
  return [`This is the last message about ${name} until ${clock.momentInZone(notice.lastUntil)}: the daily limit is reached. `
    + 'Before that only what is graver is told; all else, a recovery too, is told together then.'];
}

/** The lines of the thread that this message tells, with their times where the thread still has them. */
function newLines({ notice: { changed }, thread }: Telling['facts']): { readonly at?: number; readonly text: string }[] {
  let end = thread.length;
  return changed.toReversed().map((text) => {
    const index = thread.slice(0, end).findLastIndex((line) => line.text === text);
    if (index < 0) return { text };
    end = index;
    return thread[index] as ThreadLine;
  }).toReversed();
}

function changedLines({ facts, clock }: Telling): string[] {
  if (facts.notice.kind === 'opened') return [];
  return newLines(facts).map(({ at, text }) => `- ${at === undefined ? '' : `${clock.shortMoment(at)}: `}${text}`);
}

function reasonLines({ facts: { diagnosis: { reasons } } }: Telling): string[] {
  // The only one was said already.
  if (reasons.length < 2) return [];
  return reasons.map(({ text, next }, index) => `${index + 1}. ${sentence(text)} ${sentence(next)}`);
}

function unknownLines({ facts: { diagnosis, problems, notice } }: Telling): string[] {
  const open = notice.recovered === undefined && !diagnosis.complete ? ['the search for reasons is not complete; what it finds may follow'] : [];
  return [...open, ...diagnosis.unread, ...problems].map((text) => `- ${text}`);
}

function earlierLines({ facts, clock, incident }: Telling): string[] {
  if (facts.notice.kind === 'opened') return [];
  const told = facts.thread.slice(0, Math.max(0, facts.thread.length - facts.notice.changed.length));
  const shown = told.slice(-MOST_LINES);
  const left = told.length - shown.length + (incident?.droppedLines ?? 0);
  return [...(left === 0 ? [] : [`- ${left} earlier lines are not shown`]), ...shown.map(({ at, text }) => `- ${clock.shortMoment(at)}: ${text}`)];
}

function linkLines({ facts: { diagnosis, links, runbook } }: Telling): string[] {
  const known = usableLinks([...diagnosis.reasons.flatMap(({ link }) => link ?? []), ...diagnosis.links, ...links]);
  return known.filter(({ url }) => url !== runbook).map(({ title, url }) => `${title}: ${url}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}
