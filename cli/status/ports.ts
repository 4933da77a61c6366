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
  /** ARNs of its actions; none when they are switched off. */
  readonly notifies: readonly string[];
}

/** What a look at an account asks of it. Every call may throw; a look that has no time left begins nothing more. */
export interface StatusPorts extends Pick<EvidencePorts, 'readMetrics' | 'listExecutions' | 'timeLeft'> {
  /** The parameters below a path, at any depth. */
  parameters(path: string): AsyncIterable<StoredContract>;
  /** All alarms on metrics of a namespace. */
  alarms(namespace: string): Promise<readonly DeployedAlarm[]>;
  subscribers(topicArn: string): Promise<readonly Subscriber[]>;
  /** The environment variables of a function. */
  variables(functionArn: string): Promise<Readonly<Record<string, string>>>;
  /** What a table of incidents keeps; a record that cannot be read is reported and left out. */
  records(tableName: string, notUnderstood: (pipeline: string, problem: string) => void): Promise<readonly IncidentRecord[]>;
}

/** Which account and Region is looked at. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** An account, as the credentials that were found open it. */
export interface Aws {
  /** The Region that is looked at. @throws when none is set */
  region(): Promise<string>;
  /** The ports for one look, which ends in time. */
  look(now: Instant): StatusPorts;
}

/** What the command has around it; tests give it another. */
export interface Live {
  open(options: AwsOptions): Promise<Aws>;
  now(): Instant;
  /** Waits so long; false when nothing is to be looked at any more. */
  wait(millis: number): Promise<boolean>;
}
