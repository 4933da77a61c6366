import { counted, listedUpTo } from '../../core/text/count-and-duration';
import { OwnerClock } from '../../core/text/owner-clock';
import { Instant } from '../../core/time';
import { Paint } from '../../drill/report/terminal/paint';
import { printable, wrap } from '../../drill/report/terminal/plain-text';
import { type TableCell, tableLines } from '../../drill/report/terminal/table';
import { Alive, IncidentStatus, isWell, NotifiedTopic, ObservatoryStatus, PipelineStatus } from './status';

/** What a look found, where and when. */
interface Look {
  readonly observatories: readonly ObservatoryStatus[];
  readonly region: string;
  readonly now: Instant;
}

/** How it is written to a terminal. */
interface Page {
  readonly columns: number;
  readonly tableColumns: number;
  readonly paint: Paint;
}

/** The observatories of a Region, one line per pipeline. */
export function statusText({ observatories, region, now }: Look, { columns, tableColumns, paint }: Page): string {
  const blocks = observatories.map((observatory) => [
    ...wrap(`${printable(observatory.observatory)} in ${region}, ${checkerText(observatory)}`, columns)
      .map((line) => (observatory.checkerSilent === 'ALARM' ? paint.bad(line) : paint.strong(line))),
    '',
    ...tableLines(observatory.pipelines.map((pipeline) => row(pipeline, now, paint)), { head: [['PIPELINE', 'ALIVE?', 'LAST SUCCESS', 'NEXT DUE', 'OPEN INCIDENT', 'NOTIFIES']], paintHead: paint.calm, columns: tableColumns }),
    ...audience(observatory, columns, paint),
    ...notes(observatory, columns, paint),
    '',
  ]);
  return `${[...blocks.flat(), ...wrap(verdict(observatories), columns).map(observatories.every(({ pipelines }) => pipelines.every(isWell)) ? paint.good : paint.bad)].join('\n')}\n`;
}

function checkerText({ checkerSilent }: ObservatoryStatus): string {
  switch (checkerSilent) {
    case 'OK': return 'its checker is running';
    case 'ALARM': return 'its checker is silent';
    case 'INSUFFICIENT_DATA': return 'its checker has not reported yet';
    case undefined: return 'it is unknown whether its checker is running';
  }
}

function row(status: PipelineStatus, now: Instant, paint: Paint): TableCell[] {
  const { pipeline, timeZone, lastSuccess, nextDue, incident, notifies } = status;
  const clock = new OwnerClock(timeZone, now);
  return [
    { text: printable(pipeline), paint: paint.strong },
    aliveCell(status, paint),
    { text: lastSuccess === undefined ? '' : clock.shortMoment(lastSuccess) },
    { text: nextDue === undefined ? '' : clock.shortMomentInZone(nextDue) },
    incident === undefined ? { text: '' } : { text: incidentText(incident, clock), paint: paint.bad },
    notifiesCell(notifies, paint),
  ];
}

/** More names than this are only counted. */
const MOST_NAMES = 5;
const STATE_TEXTS: Readonly<Record<Alive, string>> = {
  alive: '✓ alive', notAlive: '✗ not alive', waiting: '· nothing due yet', unknown: '? unknown', nothingExpected: '– nothing expected',
};

function aliveCell({ alive, because }: PipelineStatus, paint: Paint): TableCell {
  const paints: Readonly<Record<Alive, (text: string) => string>> = {
    alive: paint.good, notAlive: paint.bad, waiting: paint.calm, unknown: paint.warn, nothingExpected: paint.calm,
  };
  const text = alive === 'notAlive' && because !== undefined ? `✗ ${printable(because)}` : STATE_TEXTS[alive];
  return { text, paint: paints[alive] };
}

function incidentText({ since, sinceAtLeast, failures, question }: IncidentStatus, clock: OwnerClock): string {
  const what = failures > 0 ? counted(failures, 'failure') : question === 'SLOW' ? 'slow' : undefined;
  return `since ${sinceAtLeast === true ? 'at least ' : ''}${clock.shortMoment(since)}${what === undefined ? '' : `, ${what}`}`;
}

function notifiesCell(notifies: readonly NotifiedTopic[] | undefined, paint: Paint): TableCell {
  if (notifies === undefined) return { text: 'unknown', paint: paint.warn };
  const reached = notifies.filter(({ confirmed }) => confirmed.length > 0);
  return reached.length === 0 ? { text: 'nobody', paint: paint.bad } : { text: reached.map(({ topic }) => printable(topic)).join(' + ') };
}

/** The subscribers of each topic, once. */
function audience({ pipelines }: ObservatoryStatus, columns: number, paint: Paint): string[] {
  const topics = new Map(pipelines.flatMap(({ notifies = [] }) => notifies).map((topic) => [topic.topicArn, topic]));
  const lines = [...topics.values()].flatMap(({ topic, confirmed, pending }) => {
    const who = [...confirmed, ...pending.map((one) => `${one} (has not confirmed)`)].map(printable);
    return wrap(`${printable(topic)} notifies ${who.length === 0 ? 'nobody' : who.join(', ')}`, columns).map((line, index) => (index === 0 && confirmed.length === 0 ? paint.bad(line) : line));
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

/** What does not fit into the table: problems of the observatory, and why a pipeline's state is unknown. */
function notes({ pipelines, problems }: ObservatoryStatus, columns: number, paint: Paint): string[] {
  const reasons = new Map<string, string[]>();
  for (const { pipeline, alive, because } of pipelines) {
    if (alive === 'unknown' && because !== undefined) reasons.set(because, [...reasons.get(because) ?? [], pipeline]);
  }
  const unknown = [...reasons].map(([because, names]) => `${listedUpTo(MOST_NAMES, names)}: unknown, because ${because}`);
  const texts = [...problems.map((text) => ({ text, mark: paint.bad('!') })), ...unknown.map((text) => ({ text, mark: paint.warn('!') }))];
  const lines = texts.flatMap(({ text, mark }) => wrap(printable(text), columns - 2).map((line, index) => `${index === 0 ? mark : ' '} ${line}`));
  return lines.length === 0 ? [] : ['', ...lines];
}

function verdict(observatories: readonly ObservatoryStatus[]): string {
  const pipelines = observatories.flatMap((one) => one.pipelines);
  const wrong = pipelines.filter((pipeline) => !isWell(pipeline));
  if (wrong.length === 0) return `Nothing is wrong with ${counted(pipelines.length, 'pipeline')}.`;
  return `${wrong.length} of ${counted(pipelines.length, 'pipeline')} ${wrong.length === 1 ? 'is' : 'are'} not well: ${listedUpTo(MOST_NAMES, wrong.map(({ pipeline }) => printable(pipeline)))}.`;
}

/** The same for programs; instants are ISO 8601. With `--watch`, one line for each look. */
export function statusJson({ observatories, region, now }: Look, { indent }: { readonly indent?: number } = {}): string {
  const value = { now, region, observatories };
  return `${JSON.stringify(value, (key, one: unknown) => (INSTANTS.has(key) && typeof one === 'number' ? new Date(one).toISOString() : one), indent)}\n`;
}

const INSTANTS: ReadonlySet<string> = new Set(['now', 'since', 'lastSuccess', 'nextDue', 'lastNotificationAt']);
