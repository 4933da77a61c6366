/** A rule that is checked at synth. Each finding says what is wrong and what to do about it. */
export interface Check<T> {
  /** The id that acknowledges a warning: `cdk-observed-pipeline:<id>`. It names the problem. */
  readonly id: string;
  /** An error stops the synthesis. A warning can be acknowledged. */
  readonly level: 'error' | 'warning';
  readonly find: (subject: T) => string[];
}
