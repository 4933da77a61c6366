import type { EvidenceSource } from '../evidence/kinds';
import type { SeverityName } from '../signals';

/** The profile format this code writes and reads. A reader refuses any other. */
export const PROFILE_VERSION = 1;

/** A time span in which a pipeline's alarms are muted, in the form of CloudWatch's alarm mute rules. */
export interface MuteWindowSettings {
  /** `cron(minute hour day-of-month month day-of-week)` or `at(yyyy-MM-ddThh:mm)`. */
  readonly expression: string;
  /** ISO 8601, PT1M to P15D. */
  readonly duration: string;
  /** IANA name. @default UTC */
  readonly timeZone?: string;
}

/** What starts a pipeline. A diagnosis asks it why it did not. */
export type TriggerProfile =
  | { readonly kind: 'schedule'; readonly name: string; readonly group: string; readonly deadLetterQueueArn?: string }
  | { readonly kind: 'rule'; readonly name: string; readonly bus?: string; readonly deadLetterQueueArn?: string };

/**
 * What the notifier knows about a pipeline: its owner, its severity, and where to ask why it does not run. The constructs
 * write it beside the contract. Unlike the contract, a changed profile changes nothing about what is owed.
 */
export interface Profile {
  readonly version: typeof PROFILE_VERSION;
  readonly pipeline: string;
  readonly severity: SeverityName;
  readonly owner?: string;
  readonly runbookUrl?: string;
  /** Why no runs are expected; absent if there is a contract. */
  readonly nothingExpected?: string;
  /** Pipelines of the same observatory that must succeed before this one can. */
  readonly upstreamPipelines: readonly string[];
  readonly muteWindows: readonly MuteWindowSettings[];
  /** Its own topics, which are notified in addition to the observatory's. */
  readonly topics: readonly { readonly severity: SeverityName; readonly topicArn: string }[];
  readonly stages: readonly { readonly name: string; readonly source: EvidenceSource }[];
  readonly trigger?: TriggerProfile;
  /** The dashboard that shows it. */
  readonly dashboardName?: string;
  /** Whether messages may quote inputs and outputs of runs. */
  readonly includeExecutionData: boolean;
}
