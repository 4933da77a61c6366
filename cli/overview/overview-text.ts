import { OwnerClock } from '../../core';
import { Paint, tableLines, type TableCell } from '../../drill/report';
import type { Overview, OverviewAlarm, OverviewPipeline } from './overview';

/** The overview as a table, the long sentences last so that they may wrap: each pipeline with its expectation, due times and signals, then who is told. */
export function overviewText({ pipelines, selfWatch, audiences }: Overview, paint: Paint): string {
  const blocks = [
    ...pipelines.map((pipeline) => pipelineRows(pipeline, paint)),
    [[cell('the observatory itself', paint.strong), cell(''), cell(''), cell('watched by alarms that are no code')], ...selfWatch.map((alarm) => alarmRow(alarm, paint))],
  ];
  const rows = blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
  return [
    ...tableLines(rows, { head: [['PIPELINE', '', 'TELLS', 'SPEAKS WHEN']], paintHead: paint.calm }),
    '',
    ...audiences.map(({ topic, to }) => `${paint.strong(topic)} tells ${to.length === 0 ? paint.bad('nobody') : to.join(', ')}`),
    '',
  ].join('\n');
}

function pipelineRows(pipeline: OverviewPipeline, paint: Paint): TableCell[][] {
  const { name, expectation, due, timeZone, alarms, problem } = pipeline;
  return [
    heading(name, problem ?? expectation, paint),
    ...(due.length === 0 ? [] : [[cell(''), cell('next'), cell(''), cell(due.map((at) => localText(at, timeZone)).join(' · '))]]),
    ...alarms.map((alarm) => alarmRow(alarm, paint)),
  ];
}

function heading(name: string, text: string, paint: Paint): TableCell[] {
  return [cell(name, paint.strong), cell('due'), cell(''), cell(text)];
}

function alarmRow({ question, stage, means, tells }: OverviewAlarm, paint: Paint): TableCell[] {
  return [cell(stage === undefined ? '' : `  ${stage}`), cell(question, paint.calm), cell(tells.join(' + ')), cell(means)];
}

function cell(text: string, paint?: (text: string) => string): TableCell {
  return { text, paint };
}

/** An instant as the clock on the wall of the pipeline's zone shows it. */
function localText(at: number, timeZone: string): string {
  return new OwnerClock(timeZone, at).calendarMoment(at);
}
