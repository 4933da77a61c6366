import type { Instant } from '../../core/time';
import type { TopicAttributes } from '../../core/topic-policy';
import type { EvidencePorts, Ledger, StoredContract } from '../shared/ports';

/** One value to publish in the observatory's namespace. */
export interface Datum {
  readonly metric: string;
  /** The pipeline that the value is about. Absent for the observatory's own metrics. */
  readonly pipeline?: string;
  readonly value: number;
}

/**
 * Everything that the checker reads and does outside itself: AWS SDK calls in Lambda, a simulated account in a drill. Every call
 * may throw.
 */
export interface CheckerPorts extends EvidencePorts {
  readonly ledger: Ledger;
  /** Whether pipelines have profiles. They have none when alarms notify topics directly. */
  readonly hasProfiles: boolean;
  /** The text of one contract, by its pipeline; undefined if there is none. */
  contractText(pipeline: string): Promise<string | undefined>;
  /** Whether CloudWatch has an alarm on the pipeline's proof of life. */
  hasAlarm(pipeline: string): Promise<boolean>;
  /** ARNs of the topics that must have subscribers. */
  readonly topics: readonly string[];
  /** All profiles, one level below their path. There are none when alarms notify topics directly. */
  profiles(): AsyncIterable<StoredContract>;
  /** Must end early, because the tick waits for it. */
  readTopic(arn: string): Promise<TopicAttributes>;
  publish(data: readonly Datum[], now: Instant): Promise<void>;
}
