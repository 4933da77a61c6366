import { counted, listedUpTo } from '../../core/text/count-and-duration';
import { OwnerClock } from '../../core/text/owner-clock';
import { Instant } from '../../core/time';
import { Paint } from '../../drill/report/terminal/paint';
import { printable, wrap } from '../../drill/report/terminal/plain-text';
import { type TableCell, tableLines } from '../../drill/report/terminal/table';
import { Alive, IncidentStatus, isWell, ObservatoryStatus, PipelineStatus, Told } from './status';

/** How the observatories of a Region are, one line a pipeline. */
export function statusText(observatories: readonly ObservatoryStatus[], region: string, now: Instant, columns: number, paint: Paint): string {
  const blocks = observatories.map((observatory) => [
    `${paint.strong(printable(observatory.observatory))} in ${region}, ${checkerText(observatory, paint)}`,
    '',
    ...tableLines(observatory.pipelines.map((pipeline) => row(pipeline, now, paint)), { head: [['PIPELINE', 'ALIVE?', 'LAST SUCCESS', 'NEXT DUE', 'OPEN INCIDENT', 'TELLS']], paintHead: paint.calm }),
    ...audience(observatory, columns, paint),
    ...notes(observatory, columns, paint),
    '',
  ]);
  return `${[...blocks.flat(), verdict(observatories, paint)].join('\n')}\n`;
}

function checkerText({ checkerSilent }: ObservatoryStatus, paint: Paint): string {
  switch (checkerSilent) {
    case 'OK': return 'its checker looks';
    case 'ALARM': return paint.bad('its checker is silent');
    case 'INSUFFICIENT_DATA': return 'its checker was not heard yet';
    case undefined: return 'whether its checker looks is not known';
  }
}

function row(status: PipelineStatus, now: Instant, paint: Paint): TableCell[] {
  const { pipeline, timeZone, lastSuccess, nextDue, incident, tells } = status;
  const clock = new OwnerClock(timeZone, now);
  return [
    { text: printable(pipeline), paint: paint.strong },
    aliveCell(status, paint),
    { text: lastSuccess === undefined ? '' : clock.shortMoment(lastSuccess) },
    { text: nextDue === undefined ? '' : clock.shortMomentInZone(nextDue) },
    incident === undefined ? { text: '' } : { text: incidentText(incident, clock), paint: paint.bad },
    tellsCell(tells, paint),
  ];
}

/** More names than these are counted. */
const MOST_NAMES = 5;
const WORDS: Readonly<Record<Alive, string>> = {
  alive: '✓ alive', notAlive: '✗ not alive', waiting: '· nothing due yet', unknown: '? not known', nothingExpected: '– nothing expected',
};

function aliveCell({ alive, because }: PipelineStatus, paint: Paint): TableCell {
  const paints: Readonly<Record<Alive, (text: string) => string>> = {
    alive: paint.good, notAlive: paint.bad, waiting: paint.calm, unknown: paint.warn, nothingExpected: paint.calm,
  };
  const text = alive === 'notAlive' && because !== undefined ? `✗ ${printable(because)}` : WORDS[alive];
  return { text, paint: paints[alive] };
}

function incidentText({ since, sinceAtLeast, failures, question }: IncidentStatus, clock: OwnerClock): string {
  const what = failures > 0 ? counted(failures, 'failure') : question === 'SLOW' ? 'slow' : undefined;
  return `since ${sinceAtLeast === true ? 'at least ' : ''}${clock.shortMoment(since)}${what === undefined ? '' : `, ${what}`}`;
}

function tellsCell(tells: readonly Told[] | undefined, paint: Paint): TableCell {
  if (tells === undefined) return { text: 'not known', paint: paint.warn };
  const heard = tells.filter(({ confirmed }) => confirmed.length > 0);
  return heard.length === 0 ? { text: 'nobody', paint: paint.bad } : { text: heard.map(({ topic }) => printable(topic)).join(' + ') };
}

/** Who hears each topic, once. */
function audience({ pipelines }: ObservatoryStatus, columns: number, paint: Paint): string[] {
  const topics = new Map(pipelines.flatMap(({ tells = [] }) => tells).map((told) => [told.topicArn, told]));
  const lines = [...topics.values()].flatMap(({ topic, confirmed, pending }) => {
    const who = [...confirmed, ...pending.map((one) => `${one} (has not confirmed)`)].map(printable);
    return wrap(`${printable(topic)} tells ${who.length === 0 ? 'nobody' : who.join(', ')}`, columns).map((line, index) => (index === 0 && confirmed.length === 0 ? paint.bad(line) : line));
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

/** What does not fit into a line: what is wrong with the observatory, and why something is not known. */
function notes({ pipelines, problems }: ObservatoryStatus, columns: number, paint: Paint): string[] {
  const reasons = new Map<string, string[]>();
  for (const { pipeline, alive, because } of pipelines) {
    if (alive === 'unknown' && because !== undefined) reasons.set(because, [...reasons.get(because) ?? [], pipeline]);
  }
  const unknown = [...reasons].map(([because, names]) => `not known of ${listedUpTo(MOST_NAMES, names)}: ${because}`);
  const texts = [...problems.map((text) => ({ text, mark: paint.bad('!') })), ...unknown.map((text) => ({ text, mark: paint.warn('!') }))];
  const lines = texts.flatMap(({ text, mark }) => wrap(printable(text), columns - 2).map((line, index) => `${index === 0 ? mark : ' '} ${line}`));
  return lines.length === 0 ? [] : ['', ...lines];
}

function verdict(observatories: readonly ObservatoryStatus[], paint: Paint): string {
  const pipelines = observatories.flatMap((one) => one.pipelines);
  const wrong = pipelines.filter((pipeline) => !isWell(pipeline));
  if (wrong.length === 0) return paint.good(`Nothing is wrong with ${counted(pipelines.length, 'pipeline')}.`);
  return paint.bad(`${wrong.length} of ${counted(pipelines.length, 'pipeline')} ${wrong.length === 1 ? 'is' : 'are'} not well: ${listedUpTo(MOST_NAMES, wrong.map(({ pipeline }) => printable(pipeline)))}.`);
}
