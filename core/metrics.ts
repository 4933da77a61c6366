/** The namespace of the metrics that the checker publishes. */
export const NAMESPACE = 'ObservedPipeline';

/** The checker's metrics. The handler writes them and the alarms watch them, so their names are in one place. */
export const METRICS = {
  /** Per pipeline: 1 if the newest judged slot is ok or late, 0 while an incident is open. */
  proofOfLife: 'ProofOfLife',
  /** Per pipeline with a deadline: 1 if the newest slot whose deadline has passed had not succeeded by then, else 0. */
  deadlineMissed: 'DeadlineMissed',
  /** Per observatory: how many pipelines could not be verified in something that matters. */
  unverifiablePipelines: 'UnverifiablePipelines',
  /**
   * Per observatory: how many topics may not reach anyone: no confirmed subscriber, a policy that blocks CloudWatch, or
   * unreadable.
   */
  unreachableTopics: 'UnreachableTopics',
  /** Per observatory: 1 if the ledger could not be read or written, else 0. */
  ledgerUnavailable: 'LedgerUnavailable',
  /** Per observatory: 1 at the end of each complete tick. */
  checkerHeartbeat: 'CheckerHeartbeat',
} as const;

/** Dimensions of those metrics. */
export const DIMENSIONS = { observatory: 'Observatory', pipeline: 'Pipeline' } as const;

/** The metrics about the observatory itself: published once, however many pipelines there are. */
export const OBSERVATORY_METRICS = [METRICS.unverifiablePipelines, METRICS.unreachableTopics, METRICS.ledgerUnavailable, METRICS.checkerHeartbeat] as const;
