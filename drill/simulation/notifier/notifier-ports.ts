import { AlarmChange, readAlarmChange } from '../../../core/alarm-change';
import { readProfile } from '../../../core/contract/read-profile';
import { EVENT_SOURCE } from '../../../core/message/event';
import { MachineEvent } from '../../../core/message/facts';
import { Instant } from '../../../core/time';
import type { AlarmNow, NotifierPorts, OutgoingMessage, Subscriber } from '../../../lambda/notifier/ports';
import type { StoredContract } from '../../../lambda/shared/ports';
import type { FunctionModel, NotifierModel } from '../../../template/model';
import { type Alarm, takesActions } from '../alarms/alarm';
import { alarmPayload } from '../delivery/alarm-message';
import type { DeadLetterQueue } from '../delivery/dead-letter-queue';
import type { TopicMessage } from '../delivery/message';
import { isConfirmed, subscriptionsOf } from '../delivery/subscribers';
import type { Topics } from '../delivery/topics';
import type { MachineHost } from '../runs/machine-host';
import { ServiceCalls, ServiceError } from '../service-calls';
import type { SimContext } from '../sim-context';
import { SimulatedEvidence } from '../simulated-evidence';
import { tableFor, type TableStore } from '../table-store';
import { SimulatedDiagnosis } from './simulated-diagnosis';
import { SimulatedTable } from './simulated-table';

/** Messages that report that all is well, or well again. */
const GOOD: readonly MachineEvent['kind'][] = ['recovered', 'massRecovered', 'digest'];

/** A message of the notifier as its readers see it, with the subject that its event names. */
function notifierMessage({ subject, text, sms }: OutgoingMessage, event: MachineEvent | undefined): TopicMessage {
  if (event === undefined) return { by: 'notifier', state: 'ALARM', subject, text, sms };
  const { kind, pipeline, recovery } = event;
  const isGood = GOOD.includes(kind) || recovery !== undefined;
  const pipelines = event.pipelines ?? (pipeline === undefined ? undefined : [pipeline]);
  return {
    by: `notifier: ${aboutOf(kind, pipelines)}`, state: isGood ? 'OK' : 'ALARM', subject, text, sms, kind,
    ...(pipelines === undefined ? {} : { pipelines }), ...(event.alarm === undefined ? {} : { because: event.alarm.name }),
  };
}

function aboutOf(kind: MachineEvent['kind'], pipelines: readonly string[] | undefined): string {
  if (kind === 'digest') return 'digest';
  if (pipelines === undefined) return 'the observatory itself';
  return pipelines.length === 1 ? pipelines.join() : `${pipelines.length} pipelines`;
}

/** What the notifier uses of a simulation besides the evidence. */
export interface NotifierLinks {
  readonly machines: ReadonlyMap<string, MachineHost>;
  readonly queues: ReadonlyMap<string, DeadLetterQueue>;
  readonly topics: Topics;
  readonly tables: ReadonlyMap<string, TableStore>;
  readonly alarms: () => readonly Alarm[];
  /**
   * What an observatory's checker knows of the evidence: when it last arrived or changed its meaning, and until when its
   * meaning stays the same.
   */
  readonly evidence: (observatory: string) => { readonly newest: Instant; readonly stableUntil: Instant };
}

/** A message that the notifier has sent in the current invocation. */
interface Sent {
  readonly topicArn: string;
  readonly message: OutgoingMessage;
}

/** The notifier's ports into a simulated account, with the permissions of its role in the template. */
export class SimulatedNotifierPorts extends SimulatedEvidence implements NotifierPorts {
  public readonly table: SimulatedTable;
  public readonly diagnosis: SimulatedDiagnosis;
  #sent: Sent[] = [];
  #events: MachineEvent[] = [];
  /** Whether profiles have mute windows, by their text. */
  readonly #muted = new Map<string, boolean>();

  public constructor(sim: SimContext, private readonly notifier: NotifierModel, model: FunctionModel, private readonly reach: NotifierLinks) {
    super(sim, new ServiceCalls(sim, notifier, model), reach.machines);
    this.table = new SimulatedTable({ calls: this.calls, name: notifier.tableName, store: reach.tables.get(notifier.tableName) });
    this.diagnosis = new SimulatedDiagnosis(sim, this.calls, reach.machines, reach.queues);
  }

  public async standingText(pipeline: string): Promise<string | undefined> {
    const { tableName: name } = this.notifier;
    return tableFor({ calls: this.calls, name, store: this.reach.tables.get(name) }, 'GetItem', 'dynamodb:GetItem').standings.get(pipeline)?.text;
  }

  public async parameters(names: readonly string[]): Promise<readonly StoredContract[]> {
    for (const name of names) this.calls.make('GetParameters', 'ssm:GetParameters', this.parameterArn(name));
    return this.stored(this.sim.account.parameters.filter(({ name }) => names.includes(name)));
  }

  public async* profiles(): AsyncGenerator<StoredContract> {
    yield* this.parametersBelow(this.notifier.profilesPath);
  }

  public async alarms(names: readonly string[]): Promise<ReadonlyMap<string, AlarmNow>> {
    for (const name of names) this.calls.make('DescribeAlarms', 'cloudwatch:DescribeAlarms', this.arn('cloudwatch', `alarm:${name}`));
    const known = this.reach.alarms().filter(({ model }) => names.includes(model.name));
    return new Map(known.map(({ model, state, history }) => [model.name, { state, since: history.at(-1)?.at ?? -Infinity }]));
  }

  public async raised(topicArn: string): Promise<readonly AlarmChange[]> {
    this.calls.make('DescribeAlarms', 'cloudwatch:DescribeAlarms', this.arn('cloudwatch', 'alarm:*'));
    return this.reach.alarms().filter(({ model, state }) => state === 'ALARM' && takesActions(this.sim, model, this.now) && model.actions.alarm.includes(topicArn))
      .map(({ model, history }) => readAlarmChange(alarmPayload(this.sim.account, model, history.at(-1)!)));
  }

  public async publish(topicArn: string, message: OutgoingMessage): Promise<void> {
    this.calls.disturb('Publish');
    const refusal = this.reach.topics.refusalOf(this.calls.roleName, topicArn, this.now);
    if (refusal !== undefined) throw new ServiceError('AuthorizationErrorException', refusal);
    this.#sent.push({ topicArn, message });
  }

  public async emit(event: MachineEvent): Promise<void> {
    this.calls.make('PutEvents', 'events:PutEvents', this.arn('events', 'event-bus/default'), { 'events:source': EVENT_SOURCE });
    this.#events.push(event);
  }

  public async subscribers(topicArn: string): Promise<readonly Subscriber[]> {
    this.calls.make('ListSubscriptionsByTopic', 'sns:ListSubscriptionsByTopic', topicArn);
    const { conditions } = this.sim;
    return subscriptionsOf(this.sim, topicArn, this.now)
      .map((subscription) => ({ protocol: subscription.protocol, endpoint: subscription.endpoint, confirmed: isConfirmed(conditions, subscription, this.now) }));
  }

  /** Whether any pipeline has mute windows. */
  public hasMuteWindows(): boolean {
    return this.storedBelow(this.notifier.profilesPath).some(({ text }) => this.#hasMuteWindows(text));
  }

  /** Delivers what was sent, at the end of an invocation. The event on the bus names the subject of each message. */
  public deliver(): void {
    const [sent, events] = [this.#sent, this.#events];
    this.#sent = [];
    this.#events = [];
    for (const { topicArn, message } of sent) {
      this.reach.topics.publish(this.calls.roleName, topicArn, notifierMessage(message, events.find(({ subject }) => subject === message.subject)), this.now);
    }
  }

  #hasMuteWindows(profile: string): boolean {
    let has = this.#muted.get(profile);
    if (has === undefined) this.#muted.set(profile, has = muteWindowsIn(profile) > 0);
    return has;
  }
}

/** The number of mute windows in the text of a profile. A profile that cannot be read mutes nothing. */
function muteWindowsIn(profile: string): number {
  try {
    return readProfile(profile).muteWindows.length;
  } catch {
    return 0;
  }
}
