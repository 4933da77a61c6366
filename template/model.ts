/**
 * What a template deploys, as far as a drill plays it. Names and ARNs are plain texts: intrinsics are resolved to
 * plausible ones (account 111122223333, one Region), so that references between resources compare equal.
 */
export interface Account {
  readonly accountId: string;
  readonly region: string;
  readonly functions: readonly FunctionModel[];
  readonly stateMachines: readonly StateMachineModel[];
  readonly schedules: readonly ScheduleModel[];
  /** Schedules and rules whose expression EventBridge does not take: they could not be deployed, and are never played. */
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
   * Statements by role name, of inline, managed and attached policies. A role that is not here, or holds a policy whose
   * statements are not known, is missing: what it may do is not known.
   */
  readonly rolePolicies: ReadonlyMap<string, readonly PolicyStatementModel[]>;
  readonly parameters: readonly ParameterModel[];
  /** Observatories found: a checker function with what it is told. */
  readonly checkers: readonly CheckerModel[];
  /** Notifiers of observatories: what makes messages of alarms. */
  readonly notifiers: readonly NotifierModel[];
  /** What the reader met and a drill does not play; never silently ignored. */
  readonly notPlayed: readonly NotPlayed[];
}

/** Where a resource comes from, to name it in a report. */
export interface Origin {
  readonly stack: string;
  readonly logicalId: string;
  /** The construct path where the template has it in its metadata. */
  readonly path?: string;
}

export interface NotPlayed { readonly origin: Origin; readonly type: string; readonly what: string }

export interface FunctionModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly timeoutSeconds: number;
  readonly roleName?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** With which its environment is encrypted; undefined for the AWS-managed key of Lambda. */
  readonly keyId?: string;
  /** Where it logs. Default: `/aws/lambda/<name>`. */
  readonly logGroupName?: string;
  /** Retries of an asynchronous invocation (0 to 2). */
  readonly asyncRetries: number;
  /** How long an asynchronous invocation may wait and be retried. Default: 21600, six hours. */
  readonly asyncMaxEventAgeSeconds?: number;
  /** The topic, queue … that gets a record of an asynchronous invocation that failed for good. */
  readonly onFailureArn?: string;
  /** Who besides the account's own roles may invoke it. Default: nobody. */
  readonly invokePolicy?: readonly PolicyStatementModel[];
  /** Reserved concurrency; 0 means that every invocation is throttled. Undefined: none is reserved. */
  readonly reservedConcurrency?: number;
}

export interface StateMachineModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly timeoutSeconds?: number;
  /** Functions named in its definition: they run as part of its executions. */
  readonly functionArns: readonly string[];
}

/** An EventBridge Scheduler schedule or a scheduled rule. */
export interface ScheduleModel extends Origin {
  readonly kind: 'scheduler' | 'rule';
  readonly name: string;
  /** Of a rule: who a function's policy has to let in. */
  readonly arn?: string;
  readonly group: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly flexibleMinutes: number;
  readonly start?: number;
  readonly end?: number;
  readonly targetArns: readonly string[];
  /** What its first target is given, where that is not EventBridge's own event. */
  readonly input?: string;
  readonly roleName?: string;
  /** The roles of targets that have another one, by the targets' ARNs. */
  readonly targetRoles?: Readonly<Record<string, string>>;
  readonly retryAttempts: number;
  readonly maxEventAgeSeconds: number;
  readonly deadLetterArn?: string;
}

/** A schedule or a rule that EventBridge does not take, and why. */
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
  /** The id of the band's entry, of an anomaly alarm. */
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
  /** Given in place of `principals`: everybody but these. */
  readonly notPrincipals?: readonly string[];
  readonly actions: readonly string[];
  /** Given in place of `actions`: everything but these. */
  readonly notActions?: readonly string[];
  readonly resources: readonly string[];
  /** Given in place of `resources`: everything but these. */
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
  /** JSON of the filter policy. Alarms' messages have no attributes that it could look at. */
  readonly filterPolicy?: string;
  /** What the filter policy looks at. */
  readonly filterScope?: 'MessageAttributes' | 'MessageBody';
  /** The queue into which SNS puts what it cannot deliver. */
  readonly deadLetterArn?: string;
}

export interface QueueModel extends Origin {
  readonly name: string;
  readonly arn: string;
  /** With which its messages are encrypted; undefined for a key of SQS's own, which everybody may use. */
  readonly keyId?: string;
  /** Undefined: nobody but the account's own roles may send to it. */
  readonly policy?: readonly PolicyStatementModel[];
}

/** A pipe of EventBridge Pipes from a queue to a topic or whatever else. */
export interface PipeModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly sourceArn: string;
  readonly targetArn: string;
  readonly roleName?: string;
  readonly running: boolean;
  /** What the target is given: a text with places for parts of the source's record. Absent: the record. */
  readonly inputTemplate?: string;
}

export interface TableModel extends Origin {
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** The customer's key with which it is encrypted. Default: DynamoDB's own, which nobody can disable. */
  readonly keyId?: string;
}

export interface KeyModel extends Origin {
  readonly id: string;
  readonly arn: string;
  readonly policy: readonly PolicyStatementModel[];
  /** Names of its aliases, `alias/…`. */
  readonly aliases?: readonly string[];
  /** A disabled key can be used by nobody. Default: true. */
  readonly enabled?: boolean;
}

export interface ParameterModel extends Origin { readonly name: string; readonly value: string }

/** One observatory of this library. */
export interface CheckerModel extends Origin {
  readonly observatory: string;
  readonly contractsPath: string;
  /** Where it looks for pipelines without a contract. Default: nowhere. */
  readonly profilesPath?: string;
  /** The topics that it verifies to be heard. Default: none. */
  readonly topicArns?: readonly string[];
  readonly functionName: string;
}

/** What makes messages of an observatory's alarms. */
export interface NotifierModel extends Origin {
  readonly observatory: string;
  readonly functionName: string;
  readonly contractsPath: string;
  readonly profilesPath: string;
  readonly tableName: string;
  readonly criticalTopicArn: string;
  readonly warningTopicArn: string;
}

/** What a person calls a resource: its construct path, where the template has it, else its name. */
export function labelOf({ path, name }: Origin & { readonly name: string }): string {
  return path?.replace(/\/Resource$/, '') ?? name;
}

/** What an ARN stands for. */
type Target =
  | { readonly kind: 'function'; readonly model: FunctionModel }
  | { readonly kind: 'stateMachine'; readonly model: StateMachineModel }
  | { readonly kind: 'topic'; readonly model: TopicModel }
  | { readonly kind: 'queue'; readonly model: QueueModel };

/**
 * What the target of a schedule or the action of an alarm is, undefined when the templates do not have it. Versions and
 * aliases of functions and state machines count as these themselves.
 */
export function targetOf(account: Account, arn: string): Target | undefined {
  const unqualified = arn.replace(/^(arn:[^:]+:(?:lambda|states):[^:]*:[^:]*:(?:function|stateMachine):[^:]+):[^:]+$/, '$1');
  return targetsOf(account).get(unqualified);
}

/** By ARN, made once for each account: everything that a schedule or an alarm names is looked up here. */
const KNOWN = new WeakMap<Account, ReadonlyMap<string, Target>>();

function targetsOf(account: Account): ReadonlyMap<string, Target> {
  const known = KNOWN.get(account);
  if (known !== undefined) return known;
  const { functions, stateMachines, topics, queues } = account;
  const all: Target[] = [
    ...functions.map((model) => ({ kind: 'function', model }) as const), ...stateMachines.map((model) => ({ kind: 'stateMachine', model }) as const),
    ...topics.map((model) => ({ kind: 'topic', model }) as const), ...queues.map((model) => ({ kind: 'queue', model }) as const),
  ];
  // Of several with one ARN the first counts.
  const targets = new Map(all.reverse().map((target) => [target.model.arn, target]));
  KNOWN.set(account, targets);
  return targets;
}
