/** One synth-time rule: what it looks at, and what it finds. Each finding says what is wrong and the remedy. */
export interface Check<T> {
  /** Stable id, by which a warning is acknowledged: `cdk-observed-pipeline:<id>`. */
  readonly id: string;
  /** An error stops the synthesis; a warning may be a decision. */
  readonly level: 'error' | 'warning';
  readonly find: (subject: T) => string[];
}
