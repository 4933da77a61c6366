import type { AlarmState, TreatMissingData } from './state';

/** One evaluation reduced to what the rules need: which points of the range breach. */
export interface JudgementInput {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: TreatMissingData;
  /** Per point of the evaluation range, oldest to newest: breaching, not breaching, or missing (`undefined`). */
  readonly breaching: readonly (boolean | undefined)[];
  readonly previousState: AlarmState;
}

/** Which documented rule decided. */
export type JudgementRule =
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

/** The outcome of the rules, with what is needed to explain it. */
export interface AlarmJudgement {
  readonly state: AlarmState;
  readonly rule: JudgementRule;
  /** Places in the range of the real points that were evaluated, oldest to newest. */
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
export function judge(input: JudgementInput): AlarmJudgement {
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
