import type { ThreadLine } from '../incident/record';
import { counted } from '../words/count';
import { isRecovery, Telling } from './telling';

/** More lines of a thread are for the log. */
const MOST = 12;

/** What this message tells for the first time. Of a first message that is what it says anyway, unless it was held back; of a recovery it is part of how it went. */
export function newLines(telling: Telling): string[] {
  const { facts } = telling;
  const lines = found(facts.notice.changed, facts.thread);
  return isRecovery(telling) || (facts.notice.kind === 'opened' && lines.length < 2) ? [] : written(telling, lines);
}

/** What earlier messages told, as far as the thread still has it; of a recovery all of it. */
export function earlierLines(telling: Telling): string[] {
  const { facts: { notice, thread }, incident } = telling;
  const known = new Set<Line>(isRecovery(telling) ? [] : found(notice.changed, thread));
  const earlier = thread.filter((line) => !known.has(line));
  const shown = earlier.slice(-MOST);
  const left = earlier.length - shown.length + (incident?.droppedLines ?? 0);
  // A first message has nothing before it.
  if (notice.kind === 'opened' || shown.length === 0) return [];
  return [...(left > 0 ? [`- ${left} earlier lines are not shown`] : []), ...written(telling, shown)];
}

/** The lines of a thread that some texts are from, the newest that read so; a text of which the thread has none has no time. */
function found(texts: readonly string[], thread: readonly ThreadLine[]): Line[] {
  let end = thread.length;
  return texts.toReversed().map((text) => {
    const index = thread.slice(0, end).findLastIndex((line) => line.text === text);
    const line = thread[index];
    if (line === undefined) return { text };
    end = index;
    return line;
  }).toReversed();
}

type Line = Pick<ThreadLine, 'text'> & Partial<Pick<ThreadLine, 'at'>>;

/** A line each; what came several times in a row has one line. */
function written({ clock }: Telling, lines: readonly Line[]): string[] {
  const rows: Line[][] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    if (row?.[0]?.text === line.text) row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => {
    const times = [row[0], ...row.slice(1).slice(-1)].flatMap((line) => (line?.at === undefined ? [] : [clock.shortMoment(line.at)]));
    const often = row.length === 1 ? [] : [counted(row.length, 'time')];
    const when = [...(times.length === 0 ? [] : [times.join(' to ')]), ...often].join(', ');
    return `- ${when === '' ? '' : `${when}: `}${row[0]?.text ?? ''}`;
  });
}
