import type { Standing } from '../../../core/ledger/standing';
import { AlarmChange } from '../../../core/alarm-change';
import { emptyRecord, IncidentRecord } from '../../../core/incident/record';
import { MachineEvent } from '../../../core/message/facts';
import { Instant, MINUTE } from '../../../core/time';
import type { DiagnosisPorts } from '../../../lambda/notifier/diagnosis/ports';
import type {
  AlarmNow, IncidentTable, MessageKind, NotifierPorts, OutgoingMessage, StoredRecord, Subscriber,
} from '../../../lambda/notifier/ports';
import type { StoredContract } from '../../../lambda/shared/ports';
import { Disturbance, EvidenceDisturbances, FakeEvidencePorts } from '../shared/fake-evidence-ports';

/** How many messages of one kind go out at once in a window. Further messages are held. */
const SEND_SLOTS = 3;
const WINDOW = 10 * MINUTE;

/** Called before each call with its arguments. `saved` and `sent` are called after it, when only its answer can be lost. */
export interface NotifierDisturbances extends EvidenceDisturbances {
  profile?: Disturbance<[index: number]>;
  parameters?: Disturbance<[names: readonly string[]]>;
  alarms?: Disturbance<[names: readonly string[]]>;
  raised?: Disturbance<[topicArn: string]>;
  load?: Disturbance<[pipeline: string]>;
  loadAll?: Disturbance;
  save?: Disturbance<[record: IncidentRecord, revision: number]>;
  saved?: Disturbance<[record: IncidentRecord, revision: number]>;
  acquireSendSlot?: Disturbance<[kind: MessageKind]>;
  standing?: Disturbance<[pipeline: string]>;
  publish?: Disturbance<[topicArn: string, message: OutgoingMessage]>;
  sent?: Disturbance<[topicArn: string, message: OutgoingMessage]>;
  emit?: Disturbance<[event: MachineEvent]>;
  subscribers?: Disturbance<[topicArn: string]>;
}

/**
 * An account in memory for the notifier: evidence, profiles, the table of incidents with its conditional writes, topics with
 * their subscribers, and the sent messages. It fails where a test says so.
 *
 *     const ports = new FakeNotifierPorts(stored(nightly('Orders')));
 *     ports.topics.set(CRITICAL, [{ protocol: 'email', endpoint: 'data@example.com', confirmed: true }]);
 *     ports.disturb.save = () => { throw new FakeError('AccessDeniedException'); };
 *     …
 *     ports.subjectsTo(CRITICAL); // the subjects that were sent there
 */
export class FakeNotifierPorts extends FakeEvidencePorts implements NotifierPorts {
  public readonly table: FakeIncidentTable;
  public profilesStored: StoredContract[] = [];
  /** What the ledger has of pipelines. */
  public readonly standings = new Map<string, Partial<Standing>>();
  /** The present state of alarms, by name. Other alarms do not exist. */
  public readonly alarmsNow = new Map<string, AlarmNow>();
  /** Alarms in ALARM that notify the intake topic. */
  public alarmsRaised: AlarmChange[] = [];
  /** Subscribers by topic. Other topics have none. */
  public readonly topics = new Map<string, readonly Subscriber[]>();
  /** The messages published to topics, in order. */
  public readonly published: { readonly topicArn: string; readonly message: OutgoingMessage }[] = [];
  /** The events put on the event bus, in order. */
  public readonly emitted: MachineEvent[] = [];
  /** All writes to the outside, in order: `save Orders 2`, `publish <topic> <subject>`, `emit opened`. */
  public readonly acts: string[] = [];
  public override disturb: NotifierDisturbances = {};
  /** By default, nothing exists that a diagnosis could read. */
  public diagnosis: DiagnosisPorts = nothingToDiagnose();

  public constructor(...contracts: StoredContract[]) {
    super(...contracts);
    this.table = new FakeIncidentTable(() => this.disturb, this.acts);
  }

  public async* profiles(): AsyncGenerator<StoredContract> {
    for (const [index, profile] of this.profilesStored.entries()) {
      await this.disturb.profile?.(index);
      yield profile;
    }
    await this.disturb.profile?.(this.profilesStored.length);
  }

  public async standingText(pipeline: string): Promise<string | undefined> {
    await this.disturb.standing?.(pipeline);
    const standing = this.standings.get(pipeline);
    return standing === undefined ? undefined : JSON.stringify(standing);
  }

  public async parameters(names: readonly string[]): Promise<readonly StoredContract[]> {
    await this.disturb.parameters?.(names);
    return [...this.contractsStored, ...this.profilesStored].filter(({ name }) => names.includes(name));
  }

  public async alarms(names: readonly string[]): Promise<ReadonlyMap<string, AlarmNow>> {
    await this.disturb.alarms?.(names);
    return new Map([...this.alarmsNow].filter(([name]) => names.includes(name)));
  }

  public async raised(topicArn: string): Promise<readonly AlarmChange[]> {
    await this.disturb.raised?.(topicArn);
    return this.alarmsRaised;
  }

  public async publish(topicArn: string, message: OutgoingMessage): Promise<void> {
    await this.disturb.publish?.(topicArn, message);
    this.published.push({ topicArn, message: { ...message } });
    this.acts.push(`publish ${topicArn} ${message.subject}`);
    await this.disturb.sent?.(topicArn, message);
  }

  public async emit(event: MachineEvent): Promise<void> {
    await this.disturb.emit?.(event);
    this.emitted.push(copyOf(event));
    this.acts.push(`emit ${event.kind}`);
  }

  public async subscribers(topicArn: string): Promise<readonly Subscriber[]> {
    await this.disturb.subscribers?.(topicArn);
    return this.topics.get(topicArn) ?? [];
  }

  /** The subjects of the messages to a topic, in order. */
  public subjectsTo(topicArn: string): string[] {
    return this.messagesTo(topicArn).map(({ subject }) => subject);
  }

  public messagesTo(topicArn: string): OutgoingMessage[] {
    return this.published.filter((sent) => sent.topicArn === topicArn).map(({ message }) => message);
  }
}

/** The table in memory. It keeps JSON copies, so that only writes change stored records. */
export class FakeIncidentTable implements IncidentTable {
  readonly #stored = new Map<string, { readonly json: string; readonly revision: number }>();
  readonly #sendSlots = new Map<string, number>();

  public constructor(private readonly disturb: () => NotifierDisturbances, private readonly acts: string[]) {}

  public async load(pipeline: string): Promise<StoredRecord> {
    await this.disturb().load?.(pipeline);
    return this.peek(pipeline);
  }

  public async loadAll(): Promise<StoredRecord[]> {
    await this.disturb().loadAll?.();
    return [...this.#stored.keys()].map((pipeline) => this.peek(pipeline));
  }

  public async save(record: IncidentRecord, revision: number, _now: Instant): Promise<boolean> {
    await this.disturb().save?.(record, revision);
    if (revision !== (this.#stored.get(record.pipeline)?.revision ?? 0)) return false;
    this.put(record);
    this.acts.push(`save ${record.pipeline} ${revision + 1}`);
    await this.disturb().saved?.(record, revision);
    return true;
  }

  public async acquireSendSlot(kind: MessageKind, now: Instant): Promise<boolean> {
    await this.disturb().acquireSendSlot?.(kind);
    const window = `${kind} ${Math.floor(now / WINDOW)}`;
    const taken = (this.#sendSlots.get(window) ?? 0) + 1;
    this.#sendSlots.set(window, taken);
    return taken <= SEND_SLOTS;
  }

  /** A pipeline's record for a test. This read never fails. */
  public peek(pipeline: string): StoredRecord {
    const found = this.#stored.get(pipeline);
    return found === undefined ? { record: emptyRecord(pipeline), revision: 0 } : { record: JSON.parse(found.json) as IncidentRecord, revision: found.revision };
  }

  /** All records, for a test. */
  public all(): IncidentRecord[] {
    return [...this.#stored.keys()].map((pipeline) => this.peek(pipeline).record);
  }

  /** Stores a record as if another process had written it. */
  public put(record: IncidentRecord): void {
    const revision = (this.#stored.get(record.pipeline)?.revision ?? 0) + 1;
    this.#stored.set(record.pipeline, { json: JSON.stringify(record), revision });
  }

  /** Loses everything, as if the table had been deleted and created again. */
  public clear(): void {
    this.#stored.clear();
    this.#sendSlots.clear();
  }
}

function nothingToDiagnose(): DiagnosisPorts {
  return {
    executions: async () => [],
    executionFailure: async () => ({}),
    executionHistory: async () => ({}),
    machine: async () => undefined,
    executedMachine: async () => undefined,
    lambdaFunction: async () => undefined,
    concurrency: async () => undefined,
    logLines: async () => [],
    schedule: async () => undefined,
    rule: async () => undefined,
    deadLetters: async () => [],
  };
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
