import type { Instant } from '../../core/time';
import type { TopicAttributes } from '../../core/topic-policy';
import type { EvidencePorts, StoredContract } from '../shared/ports';

/** One value to publish in the observatory's namespace. */
export interface Datum {
  readonly metric: string;
  /** The pipeline it is about; absent for the observatory's own metrics. */
  readonly pipeline?: string;
  readonly value: number;
}

/**
 * All that the checker does to the outside. In Lambda the adapters are AWS SDK calls; in a drill they are a simulated
 * account. Every one of them may throw.
 */
export interface CheckerPorts extends EvidencePorts {
  /** ARNs of the topics that somebody has to hear. */
  readonly topics: readonly string[];
  /** All profiles, one level below their path; none where alarms go to people directly. */
  profiles(): AsyncIterable<StoredContract>;
  /** Must not take all the time there is: the tick waits for it. */
  readTopic(arn: string): Promise<TopicAttributes>;
  publish(data: readonly Datum[], now: Instant): Promise<void>;
}
