import type { AlarmState } from '../../core/alarm-configuration';
import type { IncidentRecord } from '../../core/incident/record';
import type { Instant } from '../../core/time';
import type { Subscriber } from '../../lambda/notifier/ports';
import type { EvidencePorts, StoredContract } from '../../lambda/shared/ports';

/** A deployed alarm on one of the checker's own metrics. */
export interface DeployedAlarm {
  readonly name: string;
  readonly state: AlarmState;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly description?: string;
  /** ARNs of its actions; none when they are disabled. */
  readonly notifies: readonly string[];
}

/** What a look reads of an account. Every call may throw; a look that has no time left starts no further call. */
export interface StatusPorts extends Pick<EvidencePorts, 'readMetrics' | 'listExecutions' | 'timeLeft'> {
  /** The parameters below a path, at any depth. */
  parameters(path: string): AsyncIterable<StoredContract>;
  /** All alarms on metrics of a namespace. */
  alarms(namespace: string): Promise<readonly DeployedAlarm[]>;
  subscribers(topicArn: string): Promise<readonly Subscriber[]>;
  /** The environment variables of a function. */
  variables(functionArn: string): Promise<Readonly<Record<string, string>>>;
  /** The items of an incident table; a record that cannot be read is reported and left out. */
  records(tableName: string, notUnderstood: (pipeline: string, problem: string) => void): Promise<readonly IncidentRecord[]>;
}

/** Which account and Region to look at. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** An account, opened with the credentials that were found. */
export interface Aws {
  /** The Region. @throws when none is set */
  region(): Promise<string>;
  /** The ports for one look, which ends in limited time. */
  look(now: Instant): StatusPorts;
}

/** What the command needs from outside; tests give their own. */
export interface Live {
  open(options: AwsOptions): Promise<Aws>;
  now(): Instant;
  /** Waits for a time; false when there will be no further look. */
  wait(millis: number): Promise<boolean>;
}
