import type { AlarmChange } from '../../core/alarm-change';
import type { AlarmState } from '../../core/alarm-configuration';
import type { IncidentRecord } from '../../core/incident/record';
import type { MachineEvent } from '../../core/message/facts';
import type { Instant } from '../../core/time';
import type { EvidencePorts, StoredContract } from '../shared/ports';
import type { DiagnosisPorts } from './diagnosis/ports';

/** A record of the table, with the revision on whose condition it is written. */
export interface StoredRecord {
  readonly record: IncidentRecord;
  /** 0: the table does not have it yet. */
  readonly revision: number;
}

/** A message to publish to a topic. */
export interface OutgoingMessage {
  readonly subject: string;
  /** For e-mail and for every protocol without a text of its own. */
  readonly text: string;
  readonly sms: string;
}

/** A subscriber of a topic. */
export interface Subscriber {
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
}

/** The present state of an alarm. */
export interface AlarmNow {
  readonly state: AlarmState;
  /** When the alarm changed to that state. */
  readonly since: Instant;
}

/** The kinds of messages that are counted and grouped separately: what went wrong, and what recovered. */
export type MessageKind = 'opened' | 'recovered';

/** The table of incidents. */
export interface IncidentTable {
  load(pipeline: string): Promise<StoredRecord>;
  /** All records: open incidents and those that closed lately. */
  loadAll(): Promise<StoredRecord[]>;
  /** Writes the record if no other process has written since `revision`. @returns false when another process has */
  save(record: IncidentRecord, revision: number, now: Instant): Promise<boolean>;
  /** Takes a send slot of the present window, which all processes share. @returns false when all slots are taken */
  acquireSendSlot(kind: MessageKind, now: Instant): Promise<boolean>;
}

/**
 * Everything that the notifier reads and does outside itself: AWS SDK calls in Lambda, a simulated account in a drill. Every
 * call may throw.
 */
export interface NotifierPorts extends EvidencePorts {
  readonly table: IncidentTable;
  readonly diagnosis: DiagnosisPorts;
  /** What the ledger has of a pipeline, not validated yet; undefined if the checker never saw it. */
  standingText(pipeline: string): Promise<string | undefined>;
  /** The parameters with these names, contracts or profiles, as far as they exist (SSM GetParameters, ten at a time). */
  parameters(names: readonly string[]): Promise<readonly StoredContract[]>;
  /** All profiles, one level below their path. */
  profiles(): AsyncIterable<StoredContract>;
  /** The present state of alarms by name, as far as they exist (CloudWatch DescribeAlarms, at most 100 at a time). */
  alarms(names: readonly string[]): Promise<ReadonlyMap<string, AlarmNow>>;
  /** All alarms in ALARM that notify this topic, as changes to that state (CloudWatch DescribeAlarms by state). */
  raised(topicArn: string): Promise<readonly AlarmChange[]>;
  /** Publishes to a topic. */
  publish(topicArn: string, message: OutgoingMessage): Promise<void>;
  /** Puts an event on the account's default bus. */
  emit(event: MachineEvent): Promise<void>;
  subscribers(topicArn: string): Promise<readonly Subscriber[]>;
}
