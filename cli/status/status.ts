import type { AlarmState } from '../../core/alarm-configuration';
import type { Question } from '../../core/signals';
import type { Instant } from '../../core/time';

/** Whether a pipeline is alive; what is unknown counts as none of the others. */
export type Alive =
  /** The newest due run succeeded. */
  | 'alive'
  /** It was missed, hangs, or failed for good. */
  | 'notAlive'
  /** Nothing was due yet, or the evidence says too little. */
  | 'waiting'
  | 'unknown'
  /** No runs are expected. */
  | 'nothingExpected';

/** An open incident. */
export interface IncidentStatus {
  readonly since: Instant;
  /** From the incident table, or judged by `status` where the table cannot be read. */
  readonly from: 'table' | 'evidence';
  /** From the table: the most severe question it answers. */
  readonly question?: Question;
  /** Failures in a row, or due runs that went wrong. */
  readonly failures: number;
  /** The evidence does not reach back to its beginning. */
  readonly sinceAtLeast?: true;
  /** From the table: when someone was last notified of it. */
  readonly lastNotificationAt?: Instant;
}

/** A topic that is notified when a pipeline is not alive, and its subscribers. */
export interface NotifiedTopic {
  /** `CRITICAL` or `WARNING` for an observatory's own topics, otherwise the topic's name. */
  readonly topic: string;
  readonly topicArn: string;
  /** Protocol and address of each subscriber. */
  readonly confirmed: readonly string[];
  readonly pending: readonly string[];
}

/** The state of one pipeline. */
export interface PipelineStatus {
  readonly pipeline: string;
  readonly alive: Alive;
  /** Why it is not alive, or unknown, in a clause. */
  readonly because?: string;
  readonly owner?: string;
  readonly timeZone: string;
  /** As far back as the evidence reaches. */
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  readonly incident?: IncidentStatus;
  /** Undefined where it is unknown. */
  readonly notifies?: readonly NotifiedTopic[];
}

/** The state of an observatory and its pipelines. */
export interface ObservatoryStatus {
  readonly observatory: string;
  /** The state of the alarm on a silent checker. Undefined: unknown, or there is none. */
  readonly checkerSilent?: AlarmState;
  readonly pipelines: readonly PipelineStatus[];
  /** What is wrong with the observatory itself, and what could not be read. */
  readonly problems: readonly string[];
}

/** Whether nothing is wrong with a pipeline, as far as `status` can tell. */
export function isWell({ alive, incident }: PipelineStatus): boolean {
  return alive !== 'notAlive' && alive !== 'unknown' && (incident === undefined || incident.question === 'SLOW');
}
