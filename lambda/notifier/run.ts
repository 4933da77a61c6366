import { claim, unclaimed } from '../../core/incident/outbox';
import type { IncidentRecord } from '../../core/incident/record';
import type { Instant } from '../../core/time';
import type { NotifierEnvironment } from './environment';
import { cachedTable, type RecordChange, updateRecord } from './incident-records';
import type { IncidentTable, NotifierPorts } from './ports';

/** What a run of the notifier starts with. */
export interface RunDeps {
  readonly ports: NotifierPorts;
  readonly environment: NotifierEnvironment;
  readonly now: Instant;
}

/**
 * One run of the notifier: a tick, or the receipt of one alarm. It holds what every step needs, so that the steps need not
 * pass it on, and it reads no record of the table twice.
 */
export class NotifierRun implements RunDeps {
  public readonly ports: NotifierPorts;
  public readonly environment: NotifierEnvironment;
  public readonly now: Instant;
  /** The table of incidents. Use it instead of the ports' own table, which remembers nothing. */
  public readonly table: IncidentTable;

  public constructor({ ports, environment, now }: RunDeps) {
    this.ports = ports;
    this.environment = environment;
    this.now = now;
    this.table = cachedTable(ports.table);
  }

  /** All records: open incidents and those that closed lately. */
  public async loadRecords(): Promise<IncidentRecord[]> {
    return (await this.table.loadAll()).map(({ record }) => record);
  }

  /** Changes a pipeline's record. @throws when the table cannot be used, or when other processes always write first */
  public update(pipeline: string, change: RecordChange): Promise<IncidentRecord> {
    return updateRecord(this.table, pipeline, this.now, change);
  }

  /** Claims a notification, so that no other process sends it. @returns false when another process has claimed or sent it */
  public async claim(pipeline: string, key: string): Promise<boolean> {
    let isMine = false;
    await this.update(pipeline, (record) => {
      isMine = unclaimed(record, this.now).some((notification) => notification.key === key);
      return isMine ? claim(record, key, this.now) : record;
    });
    return isMine;
  }
}
