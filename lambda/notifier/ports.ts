import type { AlarmChange } from '../../core/alarm-change';
import type { AlarmState } from '../../core/alarm-configuration';
import type { IncidentRecord } from '../../core/incident/record';
import type { MachineEvent } from '../../core/message/facts';
import type { Instant } from '../../core/time';
import type { EvidencePorts, StoredContract } from '../shared/ports';
import type { DiagnosisPorts } from './diagnosis/ports';

/** A record of the table, with the revision that a conditional write names. */
export interface StoredRecord {
  readonly record: IncidentRecord;
  /** 0: the table does not have it yet. */
  readonly revision: number;
}

/** A message on its way into a topic. */
export interface OutgoingMessage {
  readonly subject: string;
  /** For e-mail and everything without a text of its own. */
  readonly text: string;
  readonly sms: string;
}

/** Who is subscribed to a topic. */
export interface Subscriber {
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
}

/** How an alarm is now. */
export interface AlarmNow {
  readonly state: AlarmState;
  /** When it changed to that state. */
  readonly since: Instant;
}

/** The table of incidents. */
export interface IncidentTable {
  load(pipeline: string): Promise<StoredRecord>;
  /** All records: open incidents and those that closed lately. */
  loadAll(): Promise<StoredRecord[]>;
  /** Writes if nobody wrote since `revision`. False when somebody did. */
  save(record: IncidentRecord, revision: number, now: Instant): Promise<boolean>;
  /** Whether one more message of this sort may be sent at once; counted over a window, by all processes together. */
  acquireSendSlot(sort: 'opened' | 'recovered', now: Instant): Promise<boolean>;
}

/**
 * All that the notifier does to the outside. In Lambda the adapters are AWS SDK calls; in a drill they are a simulated
 * account. Every one of them may throw.
 */
export interface NotifierPorts extends EvidencePorts {
  readonly table: IncidentTable;
  readonly diagnosis: DiagnosisPorts;
  /** The parameters of these names, contracts or profiles, as far as they exist (SSM GetParameters, ten at a time). */
  parameters(names: readonly string[]): Promise<readonly StoredContract[]>;
  /** All profiles, one level below their path. */
  profiles(): AsyncIterable<StoredContract>;
  /** How alarms are now, by name (CloudWatch DescribeAlarms, at most 100 at a time). One that does not exist is not there. */
  alarms(names: readonly string[]): Promise<ReadonlyMap<string, AlarmNow>>;
  /** All alarms that are in ALARM and tell this topic, as if they had just told it (CloudWatch DescribeAlarms by state). */
  raised(topicArn: string): Promise<readonly AlarmChange[]>;
  /** Sends to a topic. */
  publish(topicArn: string, message: OutgoingMessage): Promise<void>;
  /** Puts an event on the account's default bus. */
  emit(event: MachineEvent): Promise<void>;
  subscribers(topicArn: string): Promise<readonly Subscriber[]>;
}
