import { counted, durationText, numberText } from '../../core/text/count-and-duration';
import { capitalized } from '../../core/text/sentence';
import type { Detection, DrillSummary } from './summary';

/** The result of a drill, for a reader who has never seen one. */
export interface VerdictText {
  /** One short sentence: is there anything to worry about? */
  readonly headline: string;
  /** A few sentences with the numbers behind it. */
  readonly detail: string;
}

/** Writes a summary in words. */
export function verdictText(summary: DrillSummary): VerdictText {
  return { headline: headline(summary), detail: detail(summary) };
}

/** Claims no more than what was played: a number of simulated breakdowns, never all possible ones. */
function headline({ cells, broken, hadToBeDetected, knownGaps, falseAlarms, played, passed, passedButForKnownGaps }: DrillSummary): string {
  if (!played) return 'Nothing was simulated.';
  const all = numberText(hadToBeDetected);
  if (passed) {
    if (hadToBeDetected === 0) return 'There was no false alarm.';
    return hadToBeDetected === 1 ? 'The one simulated breakdown was detected.' : `All ${all} simulated breakdowns were detected.`;
  }
  const was = (count: number): string => (count === 1 ? 'was' : 'were');
  const some = (count: number): string => (hadToBeDetected === 1 ? 'the one simulated breakdown' : `${numberText(count)} of ${all} simulated breakdowns`);
  const wrong = [
    ...(broken > 0 ? [`${counted(broken, 'pipeline')} ${was(broken)} broken before the fault`] : []),
    ...(cells.undetected > 0 ? [`${some(cells.undetected)} ${was(cells.undetected)} undetected`] : []),
    ...(cells.detectedLate > 0 ? [`${cells.undetected > 0 ? numberText(cells.detectedLate) : some(cells.detectedLate)} ${was(cells.detectedLate)} detected late`] : []),
    ...(falseAlarms > 0 ? [`there ${was(falseAlarms)} ${counted(falseAlarms, 'false alarm')}`] : []),
  ];
  const text = wrong.length < 2 ? wrong.join('') : `${wrong.slice(0, -1).join(', ')} and ${wrong.at(-1)!}`;
  const known = !passedButForKnownGaps ? '' : knownGaps === 1 ? ', which is a known gap' : ', all of them known gaps';
  return `${capitalized(text)}${known}.`;
}

function detail(summary: DrillSummary): string {
  const { faults, pipelines, cells, knownGaps, years, falseAlarms } = summary;
  const played = faults === 0
    ? `${counted(pipelines, 'pipeline')} played without any fault`
    : `${counted(faults, 'fault')} played against ${counted(pipelines, 'pipeline')}`;
  const some = (count: number, words: string): string[] => (count === 0 ? [] : [`${numberText(count)} ${words}`]);
  const numbers = [
    ...(faults === 0 ? [] : [
      `${numberText(cells.detected)} detected in time`,
      ...some(cells.detectedLate, 'detected late'),
      `${numberText(cells.undetected)} undetected`,
      ...(knownGaps === 0 ? [] : [`${numberText(knownGaps)} of these known gaps`]),
      ...some(cells.correctlyQuiet, 'correctly quiet'),
    ]),
    `${counted(falseAlarms, 'false alarm')}${years === 0 ? '' : `, ${counted(years, 'simulated year')} included`}`,
    ...some(cells.notWatched, 'not watched'),
    ...some(cells.notPlayed, 'not played'),
  ];
  return [`${played}: ${numbers.join(', ')}.`, ...times(summary)].join(' ');
}

/** Slow degradation is separate, because the days until it is detected do not tell how soon a breakdown is detected. */
function times({ medianSecondsToMessage, slowest, slowestGradual }: DrillSummary): string[] {
  const named = ({ seconds, title, pipeline }: Detection): string => `${durationOf(seconds)} (${title}, ${pipeline})`;
  return [
    ...(medianSecondsToMessage === undefined || slowest === undefined ? [] : [`Median detection ${durationOf(medianSecondsToMessage)}, slowest ${named(slowest)}.`]),
    ...(slowestGradual === undefined ? [] : [`Slow degradation detected ${slowestGradual.seconds === 0 ? 'at once, ' : 'after '}${named(slowestGradual)}.`]),
  ];
}

function durationOf(seconds: number): string {
  return seconds === 0 ? 'under 1 min' : durationText(seconds);
}
