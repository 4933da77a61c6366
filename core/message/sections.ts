import { alarmUrl } from '../console';
import type { Link } from '../diagnosis/diagnosis';
import type { ThreadLine } from '../incident/record';
import { counted } from '../text/count-and-duration';
import { ended, sentence } from '../text/sentence';
import { MINUTE, SECOND } from '../time';
import { badSlot, isRecovery, MessageContext, missedDeadline, slotInQuestion, succeededAt } from './message-context';

/** More of them nobody follows. */
const MOST_LINKS = 20;
/** An address that a mail program makes a link of, and nothing else. */
const ADDRESS = /^https?:\/\/[!-~]+$/;

/** Each page once, under the title that it had first; what is no address is left out. */
export function usableLinks(links: readonly Link[]): Link[] {
  const seen = new Set<string>();
  return links.filter(({ url }) => ADDRESS.test(url) && !seen.has(url) && seen.add(url) !== undefined).slice(0, MOST_LINKS);
}

/** The pages of an incident: what explains it first. */
export function incidentLinks({ facts: { diagnosis, links, notification: { alarm }, address } }: MessageContext): Link[] {
  return usableLinks([
    ...diagnosis.reasons.flatMap(({ link }) => link ?? []),
    ...diagnosis.links,
    ...links,
    ...(alarm === undefined ? [] : [{ title: 'Alarm', url: alarmUrl(address.region, alarm.name) }]),
  ]);
}

/** One page a line. */
export function linkLines(links: readonly Link[]): string[] {
  return links.map(({ title, url }) => `${title}: ${url}`);
}

/** The one thing to do first: a sentence. */
export function nextStep(context: MessageContext): string {
  const { facts: { diagnosis, notification } } = context;
  if (isRecovery(context)) return sentence(afterRecovery(context));
  const advice = diagnosis.reasons[0]?.next ?? afterDeadline(context) ?? notification.alarm?.lookFirst;
  return advice === undefined ? sentence(byVerdict(context)) : ended(advice);
}

/** What the alarm advises is about a run that is not done yet. */
function afterDeadline({ facts }: MessageContext): string | undefined {
  const late = missedDeadline(facts);
  return late !== undefined && succeededAt(late) !== undefined ? 'Find the step that was slow, before the next run is late too.' : undefined;
}

function afterRecovery({ facts: { pipeline, notification: { recovered } }, incident }: MessageContext): string {
  // Nothing that an observatory does not do is lost: its next tick looks back.
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

/** What is known, a line each; what is not known has no line. */
export function factLines(context: MessageContext): string[] {
  const { facts, clock, what } = context;
  const { notification: { severity, alarm }, address, slot } = facts;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Severity', severity],
    ['Since', since(context)],
    ['Due', due(context)],
    ['Stages', slot === undefined || slot.stages.length < 2 ? undefined : slot.stages.slice(0, MOST_STAGES).map(({ stage, reason }) => `${stage} ${reason}`).join('; ')],
    // Of a recovery it is what the message is about.
    ['Last success', facts.lastSuccess === undefined || isRecovery(context) ? undefined : clock.datedMoment(facts.lastSuccess)],
    ['Next run due', facts.nextDue === undefined ? undefined : clock.datedMoment(facts.nextDue)],
    ['Expected', facts.expectation],
    ['Owner', facts.owner],
    ['Alarm', alarm?.name],
    // Where the evidence says more, a threshold of 1 says nothing.
    ['CloudWatch says', what.means === undefined ? undefined : alarm?.reason],
    ['Observatory', `${address.observatory}, account ${address.accountId}, ${address.region}`],
  ];
  return lines.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [`${label}: ${text}`]));
}

function since(context: MessageContext): string | undefined {
  const { facts, clock, incident, lasted } = context;
  // Of a first failure it is when it was due.
  if (incident === undefined || incident.since === slotInQuestion(facts)?.dueAt) return undefined;
  const since = clock.datedMoment(incident.since);
  if (isRecovery(context)) return `${since}, for ${lasted}`;
  return facts.now - incident.since < MINUTE ? since : `${since}, so far ${lasted}`;
}

/** When it was due, by when it had to have started, and to have succeeded. */
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

/** More lines of a thread are for the log. */
const MOST_LINES = 12;

/** The lines that this message sends for the first time. A first message says the only one anyway; a recovery says how it went. */
export function newLines(context: MessageContext): string[] {
  const lines = unsentLines(context);
  return isRecovery(context) || (context.facts.notification.kind === 'opened' && lines.length < 2) ? [] : written(context, lines);
}

/** The lines of the thread that no message before this one has sent. */
export function unsentLines({ incident }: MessageContext): readonly ThreadLine[] {
  return incident?.thread.filter(({ sent }) => !sent) ?? [];
}

/** What earlier messages sent, as far as the thread still has it; of a recovery the whole thread. */
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

/** A line each; what came several times in a row has one line. */
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
