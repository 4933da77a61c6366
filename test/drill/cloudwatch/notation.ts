import type { AlarmPoint } from '../../../drill/cloudwatch/evaluation';
import type { EvaluationRangeGuess } from '../../../drill/cloudwatch/evaluation-range';

/** All guesses of how far CloudWatch looks back, to run a simulation with each. */
export const GUESSES: readonly EvaluationRangeGuess[] = ['plusTwo', 'plusThird'];

/** The threshold for which the notation's points are made, with GreaterThanThreshold. */
export const THRESHOLD = 5;

const VALUES: Readonly<Record<string, AlarmPoint>> = { 0: 0, X: 9, '-': undefined };

/** The notation of AWS's tables, oldest first: `0` does not breach, `X` breaches, `-` is missing. */
export function pointsOf(notation: string): AlarmPoint[] {
  return notation.split(' ').map((sign) => VALUES[sign]);
}
