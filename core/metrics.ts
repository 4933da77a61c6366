/** The namespace of the metrics that the checker publishes. */
export const NAMESPACE = 'ObservedPipeline';

/** The checker's metrics: written by the handler, watched by the alarms, so their names stand here once. */
export const METRICS = {
  /** Per pipeline: 1 once the newest judged slot is ok or late, 0 while an incident is open. */
  proofOfLife: 'ProofOfLife',
  /** Per pipeline with a deadline: 1 when the newest slot whose deadline has passed had not succeeded by it, else 0. */
  deadlineMissed: 'DeadlineMissed',
  /** Per observatory: pipelines of which something that matters could not be verified. */
  unverifiablePipelines: 'UnverifiablePipelines',
  /** Per observatory: topics that cannot be verified to be heard: nobody confirmed, the policy takes no alarms, or not readable. */
  unreachableTopics: 'UnreachableTopics',
  /** Per observatory: 1 at the end of each complete tick. */
  checkerHeartbeat: 'CheckerHeartbeat',
} as const;

/** Dimensions of those metrics. */
export const DIMENSIONS = { observatory: 'Observatory', pipeline: 'Pipeline' } as const;

/** Those that are about the observatory itself: published once, however many pipelines there are. */
export const OBSERVATORY_METRICS = [METRICS.unverifiablePipelines, METRICS.unreachableTopics, METRICS.checkerHeartbeat] as const;
