import { counted, durationInWords } from '../../core';
import type { DrillSummary } from './summary';

/** What a drill came to, for somebody who has never seen one. */
export interface VerdictText {
  /** One short sentence: is there something to worry about? */
  readonly headline: string;
  /** One or two sentences with the numbers behind it. */
  readonly detail: string;
}

/** Says a summary in words. */
export function verdictText(summary: DrillSummary): VerdictText {
  return { headline: headline(summary), detail: detail(summary) };
}

function headline({ cells, hadToBeTold, falseAlarms, played, passed }: DrillSummary): string {
  if (!played) return 'Nothing was played.';
  if (passed) return hadToBeTold === 0 ? 'No false alarm.' : 'Every breakdown would be noticed.';
  const wrong = [
    ...(cells.blindSpot > 0 ? [`${counted(cells.blindSpot, 'breakdown')} would go unnoticed`] : []),
    ...(cells.toldLate > 0 ? [`${cells.blindSpot > 0 ? cells.toldLate : counted(cells.toldLate, 'breakdown')} would be told too late`] : []),
    ...(falseAlarms > 0 ? [`there would be ${counted(falseAlarms, 'false alarm')}`] : []),
  ];
  const text = wrong.length < 2 ? wrong.join('') : `${wrong.slice(0, -1).join(', ')} and ${wrong.at(-1)!}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function detail(summary: DrillSummary): string {
  const { faults, pipelines, cells, knownGaps, years, falseAlarms, medianSecondsToMessage, slowestSecondsToMessage } = summary;
  const played = faults === 0
    ? `${counted(pipelines, 'pipeline')} played without any fault`
    : `${counted(faults, 'fault')} played against ${counted(pipelines, 'pipeline')}`;
  const numbers = [
    ...(faults === 0 ? [] : [
      `${cells.told.toLocaleString('en-US')} told in time`,
      ...(cells.toldLate > 0 ? [`${cells.toldLate} late`] : []),
      `${counted(cells.blindSpot, 'blind spot')}${knownGaps === 0 ? '' : ` (${counted(knownGaps, 'known gap')})`}`,
      ...(cells.quiet > 0 ? [`${cells.quiet.toLocaleString('en-US')} harmless and rightly quiet`] : []),
    ]),
    `${counted(falseAlarms, 'false alarm')}${years === 0 ? '' : `, ${counted(years, 'simulated year')} included`}`,
  ];
  const time = medianSecondsToMessage === undefined
    ? ''
    : ` Median time to message ${durationInWords(medianSecondsToMessage)}, slowest ${durationInWords(slowestSecondsToMessage!)}.`;
  return `${played}: ${numbers.join(', ')}.${time}`;
}
