import {
  type AlarmComparison, AlarmConfigurationError, type AlarmState, BAND_OPERATORS, isBandComparison, isBreaching,
  STATIC_OPERATORS, type TreatMissingData,
} from '../../core/alarm-configuration';
import type { Instant } from '../../core/time';

/** One evaluation, reduced to what the rules need: which points of the range breach. */
interface JudgementInput {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
  /** Per point of the evaluation range, oldest to newest: breaching, not breaching, or missing (`undefined`). */
  readonly breaching: readonly (boolean | undefined)[];
  readonly previousState: AlarmState;
}

/** Which documented rule decided. */
type JudgementRule =
  /** Real points and the fills that the treatment counts decided. */
  | 'counted'
  /** Nothing was received in the whole range. */
  | 'noData'
  /** The premature-alarm rule: too few points, but all real ones breach and the oldest is old enough. */
  | 'premature'
  /** All real points breach, but they are too few and too young for an alarm. */
  | 'undecided'
  /** `ignore` kept the previous state. */
  | 'retained';

/** The outcome of the rules, with the facts to explain it. */
interface AlarmJudgement {
  readonly state: AlarmState;
  readonly rule: JudgementRule;
  /** Indexes in the range of the real points that were evaluated, oldest to newest. */
  readonly evaluated: readonly number[];
  /** How many missing points were filled in. */
  readonly filled: number;
}

/**
 * The rules of [cw:alarms-and-missing-data.html], on breaching or not alone.
 *
 * Fewer than N real points in the range:
 * - `breaching` and `notBreaching` count each fill as such.
 * - `missing` and `ignore` count no fill. Nothing real in the whole range: INSUFFICIENT_DATA, or the state is kept.
 * - Premature alarm: where every real point breaches and the oldest is at least M periods old, ALARM although fewer than
 *   M points exist; `ignore` keeps the state instead. The guide names once the Evaluation Periods and once the evaluation
 *   range as the place of that oldest point; its tables and AWS's knowledge base agree with the range, used here.
 * - A real point that does not breach rules the premature alarm out, wherever it stands: the guide's sentence asks only
 *   about newer points, but its table gives OK for `0 - X - -` (2 of 3). With such a point `ignore` acts as `missing`.
 *
 * Where today's guide says only "does not go to ALARM" (`- - - - X`, 3 of 3 and 2 of 3), the older edition of its table
 * holds: INSUFFICIENT_DATA under `missing`; `ignore` keeps the state.
 */
function judge(input: JudgementInput): AlarmJudgement {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData, breaching: range } = input;
  const real: number[] = [];
  for (let index = range.length - 1; index >= 0 && real.length < n; index--) {
    if (range[index] !== undefined) real.unshift(index);
  }
  const filled = n - real.length;
  const breachingReal = real.filter((index) => range[index]).length;
  const breachingCount = breachingReal + (treatMissingData === 'breaching' ? filled : 0);
  const decide = (state: AlarmState, rule: JudgementRule): AlarmJudgement => ({ state, rule, evaluated: real, filled });

  if (breachingCount >= m) return decide('ALARM', 'counted');
  if (filled === 0 || treatMissingData === 'breaching' || treatMissingData === 'notBreaching') return decide('OK', 'counted');

  const oldest = real[0];
  if (oldest === undefined) {
    return treatMissingData === 'ignore' ? decide(input.previousState, 'retained') : decide('INSUFFICIENT_DATA', 'noData');
  }
  if (breachingReal < real.length) return decide('OK', 'counted');
  if (treatMissingData === 'ignore') return decide(input.previousState, 'retained');
  const ageInPeriods = range.length - oldest;
  return ageInPeriods >= m ? decide('ALARM', 'premature') : decide('INSUFFICIENT_DATA', 'undecided');
}

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

const FILL_WORDS = { breaching: 'Breaching', notBreaching: 'NonBreaching' } as const;

/** Writes the reason of one evaluation. */
function describeJudgement(input: AlarmEvaluationInput, judgement: AlarmJudgement): string {
  const n = input.evaluationPeriods;
  switch (judgement.rule) {
    case 'noData':
      return `Insufficient Data: ${count(n, 'datapoint')} ${were(n)} unknown.`;
    case 'retained':
      return `State Retained: ${missing(judgement)} and missing data is ignored.`;
    case 'premature':
      return `${crossed(input)}: ${points(input, judgement.evaluated, 'breaching')} and no newer datapoint shows a recovery; ${missing(judgement)}.`;
    case 'undecided':
      return `Insufficient Data: ${points(input, judgement.evaluated, 'breaching')} and ${missing(judgement)}.`;
    case 'counted':
      return describeCount(input, judgement);
  }
}

function describeCount(input: AlarmEvaluationInput, judgement: AlarmJudgement): string {
  const alarming = judgement.state === 'ALARM';
  const breaches = (index: number): boolean | undefined => isBreaching(input, input.points[index] as number, index);
  const shown = judgement.evaluated.filter((index) => breaches(index) === alarming);
  if (shown.length > 0) {
    return `${crossed(input)}: ${points(input, shown, alarming ? 'breaching' : 'notBreaching')}${fills(input, judgement)}${minimum(input, judgement.state)}.`;
  }
  // Only filled points decided.
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
function points(input: AlarmEvaluationInput, indexes: readonly number[], shown: 'breaching' | 'notBreaching'): string {
  const newestFirst = [...indexes].reverse();
  const values = newestFirst.map(
    (index) => formatNumber(input.points[index] as number) + formatTime(input.periodStarts?.[index]),
  );
  const subject =
    input.datapointsToAlarm === undefined
      ? count(indexes.length, 'datapoint')
      : `${indexes.length} out of the last ${input.evaluationPeriods} datapoints`;
  return `${subject} [${values.join(', ')}] ${were(indexes.length)} ${relation(input, newestFirst, shown === 'breaching' ? '' : 'not ')}`;
}

function relation(comparison: AlarmComparison, newestFirst: readonly number[], not: string): string {
  if (!isBandComparison(comparison)) {
    const { text } = STATIC_OPERATORS[comparison.comparisonOperator];
    return `${not}${text} the threshold (${formatNumber(comparison.threshold)})`;
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

function minimum(input: AlarmEvaluationInput, state: AlarmState): string {
  const alarming = state === 'ALARM';
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

/** The value of one period, or `undefined` when no datapoint was received for it. */
export type AlarmPoint = number | undefined;

/** What one evaluation of a metric alarm looks at. */
export type AlarmEvaluationInput = AlarmComparison & {
  /** N: how many datapoints decide. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. Default: N. */
  readonly datapointsToAlarm?: number;
  /** Default: `missing`. */
  readonly treatMissingData?: TreatMissingData;
  /**
   * The values of the *evaluation range*, oldest to newest, at least N of them. The length of the range is the caller's
   * to choose (see `defaultEvaluationRange`); a wall clock window has exactly N.
   */
  readonly points: readonly AlarmPoint[];
  /** The state before this evaluation, which `ignore` may keep. */
  readonly previousState: AlarmState;
  /** The start of each point's period, which the reason shows as CloudWatch does. Default: no times are shown. */
  readonly periodStarts?: readonly Instant[];
};

/** The state after an evaluation, with a reason in the style of CloudWatch's `StateReason`. */
interface AlarmEvaluationResult {
  readonly state: AlarmState;
  readonly reason: string;
}

/**
 * Evaluates a metric alarm as CloudWatch documents it. [cw:alarm-evaluation.html, cw:alarms-and-missing-data.html]
 *
 * Choice of points, in this order:
 * a. no point of the range is missing: the newest N points;
 * b. some are missing, but at least N real points are in the range: the newest N *real* points, the treatment is not used;
 * c. fewer than N real points: all of them, and as few fills as make N, each counted by `treatMissingData`.
 *
 * Verdict: ALARM once M of the chosen points breach, else OK, but for the special cases of c. that `judge` describes.
 *
 * @throws AlarmConfigurationError when N, M, the range or the bands do not fit together
 */
export function evaluateAlarm(input: AlarmEvaluationInput): AlarmEvaluationResult {
  const judgement = judgementOf(input);
  return { state: judgement.state, reason: describeJudgement(input, judgement) };
}

/** The same as `evaluateAlarm` without writing a reason: for simulations that evaluate every minute of a year. */
export function evaluateAlarmState(input: AlarmEvaluationInput): AlarmState {
  return judgementOf(input).state;
}

function judgementOf(input: AlarmEvaluationInput): AlarmJudgement {
  checkInput(input);
  const breaching = input.points.map((value, index) => (value === undefined ? undefined : isBreaching(input, value, index)));
  return judge({
    evaluationPeriods: input.evaluationPeriods,
    datapointsToAlarm: input.datapointsToAlarm ?? input.evaluationPeriods,
    treatMissingData: input.treatMissingData ?? 'missing',
    breaching,
    previousState: input.previousState,
  });
}

function checkInput(input: AlarmEvaluationInput): void {
  const { evaluationPeriods: n, datapointsToAlarm: m = n, points } = input;
  if (!Number.isInteger(n) || n < 1) {
    throw new AlarmConfigurationError(`EvaluationPeriods must be a whole number of at least 1, got ${n}.`);
  }
  if (!Number.isInteger(m) || m < 1 || m > n) {
    throw new AlarmConfigurationError(`DatapointsToAlarm must be a whole number from 1 to EvaluationPeriods (${n}), got ${m}.`);
  }
  if (points.length < n) {
    throw new AlarmConfigurationError(
      `The evaluation range must hold at least EvaluationPeriods (${n}) points, got ${points.length}. ` +
        'Give periods without data as undefined.',
    );
  }
  if (points.some((point) => Number.isNaN(point))) {
    throw new AlarmConfigurationError('A point of the evaluation range is NaN. Give a period without data as undefined.');
  }
  if (isBandComparison(input) && input.bands.length !== points.length) {
    throw new AlarmConfigurationError(
      `${input.comparisonOperator} needs one band per point: got ${input.bands.length} bands for ${points.length} points.`,
    );
  }
}
