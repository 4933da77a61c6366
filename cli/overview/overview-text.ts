import { zoneOf } from '../../core/schedule/zone';
import { OwnerClock } from '../../core/text/owner-clock';
import { Instant, MINUTE } from '../../core/time';
import { Paint } from '../../drill/report/terminal/paint';
import { wrap } from '../../drill/report/terminal/plain-text';
import { type TableCell, tableLines } from '../../drill/report/terminal/table';
import type { Overview, OverviewAlarm, OverviewPipeline, ZonedPlace } from './overview';

/**
 * The overview as tables, with long sentences in the last column so that they may wrap: for each stack its pipelines with their
 * expectation, due times and signals, then what watches the observatory, then who is notified.
 */
export function overviewText({ pipelines, observatories, audiences }: Overview, paint: Paint, columns = Infinity): string {
  const places = [...new Map([...pipelines, ...observatories].map((place) => [placeText(place), place])).values()];
  const isIn = (place: ZonedPlace) => (other: ZonedPlace): boolean => placeText(other) === placeText(place);
  const blocks = places.flatMap((place) => [
    [[cell(placeText(place), paint.strong)]],
    ...pipelines.filter(isIn(place)).map((pipeline) => pipelineRows(pipeline, paint)),
    ...observatories.filter(isIn(place)).map(({ alarms }) => [
      [cell('the observatory itself', paint.strong), cell(''), cell(''), cell('watched by plain CloudWatch alarms')], ...alarms.map((alarm) => alarmRow(alarm, paint)),
    ]),
  ]);
  const rows = blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
  const several = new Set(audiences.map(placeText)).size > 1;
  return [
    ...tableLines(rows, { head: [['PIPELINE', '', 'NOTIFIES', 'WHEN']], paintHead: paint.calm, columns, leastText: 24 }),
    '',
    ...audiences.flatMap((audience) => wrap(`${audience.topic}${several ? ` of ${placeText(audience)}` : ''} notifies ${audience.to.length === 0 ? 'nobody' : audience.to.join(', ')}`, columns)
      .map((line, index) => (index > 0 ? line : line.replace(audience.topic, paint.strong).replace(/ nobody$/, (nobody) => paint.bad(nobody))))),
    '',
  ].join('\n');
}

function placeText({ stage, stack }: ZonedPlace): string {
  return stage === undefined ? `stack ${stack}` : `Stage ${stage}, stack ${stack}`;
}

function pipelineRows(pipeline: OverviewPipeline, paint: Paint): TableCell[][] {
  const { name, expectation, due, timeZone, alarms, problem } = pipeline;
  return [
    heading(name, problem ?? expectation, paint),
    ...(due.length === 0 ? [] : [[cell(''), cell('next'), cell(''), cell(dueTexts(due, timeZone).join(' · '))]]),
    ...alarms.map((alarm) => alarmRow(alarm, paint)),
  ];
}

function heading(name: string, text: string, paint: Paint): TableCell[] {
  return [cell(name, paint.strong), cell('due'), cell(''), cell(text)];
}

function alarmRow({ question, stage, means, notifies }: OverviewAlarm, paint: Paint): TableCell[] {
  return [cell(stage === undefined ? '' : `  ${stage}`), cell(question, paint.calm), cell(notifies.join(' + ')), cell(means)];
}

function cell(text: string, paint?: (text: string) => string): TableCell {
  return { text, paint };
}

/** Instants in the local time of the pipeline's zone, with the UTC offset where it changes between them. */
function dueTexts(due: readonly Instant[], timeZone: string): string[] {
  const zone = zoneOf(timeZone, (problem) => new Error(problem));
  const changes = new Set(due.map((at) => zone.offsetAt(at))).size > 1;
  return due.map((at) => `${new OwnerClock(timeZone, at).calendarMoment(at)}${changes ? ` (UTC${offsetText(zone.offsetAt(at))})` : ''}`);
}

/** `+1`, `-3:30`; nothing for UTC itself. */
function offsetText(millis: number): string {
  if (millis === 0) return '';
  const minutes = Math.abs(millis) / MINUTE;
  return `${millis < 0 ? '-' : '+'}${Math.floor(minutes / 60)}${minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`}`;
}
