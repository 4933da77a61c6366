/** The signals of a pipeline and its stages. Each that is watched has one alarm. */
export enum Signal {
  /** ALIVE: the pipeline's due run did not happen, hangs, or failed for good. */
  PROOF_OF_LIFE = 'ProofOfLife',
  /** SLOW: the pipeline's run had not succeeded by its deadline. */
  DEADLINE = 'Deadline',
  /** FAILED: what starts the pipeline gave up an invocation for good. */
  TRIGGER_UNDELIVERABLE = 'TriggerUndeliverable',
  /** FAILED: attempts to start the pipeline keep failing and are repeated. */
  TRIGGER_RETRIES = 'TriggerRetries',
  /** FAILED: runs of a stage failed. */
  FAILED = 'Failed',
  /** SLOW: a run of a stage came near the longest time it may take. */
  NEAR_TIMEOUT = 'NearTimeout',
  /** SLOW: a run of a stage took unusually long. */
  SLOWER_THAN_USUAL = 'SlowerThanUsual',
  /** SLOW: the function of a stage falls behind the stream it reads. */
  STREAM_LAG = 'StreamLag',
}
