import type { Instant } from '../time';
import { AlarmConfigurationError } from './alarm-configuration-error';
import { type AlarmComparison, isBandComparison, isBreaching } from './comparison';
import { describeJudgement } from './evaluation-reason';
import { type AlarmJudgement, judge } from './judgement';
import type { AlarmState, TreatMissingData } from './state';

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
  /** The start of each point's period, to show in the reason as CloudWatch does. Default: no times are shown. */
  readonly periodStarts?: readonly Instant[];
};

/** The state an evaluation arrives at, with a reason worded in the manner of CloudWatch's `StateReason`. */
export interface AlarmEvaluationResult {
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

/** As `evaluateAlarm`, without the cost of wording a reason: for simulations that evaluate every minute of a year. */
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
