import type { Environment, Identity } from '../intrinsics/environment';
import type {
  Account, AlarmModel, CompositeAlarmModel, FunctionModel, KeyModel, MuteRuleModel, NotPlayed, Origin, ParameterModel,
  PipeModel, PolicyStatementModel, QueueModel, RefusedSchedule, ScheduleModel, StateMachineModel, SubscriptionModel, TableModel,
  TopicModel,
} from '../model';
import { checkerOf, notifierOf } from '../watchers';
import type { Properties } from './properties';

/** The name of a role from its ARN, which may have a path, or from its name. */
export function roleNameOf(text: string): string {
  return text.split('/').at(-1) ?? text;
}

/** How a function is invoked asynchronously, from its AWS::Lambda::EventInvokeConfig. */
interface AsyncInvocation {
  readonly retries?: number;
  readonly maxEventAgeSeconds?: number;
  readonly onFailureArn?: string;
}

/**
 * An account while its templates are read, in any order. What one resource says about another (a topic's policy, a function's
 * retries) is stored by the other's name until all are read.
 */
export class AccountDraft {
  public readonly functions: FunctionModel[] = [];
  public readonly stateMachines: StateMachineModel[] = [];
  public readonly schedules: ScheduleModel[] = [];
  public readonly refusedSchedules: RefusedSchedule[] = [];
  public readonly alarms: AlarmModel[] = [];
  public readonly compositeAlarms: CompositeAlarmModel[] = [];
  public readonly muteRules: MuteRuleModel[] = [];
  public readonly topics: TopicModel[] = [];
  public readonly subscriptions: SubscriptionModel[] = [];
  public readonly queues: QueueModel[] = [];
  public readonly pipes: PipeModel[] = [];
  public readonly tables: TableModel[] = [];
  public readonly keys: KeyModel[] = [];
  public readonly parameters: ParameterModel[] = [];
  /** By function name. */
  public readonly asyncInvocations = new Map<string, AsyncInvocation>();
  /** Who may invoke a function, by its name. */
  public readonly invokePolicies = new Map<string, readonly PolicyStatementModel[]>();
  /** By queue URL, which is how a policy names its queue. */
  public readonly queuePolicies = new Map<string, readonly PolicyStatementModel[]>();
  /** By queue ARN. */
  public readonly queueUrls = new Map<string, string>();
  /** By topic ARN. */
  public readonly topicPolicies = new Map<string, readonly PolicyStatementModel[]>();
  /** Names of aliases by key id or ARN. */
  public readonly keyAliases = new Map<string, string[]>();
  /** Statements of managed policies of the templates, by ARN. */
  public readonly managedPolicies = new Map<string, readonly PolicyStatementModel[]>();
  /** Names of the roles of the templates. */
  public readonly roles = new Set<string>();
  /** Names of roles with a policy whose statements are unknown. */
  public readonly partlyKnownRoles = new Set<string>();
  readonly #rolePolicies = new Map<string, PolicyStatementModel[]>();
  readonly #afterwards: (() => void)[] = [];

  public constructor(private readonly environment: Environment) {}

  /** Adds statements to a role. */
  public grant(roleName: string, statements: readonly PolicyStatementModel[]): void {
    this.#rolePolicies.set(roleName, [...this.#rolePolicies.get(roleName) ?? [], ...statements]);
  }

  /** Runs what needs another resource after all are read. */
  public afterwards(act: () => void): void {
    this.#afterwards.push(act);
  }

  /**
   * The account, after all resources are read.
   * @param notes what is not played, read at the very end
   */
  public finish(notes: () => readonly NotPlayed[]): Account {
    for (const act of this.#afterwards.splice(0)) act();
    const functions = this.functions.map((model) => this.completed(model));
    const knownRoles = [...this.roles].filter((name) => !this.partlyKnownRoles.has(name));
    const { accountId, region } = this.environment;
    return {
      accountId, region, functions,
      stateMachines: this.stateMachines,
      schedules: this.schedules,
      ...(this.refusedSchedules.length === 0 ? {} : { refusedSchedules: this.refusedSchedules }),
      alarms: this.alarms,
      compositeAlarms: this.compositeAlarms,
      muteRules: this.muteRules,
      topics: this.topics.map((topic) => ({ ...topic, policy: this.topicPolicies.get(topic.arn) })),
      subscriptions: this.subscriptions,
      queues: this.queues.map((queue) => {
        const policy = this.queuePolicies.get(this.queueUrls.get(queue.arn) ?? '');
        return policy === undefined ? queue : { ...queue, policy };
      }),
      pipes: this.pipes,
      tables: this.tables,
      keys: this.keys.map((key) => ({ ...key, aliases: [key.id, key.arn].flatMap((id) => this.keyAliases.get(id) ?? []) })),
      rolePolicies: new Map(knownRoles.map((name) => [name, this.#rolePolicies.get(name) ?? []])),
      parameters: this.parameters,
      checkers: functions.flatMap((model) => checkerOf(model) ?? []),
      notifiers: functions.flatMap((model) => notifierOf(model) ?? []),
      notPlayed: notes(),
    };
  }

  /** A function with what other resources say about it. */
  private completed(model: FunctionModel): FunctionModel {
    const { retries = model.asyncRetries, maxEventAgeSeconds, onFailureArn } = this.asyncInvocations.get(model.name) ?? {};
    const invokePolicy = this.invokePolicies.get(model.name);
    return {
      ...model, asyncRetries: retries,
      ...(maxEventAgeSeconds === undefined ? {} : { asyncMaxEventAgeSeconds: maxEventAgeSeconds }),
      ...(onFailureArn === undefined ? {} : { onFailureArn }),
      ...(invokePolicy === undefined ? {} : { invokePolicy }),
    };
  }
}

/** A resource of a template, named and ready to be read. */
export interface TemplateResource {
  readonly origin: Origin;
  readonly type: string;
  readonly environment: Environment;
  readonly name: string;
  readonly arn: string;
  readonly properties: Properties;
  /** For a nested stack: whether its template was given. */
  readonly hasTemplate: boolean;
  /** Lists something about the resource that is not played, as a clause about it: "its dead-letter queue is not played". */
  readonly note: (what: string) => void;
}

/** How one type of resource is named and read. */
export interface ResourceKind {
  readonly identity: Identity;
  /**
   * Adds the resource to the account.
   * @throws MalformedProperty or an error of core for what AWS would refuse: the resource is then left out and listed
   */
  readonly read: (resource: TemplateResource, draft: AccountDraft) => void;
}
