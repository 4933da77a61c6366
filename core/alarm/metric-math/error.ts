/**
 * What is wrong with a metric math expression:
 * - `syntax`: it cannot be read
 * - `unknownId`: it names a metric or expression that is not there
 * - `unknownFunction`: CloudWatch has no such function
 * - `unsupportedFunction`: CloudWatch has it, this simulation does not
 * - `argument`: a function or operator got a kind of value it does not take
 * - `result`: the expression gives something its use does not allow
 */
export type MetricMathProblem = 'syntax' | 'unknownId' | 'unknownFunction' | 'unsupportedFunction' | 'argument' | 'result';

/** A metric math expression that CloudWatch would reject, or that this simulation does not cover. */
export class MetricMathError extends Error {
  public override readonly name = 'MetricMathError';

  /**
   * @param problem what kind of problem it is
   * @param message what is wrong, and the remedy
   * @param functionName the function concerned, if any
   */
  public constructor(
    public readonly problem: MetricMathProblem,
    message: string,
    public readonly functionName?: string,
  ) {
    super(message);
  }
}
