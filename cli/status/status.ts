import type { AlarmState } from '../../core/alarm-configuration';
import type { Question } from '../../core/signals';
import type { Instant } from '../../core/time';

/** Whether a pipeline lives: what is not known is none of the others. */
export type Alive =
  /** The newest run that was due succeeded. */
  | 'alive'
  /** It was missed, hangs, or failed for good. */
  | 'notAlive'
  /** Nothing was due yet, or too little to say. */
  | 'waiting'
  | 'unknown'
  /** There is no expectation to be kept. */
  | 'nothingExpected';

/** An incident that is open. */
export interface IncidentStatus {
  readonly since: Instant;
  /** From the table of incidents, or judged here where that cannot be read. */
  readonly from: 'table' | 'evidence';
  /** From the table: the most severe question it answers. */
  readonly question?: Question;
  /** Failures in a row, or runs that were due and went wrong. */
  readonly failures: number;
  /** The evidence does not reach back to its beginning. */
  readonly sinceAtLeast?: true;
  /** From the table: when somebody was last notified of it. */
  readonly lastNotificationAt?: Instant;
}

/** A topic that is notified when a pipeline is not alive, and its subscribers. */
export interface NotifiedTopic {
  /** `CRITICAL` or `WARNING` of an observatory's own topics, else the topic's name. */
  readonly topic: string;
  readonly topicArn: string;
  /** Protocol and address of each subscriber. */
  readonly confirmed: readonly string[];
  readonly pending: readonly string[];
}

/** How one pipeline is. */
export interface PipelineStatus {
  readonly pipeline: string;
  readonly alive: Alive;
  /** Why it is not alive, or not known, in a clause. */
  readonly because?: string;
  readonly owner?: string;
  readonly timeZone: string;
  /** As far back as the evidence reaches. */
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  readonly incident?: IncidentStatus;
  /** Undefined where it is not known. */
  readonly notifies?: readonly NotifiedTopic[];
}

/** How an observatory and its pipelines are. */
export interface ObservatoryStatus {
  readonly observatory: string;
  /** How the alarm on the checker's silence is. Undefined: not known, or there is none. */
  readonly checkerSilent?: AlarmState;
  readonly pipelines: readonly PipelineStatus[];
  /** What is wrong with the observatory itself, and what could not be looked at. */
  readonly problems: readonly string[];
}

/** Whether nothing is wrong with a pipeline, as far as somebody who asks whether it is alive wants to know. */
export function isWell({ alive, incident }: PipelineStatus): boolean {
  return alive !== 'notAlive' && alive !== 'unknown' && (incident === undefined || incident.question === 'SLOW');
}
