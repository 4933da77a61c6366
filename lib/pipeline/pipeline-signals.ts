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
   * FAILED: what starts the pipeline gave an invocation up for good. Threshold: a count of invocations.
   * @default - watched when the trigger is given; critical when silent, from 1 on
   */
  readonly trigger?: SignalTuning;

  /**
   * FAILED: attempts to start the pipeline fail and are repeated, in two of three periods of 15 minutes. A single failed
   * attempt is no news, and a run that comes too late is told by the proof of life; switch this on to know sooner.
   * Threshold: a count of attempts.
   * @default - not watched; when enabled a warning, from 1 on
   */
  readonly triggerRetries?: SignalTuning;
}
