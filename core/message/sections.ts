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
export function nextStep(telling: MessageContext): string {
  const { facts: { diagnosis, notification } } = telling;
  if (isRecovery(telling)) return sentence(afterRecovery(telling));
  const advice = diagnosis.reasons[0]?.next ?? afterDeadline(telling) ?? notification.alarm?.lookFirst;
  return advice === undefined ? sentence(byVerdict(telling)) : ended(advice);
}

/** What the alarm advises is about a run that is not done yet. */
function afterDeadline({ facts }: MessageContext): string | undefined {
  const late = missedDeadline(facts);
  return late !== undefined && succeededAt(late) !== undefined ? 'See which step took the time, before it is late again.' : undefined;
}

function afterRecovery({ facts: { pipeline, notification: { recovered } }, incident }: MessageContext): string {
  // Nothing that an observatory does not do is lost: its next tick looks back.
  if (pipeline === undefined) return 'nothing has to be done';
  const { slot, unwatched, failures = 0 } = recovered ?? {};
  if (unwatched === true) return 'see that this was meant; what goes by another name now, or belongs to another observatory, is told anew';
  // The run that succeeded in the end has done its work.
  const madeUp = slot !== undefined && incident?.failedAt.includes(slot) ? 1 : 0;
  const lost = failures - madeUp;
  if (lost <= 0) return `nothing has to be done${madeUp === 0 ? '' : ': the run that went wrong has been made up for'}`;
  const runs = lost === 1 ? 'run' : counted(lost, 'run');
  return `see whether the work of the ${madeUp === 0 ? '' : 'other '}${runs} that went wrong has to be made up for`;
}

function byVerdict({ facts }: MessageContext): string {
  switch (badSlot(facts)?.verdict) {
    case 'missed':
      return 'see whether what starts the pipeline is enabled';
    case 'stuck':
      return 'open the run that has not ended and see where it waits';
    default:
      return 'open the newest run and its log';
  }
}

const MOST_STAGES = 10;

/** What is known, a line each; what is not known has no line. */
export function factLines(telling: MessageContext): string[] {
  const { facts, clock, what } = telling;
  const { notification: { severity, alarm }, address, slot } = facts;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Severity', severity],
    ['Since', since(telling)],
    ['Due', due(telling)],
    ['Stages', slot === undefined || slot.stages.length < 2 ? undefined : slot.stages.slice(0, MOST_STAGES).map(({ stage, reason }) => `${stage} ${reason}`).join('; ')],
    // Of a recovery it is what the message is about.
    ['Last success', facts.lastSuccess === undefined || isRecovery(telling) ? undefined : clock.datedMoment(facts.lastSuccess)],
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

function since(telling: MessageContext): string | undefined {
  const { facts, clock, incident, lasted } = telling;
  // Of a first failure it is when it was due.
  if (incident === undefined || incident.since === slotInQuestion(facts)?.dueAt) return undefined;
  const since = clock.datedMoment(incident.since);
  if (isRecovery(telling)) return `${since}, for ${lasted}`;
  return facts.now - incident.since < MINUTE ? since : `${since}, so far ${lasted}`;
}

/** When it was due, by when it had to have started, and to have succeeded. */
function due({ facts, clock }: MessageContext): string | undefined {
  const slot = slotInQuestion(facts);
  if (slot === undefined) return undefined;
  const { startWithinSeconds } = facts;
  return [
    clock.datedMoment(slot.dueAt),
    ...(startWithinSeconds === undefined ? [] : [`had to start by ${clock.after(slot.dueAt, slot.dueAt + startWithinSeconds * SECOND)}`]),
    ...(slot.deadline === undefined ? [] : [`had to be done by ${clock.after(slot.dueAt, slot.deadline)}`]),
  ].join('; ');
}

/** More lines of a thread are for the log. */
const MOST_LINES = 12;

/** The lines that this message sends for the first time. A first message says the only one anyway; a recovery says how it went. */
export function newLines(telling: MessageContext): string[] {
  const lines = unsentLines(telling);
  return isRecovery(telling) || (telling.facts.notification.kind === 'opened' && lines.length < 2) ? [] : written(telling, lines);
}

/** The lines of the thread that no message before this one has sent. */
export function unsentLines({ incident }: MessageContext): readonly ThreadLine[] {
  return incident?.thread.filter(({ sent }) => !sent) ?? [];
}

/** What earlier messages sent, as far as the thread still has it; of a recovery the whole thread. */
export function earlierLines(telling: MessageContext): string[] {
  const { facts: { notification }, incident } = telling;
  if (incident === undefined) return [];
  const earlier = incident.thread.filter(({ sent }) => sent || isRecovery(telling));
  const shown = earlier.slice(-MOST_LINES);
  const left = earlier.length - shown.length + incident.droppedLines;
  // A first message has nothing before it.
  if (notification.kind === 'opened' || shown.length === 0) return [];
  return [...(left > 0 ? [`- ${left} earlier lines are not shown`] : []), ...written(telling, shown)];
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
