/**
 * How many periods CloudWatch looks back when points are missing. AWS publishes no formula, only that the period's length
 * and the metric's resolution play a part, and one example: N = 3 -> 5. Both guesses below fit it:
 * - `plusTwo`: N + 2
 * - `plusThird`: N + max(2, floor(N / 3))
 *
 * They agree up to N = 8. Public reports of silences fit both: N = 1 of 15 min (3 periods), N = 2 of 5 min and of 15 min
 * (4 periods), N = 8 of 15 min (10 periods). Alarms with 1-minute periods were reported slower than either says
 * (9 to 10 minutes), so a simulation should not rest on one value for those.
 */
export type EvaluationRangeGuess = 'plusTwo' | 'plusThird';

const GUESSES: Readonly<Record<EvaluationRangeGuess, (evaluationPeriods: number) => number>> = {
  plusTwo: (n) => n + 2,
  plusThird: (n) => n + Math.max(2, Math.floor(n / 3)),
};

/**
 * The guessed length of a sliding alarm's evaluation range, in periods. A wall clock window has no wider range: N.
 *
 * @param evaluationPeriods N
 * @param guess which guess to apply. Default: `plusTwo`
 */
export function defaultEvaluationRange(evaluationPeriods: number, guess: EvaluationRangeGuess = 'plusTwo'): number {
  return GUESSES[guess](evaluationPeriods);
}
