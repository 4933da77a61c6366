import type { NotificationKind } from '../incident/record';
import { listedUpTo } from '../text/count-and-duration';
import { ended } from '../text/sentence';
import { lead } from './headline';
import { isRecovery, MessageContext } from './message-context';
import { earlierLines, factLines, incidentLinks, linkLines, newLines, nextStep } from './sections';

/** Joins paragraphs of lines; empty paragraphs are left out. */
export function paragraphs(parts: readonly (readonly string[])[]): string {
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Lines below a title. Without lines there is no title. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

/** More reasons would be guesses, and more names a list to look up. */
const MOST_REASONS = 5;
const MOST_CLAUSES = 20;
const MOST_NAMES = 10;
/** Messages that repeat an incident say what has changed, even if nothing has. */
const STILL: readonly NotificationKind[] = ['reminder', 'stillBroken', 'escalated'];

/** The e-mail: first what a lock screen shows, then the next step, then everything else that is known. */
export function emailText(context: MessageContext): string {
  const changed = newLines(context);
  return paragraphs([
    [lead(context)],
    nextLines(context),
    inhibitedLines(context),
    capLines(context),
    section(context.facts.notification.kind === 'opened' ? 'SO FAR' : 'SINCE THE LAST MESSAGE', changed),
    changed.length === 0 && STILL.includes(context.facts.notification.kind) ? ['Nothing new since the last message.'] : [],
    section('WHY', reasonLines(context)),
    section('NOT KNOWN', unknownLines(context)),
    section('FACTS', factLines(context)),
    section(isRecovery(context) ? 'HOW IT WENT' : changed.length === 0 ? 'SO FAR' : 'BEFORE THAT', earlierLines(context)),
    section('LINKS', linkLines(incidentLinks(context).filter(({ url }) => url !== context.facts.runbookUrl))),
  ]);
}

function nextLines(context: MessageContext): string[] {
  const { runbookUrl } = context.facts;
  return [`Next step: ${nextStep(context)}`, ...(runbookUrl === undefined || isRecovery(context) ? [] : [`Runbook: ${runbookUrl}`])];
}

function inhibitedLines({ facts: { downstream }, name }: MessageContext): string[] {
  if (downstream.length === 0) return [];
  const [depend, their] = downstream.length === 1 ? ['depends', 'its'] : ['depend', 'their'];
  return [`${listedUpTo(MOST_NAMES, downstream)} ${depend} on ${name}, so ${their} messages are suppressed until ${name} recovers.`];
}

function capLines({ facts: { notification: { kind, lastUntil } }, clock, name }: MessageContext): string[] {
  return [
    ...(kind === 'catchUp' ? [`The daily limit suppressed earlier messages about ${name}. This message replaces them.`] : []),
    ...(lastUntil === undefined ? [] : [`This is the last message about ${name} until ${clock.momentInZone(lastUntil)}: the daily limit is reached. `
      + 'Until then only more severe problems are sent. Everything else, recoveries included, follows in one summary.']),
  ];
}

function reasonLines({ facts: { diagnosis: { reasons } } }: MessageContext): string[] {
  // The lead has said the only reason already.
  if (reasons.length < 2) return [];
  return reasons.slice(0, MOST_REASONS).map(({ text, next }, index) => `${index + 1}. ${ended(text)} ${ended(next)}`);
}

function unknownLines({ facts: { diagnosis, problems, notification } }: MessageContext): string[] {
  const open = notification.recovered === undefined && !diagnosis.complete ? ['the search for reasons is not finished; another message may follow'] : [];
  return [...open, ...diagnosis.unread, ...problems].slice(0, MOST_CLAUSES).map((text) => `- ${text}`);
}
