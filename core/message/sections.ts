import { alarmUrl } from '../console';
import type { Link } from '../diagnosis/diagnosis';
import type { ThreadLine } from '../incident/record';
import { counted } from '../text/count-and-duration';
import { ended, sentence } from '../text/sentence';
import { MINUTE, SECOND } from '../time';
import { badSlot, isRecovery, MessageContext, missedDeadline, slotInQuestion, succeededAt } from './message-context';

/** Nobody follows more links. */
const MOST_LINKS = 20;
/** An address that a mail program turns into a link. */
const ADDRESS = /^https?:\/\/[!-~]+$/;

/** Each page once, under its first title. Texts that are not addresses are left out. */
export function usableLinks(links: readonly Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter(({ url }) => ADDRESS.test(url) && !seen.has(url) && seen.add(url) !== undefined).slice(0, MOST_LINKS);
}

/** The pages of an incident, those that explain it first. */
export function incidentLinks({ facts: { diagnosis, links, notification: { alarm }, address } }: MessageContext): Link[] {
  return usableLinks([
    ...diagnosis.reasons.flatMap(({ link }) => link ?? []),
    ...diagnosis.links,
    ...links,
    ...(alarm === undefined ? [] : [{ title: 'Alarm', url: alarmUrl(address.region, alarm.name) }]),
  ]);
}

/** One page per line. */
export function linkLines(links: readonly Link[]): string[] {
  return links.map(({ title, url }) => `${title}: ${url}`);
}

/** A sentence: what to do first. */
export function nextStep(context: MessageContext): string {
  const { facts: { diagnosis, notification } } = context;
  if (isRecovery(context)) return sentence(afterRecovery(context));
  const advice = diagnosis.reasons[0]?.next ?? afterDeadline(context) ?? notification.alarm?.lookFirst;
  return advice === undefined ? sentence(byVerdict(context)) : ended(advice);
}

/** The alarm's advice assumes that the run has not finished. */
function afterDeadline({ facts }: MessageContext): string | undefined {
  const late = missedDeadline(facts);
  return late !== undefined && succeededAt(late) !== undefined ? 'Find the step that was slow, before the next run is late too.' : undefined;
}

function afterRecovery({ facts: { pipeline, notification: { recovered } }, incident }: MessageContext): string {
  // The observatory loses nothing while it is down: its next tick looks back.
  if (pipeline === undefined) return 'nothing to do';
  const { slot, unwatched, failures = 0 } = recovered ?? {};
  if (unwatched === true) return 'check that you removed, renamed or moved it on purpose. If it still fails elsewhere, a new incident follows';
  // The run that succeeded in the end has done its work.
  const madeUp = slot !== undefined && incident?.failedAt.includes(slot) ? 1 : 0;
  const lost = failures - madeUp;
  if (lost <= 0) return `nothing to do${madeUp === 0 ? '' : ': the run that went wrong has succeeded since'}`;
  const runs = lost === 1 ? 'run' : counted(lost, 'run');
  return `check whether you have to repeat the ${madeUp === 0 ? '' : 'other '}${runs} that went wrong`;
}

function byVerdict({ facts }: MessageContext): string {
  switch (badSlot(facts)?.verdict) {
    case 'missed':
      return 'check that what starts the pipeline is enabled';
    case 'stuck':
      return 'open the run that has not ended and find what it is waiting for';
    default:
      return 'open the newest run and its log';
  }
}

const MOST_STAGES = 10;

/** What is known, one line each. What is not known has no line. */
export function factLines(context: MessageContext): string[] {
  const { facts, clock, what } = context;
  const { notification: { severity, alarm }, address, slot } = facts;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Severity', severity],
    ['Since', since(context)],
    ['Due', due(context)],
    ['Stages', slot === undefined || slot.stages.length < 2 ? undefined : slot.stages.slice(0, MOST_STAGES).map(({ stage, reason }) => `${stage} ${reason}`).join('; ')],
    // A recovery is about this success, so the lead says it.
    ['Last success', facts.lastSuccess === undefined || isRecovery(context) ? undefined : clock.datedMoment(facts.lastSuccess)],
    ['Next run due', facts.nextDue === undefined ? undefined : clock.datedMoment(facts.nextDue)],
    ['Expected', facts.expectation],
    ['Owner', facts.owner],
    ['Alarm', alarm?.name],
    // If the evidence says more, a threshold says nothing.
    ['CloudWatch says', what.means === undefined ? undefined : alarm?.reason],
    ['Observatory', `${address.observatory}, account ${address.accountId}, ${address.region}`],
  ];
  return lines.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [`${label}: ${text}`]));
}

function since(context: MessageContext): string | undefined {
  const { facts, clock, incident, lasted } = context;
  // For a first failure this is its due time.
  if (incident === undefined || incident.since === slotInQuestion(facts)?.dueAt) return undefined;
  const since = clock.datedMoment(incident.since);
  if (isRecovery(context)) return `${since}, for ${lasted}`;
  return facts.now - incident.since < MINUTE ? since : `${since}, so far ${lasted}`;
}

/** When it was due, and by when it must start and finish. */
function due({ facts, clock }: MessageContext): string | undefined {
  const slot = slotInQuestion(facts);
  if (slot === undefined) return undefined;
  const { startWithinSeconds } = facts;
  return [
    clock.datedMoment(slot.dueAt),
    ...(startWithinSeconds === undefined ? [] : [`must start by ${clock.after(slot.dueAt, slot.dueAt + startWithinSeconds * SECOND)}`]),
    ...(slot.deadline === undefined ? [] : [`must finish by ${clock.after(slot.dueAt, slot.deadline)}`]),
  ].join('; ');
}

/** Longer threads are for the log. */
const MOST_LINES = 12;

/**
 * The lines that this message sends for the first time. A first message with one line has said it already, and a recovery
 * shows the whole thread.
 */
export function newLines(context: MessageContext): string[] {
  const lines = unsentLines(context);
  return isRecovery(context) || (context.facts.notification.kind === 'opened' && lines.length < 2) ? [] : written(context, lines);
}

/** The lines of the thread that no message before this one has sent. */
export function unsentLines({ incident }: MessageContext): readonly ThreadLine[] {
  return incident?.thread.filter(({ sent }) => !sent) ?? [];
}

/** What earlier messages sent, as far as the thread still has it. For a recovery, the whole thread. */
export function earlierLines(context: MessageContext): string[] {
  const { facts: { notification }, incident } = context;
  if (incident === undefined) return [];
  const earlier = incident.thread.filter(({ sent }) => sent || isRecovery(context));
  const shown = earlier.slice(-MOST_LINES);
  const left = earlier.length - shown.length + incident.droppedLines;
  // A first message has nothing before it.
  if (notification.kind === 'opened' || shown.length === 0) return [];
  return [...(left > 0 ? [`- ${left} earlier lines are not shown`] : []), ...written(context, shown)];
}

/** One line each. Repeated lines are merged into one. */
function written({ clock }: MessageContext, lines: readonly ThreadLine[]): string[] {
  const rows: ThreadLine[][] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    if (row?.[0]?.text === line.text) row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => {
    const [first, last] = [row[0]!, row.at(-1)!];
    const when = row.length === 1 ? clock.shortMoment(first.at) : `${clock.shortMoment(first.at)} to ${clock.shortMoment(last.at)}, ${counted(row.length, 'time')}`;
    return `- ${when}: ${first.text}`;
  });
}
