/**
 * What a template deploys, as far as a drill plays it. Names and ARNs are plain texts: intrinsics are resolved to plausible
 * ones (account 111122223333, one Region), so that references between resources compare equal.
 */
export interface Account {
  readonly accountId: string;
  readonly region: string;
  readonly functions: readonly FunctionModel[];
  readonly stateMachines: readonly StateMachineModel[];
  readonly schedules: readonly ScheduleModel[];
  /** Schedules and rules whose expression EventBridge refuses: they cannot be deployed, and are never played. */
  readonly refusedSchedules?: readonly RefusedSchedule[];
  readonly alarms: readonly AlarmModel[];
  readonly compositeAlarms: readonly CompositeAlarmModel[];
  readonly muteRules: readonly MuteRuleModel[];
  readonly topics: readonly TopicModel[];
  readonly subscriptions: readonly SubscriptionModel[];
  readonly queues: readonly QueueModel[];
  /** Pipes that take messages out of a queue. */
  readonly pipes: readonly PipeModel[];
  readonly tables: readonly TableModel[];
  readonly keys: readonly KeyModel[];
  /**
   * Statements by role name, of inline, managed and attached policies. A role outside the templates, or with a policy whose
   * statements are unknown, is missing: what it may do is unknown.
   */
  readonly rolePolicies: ReadonlyMap<string, readonly PolicyStatementModel[]>;
  readonly parameters: readonly ParameterModel[];
  /** The observatories: a checker function with its settings. */
  readonly checkers: readonly CheckerModel[];
  /** The notifiers of observatories, which send messages about alarms. */
  readonly notifiers: readonly NotifierModel[];
  /** Parts of the templates that a drill does not play; none is ignored without a note. */
  readonly notPlayed: readonly NotPlayed[];
}

/** Where a resource comes from, to name it in a report. */
export interface Origin {
  readonly stack: string;
  readonly logicalId: string;
  /** The construct path, if the template's metadata has it. */
  readonly path?: string;
}

export interface NotPlayed { readonly origin: Origin; readonly type: string; readonly what: string }

export interface FunctionModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly timeoutSeconds: number;
  readonly roleName?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The key that encrypts its environment; undefined for the AWS-managed key of Lambda. */
  readonly keyId?: string;
  /** Its log group. Default: `/aws/lambda/<name>`. */
  readonly logGroupName?: string;
  /** Retries of an asynchronous invocation (0 to 2). */
  readonly asyncRetries: number;
  /** How long an asynchronous invocation may wait and be retried. Default: 21600, six hours. */
  readonly asyncMaxEventAgeSeconds?: number;
  /** The topic, queue … that receives a record of each asynchronous invocation that failed for good. */
  readonly onFailureArn?: string;
  /** Who may invoke it besides the account's own roles. Default: nobody. */
  readonly invokePolicy?: readonly PolicyStatementModel[];
  /** Reserved concurrency; 0 means that every invocation is throttled. Undefined: none is reserved. */
  readonly reservedConcurrency?: number;
}

export interface StateMachineModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly timeoutSeconds?: number;
  /** Functions named in its definition, which run as part of its executions. */
  readonly functionArns: readonly string[];
}

/** An EventBridge Scheduler schedule or a scheduled rule. */
export interface ScheduleModel extends Origin {
  readonly kind: 'scheduler' | 'rule';
  readonly name: string;
  /** For a rule: whether a function's policy must allow it. */
  readonly arn?: string;
  readonly group: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly flexibleMinutes: number;
  readonly start?: number;
  readonly end?: number;
  readonly targetArns: readonly string[];
  /** The input of its first target, where that is not EventBridge's own event. */
  readonly input?: string;
  readonly roleName?: string;
  /** The roles of targets with another role, by the targets' ARNs. */
  readonly targetRoles?: Readonly<Record<string, string>>;
  readonly retryAttempts: number;
  readonly maxEventAgeSeconds: number;
  readonly deadLetterArn?: string;
}

/** A schedule or a rule that EventBridge refuses, and why. */
export interface RefusedSchedule extends Origin {
  readonly kind: ScheduleModel['kind'];
  readonly name: string;
  readonly group: string;
  readonly targetArns: readonly string[];
  readonly why: string;
}

export interface MetricIdentity {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface AlarmMetricEntry {
  readonly id: string;
  readonly returnData: boolean;
  readonly expression?: string;
  readonly metric?: MetricIdentity & { readonly statistic: string; readonly periodSeconds: number };
}

export interface AlarmModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** A plain alarm has one entry, called `m`. */
  readonly entries: readonly AlarmMetricEntry[];
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparisonOperator: string;
  readonly threshold?: number;
  /** The id of the band's entry, for an anomaly alarm. */
  readonly thresholdMetricId?: string;
  readonly treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  readonly evaluateLowSampleCount?: 'evaluate' | 'ignore';
  readonly wallClock?: { readonly timeZone: string };
  readonly warmUp?: { readonly minutes: number; readonly onlyAfter: boolean };
  readonly actionsEnabled: boolean;
  readonly actions: { readonly alarm: readonly string[]; readonly ok: readonly string[]; readonly insufficientData: readonly string[] };
}

export interface CompositeAlarmModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly rule: string;
  readonly suppressor?: { readonly alarm: string; readonly waitSeconds: number; readonly extensionSeconds: number };
  readonly actionsEnabled: boolean;
  readonly actions: AlarmModel['actions'];
}

export interface MuteRuleModel extends Origin {
  readonly name: string;
  readonly expression: string;
  readonly durationSeconds: number;
  readonly timeZone: string;
  readonly start?: number;
  readonly end?: number;
  readonly alarmNames: readonly string[];
}

export interface PolicyStatementModel {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** `*`, `service:cloudwatch.amazonaws.com`, `aws:<arn or account>`; empty in a role's policy. */
  readonly principals: readonly string[];
  /** In place of `principals`: everyone but these. */
  readonly notPrincipals?: readonly string[];
  readonly actions: readonly string[];
  /** In place of `actions`: everything but these. */
  readonly notActions?: readonly string[];
  readonly resources: readonly string[];
  /** In place of `resources`: everything but these. */
  readonly notResources?: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface TopicModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly displayName?: string;
  readonly keyId?: string;
  /** Undefined: the default policy, which lets the whole account publish. */
  readonly policy?: readonly PolicyStatementModel[];
}

export interface SubscriptionModel extends Origin {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** JSON of the filter policy. Alarms' messages have no attributes for it. */
  readonly filterPolicy?: string;
  /** What the filter policy looks at. */
  readonly filterScope?: 'MessageAttributes' | 'MessageBody';
  /** The queue for messages that SNS cannot deliver. */
  readonly deadLetterArn?: string;
}

export interface QueueModel extends Origin {
  readonly name: string;
  readonly arn: string;
  /** The key that encrypts its messages; undefined for a key of SQS's own, which everyone may use. */
  readonly keyId?: string;
  /** Undefined: nobody but the account's own roles may send to it. */
  readonly policy?: readonly PolicyStatementModel[];
}

/** An EventBridge pipe from a queue to a topic or another target. */
export interface PipeModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly sourceArn: string;
  readonly targetArn: string;
  readonly roleName?: string;
  readonly running: boolean;
  /** The input of the target: a text with placeholders for parts of the source's record. Absent: the record. */
  readonly inputTemplate?: string;
}

export interface TableModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** The customer-managed key that encrypts it. Default: DynamoDB's own key, which nobody can disable. */
  readonly keyId?: string;
}

export interface KeyModel extends Origin {
  readonly id: string;
  readonly arn: string;
  readonly policy: readonly PolicyStatementModel[];
  /** Names of its aliases, `alias/…`. */
  readonly aliases?: readonly string[];
  /** Nobody can use a disabled key. Default: true. */
  readonly enabled?: boolean;
}

export interface ParameterModel extends Origin { readonly name: string; readonly value: string }

/** One observatory of this library. */
export interface CheckerModel extends Origin {
  readonly observatory: string;
  readonly contractsPath: string;
  /** Where it looks for pipelines without a contract. Default: nowhere. */
  readonly profilesPath?: string;
  /** The table of the ledger. */
  readonly tableName: string;
  /** The topics whose subscribers it checks. Default: none. */
  readonly topicArns?: readonly string[];
  readonly functionName: string;
}

/** The functions that send messages about an observatory's alarms. */
export interface NotifierModel extends Origin {
  readonly observatory: string;
  readonly functionName: string;
  readonly contractsPath: string;
  readonly profilesPath: string;
  readonly tableName: string;
  readonly criticalTopicArn: string;
  readonly warningTopicArn: string;
}

/** The name of a resource for people: its construct path if the template has it, otherwise its name. */
export function labelOf({ path, name }: Origin & { readonly name: string }): string {
  return path?.replace(/\/Resource$/, '') ?? name;
}

/** The resource with an ARN. */
type Target =
  | { readonly kind: 'function'; readonly model: FunctionModel }
  | { readonly kind: 'stateMachine'; readonly model: StateMachineModel }
  | { readonly kind: 'topic'; readonly model: TopicModel }
  | { readonly kind: 'queue'; readonly model: QueueModel };

/**
 * The target of a schedule or of an alarm's action; undefined when the templates do not have it. Versions and aliases of
 * functions and state machines count as the function or state machine itself.
 */
export function targetOf(account: Account, arn: string): Target | undefined {
  const unqualified = arn.replace(/^(arn:[^:]+:(?:lambda|states):[^:]*:[^:]*:(?:function|stateMachine):[^:]+):[^:]+$/, '$1');
  return targetsOf(account).get(unqualified);
}

/** Resources by ARN, built once for each account, because every schedule and alarm looks up its targets here. */
const KNOWN = new WeakMap<Account, ReadonlyMap<string, Target>>();

function targetsOf(account: Account): ReadonlyMap<string, Target> {
  const known = KNOWN.get(account);
  if (known !== undefined) return known;
  const { functions, stateMachines, topics, queues } = account;
  const all: Target[] = [
    ...functions.map((model) => ({ kind: 'function', model }) as const), ...stateMachines.map((model) => ({ kind: 'stateMachine', model }) as const),
    ...topics.map((model) => ({ kind: 'topic', model }) as const), ...queues.map((model) => ({ kind: 'queue', model }) as const),
  ];
  // If several have one ARN, the first counts.
  const targets = new Map(all.reverse().map((target) => [target.model.arn, target]));
  KNOWN.set(account, targets);
  return targets;
}
