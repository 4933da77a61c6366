/*
 * The wording follows `StateReason` strings seen on real alarms, among them
 *   Threshold Crossed: 3 datapoints [2.0 (19/08/26 05:50:00), ...] were greater than the threshold (0.0).
 *   Threshold Crossed: 1 out of the last 20 datapoints [613.0 (...)] was greater than or equal to the threshold (1.0)
 *     and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).
 *   Thresholds Crossed: ... were less than the lower thresholds [...] or greater than the upper thresholds [...] (...).
 *   Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].
 *   Insufficient Data: 5 datapoints were unknown.
 * The form "k out of the last N ... (minimum ...)" appears where DatapointsToAlarm is set, the short form where it is not.
 * Points are listed newest first. Retained, undecided and premature outcomes have our own wording: none is published.
 */
import { type AlarmComparison, BAND_OPERATORS, isBandComparison, isBreaching, STATIC_OPERATORS } from './comparison';
import type { AlarmEvaluationInput } from './evaluation';
import type { AlarmJudgement } from './judgement';

const FILL_WORDS = { breaching: 'Breaching', notBreaching: 'NonBreaching' } as const;

/** Words the reason of one evaluation. */
export function describeJudgement(input: AlarmEvaluationInput, judgement: AlarmJudgement): string {
  const n = input.evaluationPeriods;
  switch (judgement.rule) {
    case 'noData':
      return `Insufficient Data: ${count(n, 'datapoint')} ${were(n)} unknown.`;
    case 'retained':
      return `State Retained: ${missing(judgement)} and missing data is ignored.`;
    case 'premature':
      return `${crossed(input)}: ${points(input, judgement.evaluated, true)} and no newer datapoint shows a recovery; ${missing(judgement)}.`;
    case 'undecided':
      return `Insufficient Data: ${points(input, judgement.evaluated, true)} and ${missing(judgement)}.`;
    case 'counted':
      return describeCount(input, judgement);
  }
}

function describeCount(input: AlarmEvaluationInput, judgement: AlarmJudgement): string {
  const alarming = judgement.state === 'ALARM';
  const breaches = (index: number): boolean | undefined => isBreaching(input, input.points[index] as number, index);
  const shown = judgement.evaluated.filter((index) => breaches(index) === alarming);
  if (shown.length > 0) {
    return `${crossed(input)}: ${points(input, shown, alarming)}${fills(input, judgement)}${minimum(input, alarming)}.`;
  }
  // Only fills decided.
  const received = judgement.evaluated.length;
  const subject = received === 0 ? 'no datapoints were' : `${count(received, 'datapoint')} ${were(received)}`;
  return `${crossed(input)}: ${subject} received for ${count(input.evaluationPeriods, 'period')}${fills(input, judgement)}.`;
}

function missing({ filled }: AlarmJudgement): string {
  return `${count(filled, 'datapoint')} ${were(filled)} missing`;
}

function crossed(comparison: AlarmComparison): string {
  return isBandComparison(comparison) ? 'Thresholds Crossed' : 'Threshold Crossed';
}

/** `2 datapoints [3.0, 1.0] were greater than the threshold (0.0)` */
function points(input: AlarmEvaluationInput, indexes: readonly number[], breaching: boolean): string {
  const newestFirst = [...indexes].reverse();
  const values = newestFirst.map(
    (index) => formatNumber(input.points[index] as number) + formatTime(input.periodStarts?.[index]),
  );
  const subject =
    input.datapointsToAlarm === undefined
      ? count(indexes.length, 'datapoint')
      : `${indexes.length} out of the last ${input.evaluationPeriods} datapoints`;
  return `${subject} [${values.join(', ')}] ${were(indexes.length)} ${relation(input, newestFirst, breaching ? '' : 'not ')}`;
}

function relation(comparison: AlarmComparison, newestFirst: readonly number[], not: string): string {
  if (!isBandComparison(comparison)) {
    const { words } = STATIC_OPERATORS[comparison.comparisonOperator];
    return `${not}${words} the threshold (${formatNumber(comparison.threshold)})`;
  }
  const { lower, upper } = BAND_OPERATORS[comparison.comparisonOperator];
  const edges = (edge: 'lower' | 'upper'): string =>
    newestFirst.map((index) => formatNumber(comparison.bands[index]?.[edge] as number)).join(', ');
  const parts = [
    ...(lower ? [`${not}less than the lower thresholds [${edges('lower')}]`] : []),
    ...(upper ? [`${not}greater than the upper thresholds [${edges('upper')}]`] : []),
  ];
  return parts.join(' or ');
}

function fills(input: AlarmEvaluationInput, { filled }: AlarmJudgement): string {
  const treatment = input.treatMissingData;
  if (filled === 0 || (treatment !== 'breaching' && treatment !== 'notBreaching')) return '';
  return ` and ${count(filled, 'missing datapoint')} ${were(filled)} treated as [${FILL_WORDS[treatment]}]`;
}

function minimum(input: AlarmEvaluationInput, alarming: boolean): string {
  const { evaluationPeriods: n, datapointsToAlarm: m } = input;
  if (m === undefined) return '';
  const needed = alarming ? m : n - m + 1;
  return ` (minimum ${count(needed, 'datapoint')} for ${alarming ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function were(amount: number): string {
  return amount === 1 ? 'was' : 'were';
}

/** Whole numbers are shown as CloudWatch does, with one decimal. */
function formatNumber(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** ` (dd/mm/yy HH:mm:ss)` in UTC */
function formatTime(instant: number | undefined): string {
  if (instant === undefined) return '';
  const [date = '', time = ''] = new Date(instant).toISOString().split('T');
  const [year = '', month, day] = date.split('-');
  return ` (${day}/${month}/${year.slice(-2)} ${time.slice(0, 8)})`;
}
