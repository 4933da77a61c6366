import type { SignalTuning } from '../signals/signal-tuning';

/** The signals of a pipeline as a whole. */
export interface PipelineSignals {
  /**
   * ALIVE: the run that was due did not happen, hangs, or failed for good. Threshold: ProofOfLife is 1 or 0, so there is
   * nothing to tune; set the tolerances of the expectation.
   * @default - critical when silent; missing data keeps the state, so that a dead checker raises one alarm and not many
   */
  readonly proofOfLife?: SignalTuning;

  /**
   * SLOW: a run had not succeeded by its deadline.
   * @default - watched when the expectation has a deadline; critical when silent
   */
  readonly deadline?: SignalTuning;

  /**
   * FAILED: what starts the pipeline was dropped or could not be delivered. Threshold: a count of invocations.
   * @default - watched when the trigger is given; critical when silent, from 1 on
   */
  readonly trigger?: SignalTuning;
}
