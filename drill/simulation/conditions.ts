import type { DiagnosisCall } from '../../core/diagnosis/permissions';
import type { Instant } from '../../core/time';
import type {
  CheckerModel, FunctionModel, KeyModel, MetricIdentity, NotifierModel, ParameterModel, ScheduleModel, SubscriptionModel,
} from '../../template/model';
import type { RunPlan } from './runs/run-plan';

/** What happens at a slot of a schedule: nothing, its target cannot be invoked, it is served late, or it is served twice. */
export type Firing =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly why: 'targetError' | 'targetThrottled' | 'notAllowed' }
  | { readonly kind: 'delayed'; readonly seconds: number }
  | { readonly kind: 'twice'; readonly seconds?: number };

/** How the delivery of a message to a subscriber fails. */
export type Hindrance = 'hiccup' | 'lost';

/** The library's own functions that watch pipelines. They can fail like any other function. */
export type Watcher = CheckerModel | NotifierModel;

/** A call that a watcher makes. */
export type WatcherCall =
  | 'GetParametersByPath' | 'GetParameters' | 'GetMetricData' | 'ListExecutions' | 'GetTopicAttributes' | 'PutMetricData'
  | 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DescribeAlarms' | 'DescribeAlarmsForMetric' | 'Publish' | 'PutEvents' | 'ListSubscriptionsByTopic'
  | DiagnosisCall;

/** Why a service cannot invoke a function: it is deleted, or its policy does not allow it any more. */
export type NotInvocable = 'deleted' | 'notPermitted';

/** Who publishes to a topic: CloudWatch, which needs the topic's policy, or a role, which has its own policy. */
export type Publisher = 'cloudwatch' | 'role';

/** A contract or a profile as it is stored while a condition lasts. */
export interface ContractChange {
  readonly text?: string;
  readonly lastChanged?: Instant;
  /** Whether someone has deleted it. @default false */
  readonly deleted?: boolean;
}

/**
 * Something that is broken for a while. This is how faults act on a simulation: each part asks for the conditions of the moment
 * before it does anything. What a condition does not mention happens as usual.
 */
export interface Condition {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  /**
   * Whether it does not affect the watchers: their schedules, functions, calls, contracts, topics and metrics. While another
   * condition lasts, no tick is skipped.
   * @default false
   */
  readonly sparesWatchers?: boolean;
  /** @param attempt 0 for the first attempt, then the number of the retry */
  readonly firing?: (schedule: ScheduleModel, slot: Instant, attempt: number) => Firing | undefined;
  /** A function that a caller outside invokes again and again, waiting for each answer. */
  readonly calls?: { readonly functionArn: string; readonly everyMillis: number };
  /** What happens to a message to a subscription: its first attempt fails and the next one succeeds, or all of them fail. */
  readonly delivery?: (subscription: SubscriptionModel) => Hindrance | undefined;
  /** The state in which a diagnosis finds a schedule: someone has disabled or deleted it. */
  readonly trigger?: (schedule: ScheduleModel) => 'disabled' | 'deleted' | undefined;
  readonly run?: (plan: RunPlan) => RunPlan;
  /** What happens to a point of one of AWS's own metrics. */
  readonly point?: (metric: MetricIdentity) => { readonly lost?: boolean; readonly delaySeconds?: number } | undefined;
  /** The error with which a call of a watcher fails. */
  readonly call?: (watcher: Watcher, call: WatcherCall) => Error | undefined;
  readonly contract?: (parameter: ParameterModel) => ContractChange | undefined;
  /** Why the policy of a topic refuses every message. */
  readonly publish?: (topicArn: string, by: Publisher) => string | undefined;
  /** Whether a subscription is confirmed. */
  readonly confirmed?: (subscription: SubscriptionModel) => boolean | undefined;
  /** Whether a subscription is gone because the subscriber has unsubscribed. */
  readonly unsubscribed?: (subscription: SubscriptionModel) => boolean;
  /** Whether someone has disabled a key. */
  readonly disablesKey?: (key: KeyModel) => boolean;
  /** Whether someone has disabled an alarm's actions. */
  readonly disablesActions?: (alarmName: string) => boolean;
  /** A schedule was deleted and created again when the condition began: a rate counts from this instant. */
  readonly recreated?: (schedule: ScheduleModel) => Instant | undefined;
  readonly invocable?: (model: FunctionModel) => NotInvocable | undefined;
  /** Whether a mute window mutes an alarm. */
  readonly mutes?: (alarmName: string) => boolean;
  /** Whether a table loses all its items when the condition begins. */
  readonly empties?: (tableName: string) => boolean;
}

/** All conditions of a simulation. They are known before it begins, so no part has to check for surprises. */
export class Conditions {
  readonly #all: readonly Condition[];

  public constructor(all: readonly Condition[]) {
    this.#all = all;
  }

  public at(now: Instant): readonly Condition[] {
    return this.#all.filter(({ from, to }) => from <= now && now < to);
  }

  /** Whether any condition of the moment applies. */
  public some(now: Instant, ask: (condition: Condition) => boolean | undefined): boolean {
    return this.first(now, (condition) => (ask(condition) === true ? true : undefined)) === true;
  }

  /** The first answer of the conditions of the moment. */
  public first<T>(now: Instant, ask: (condition: Condition) => T | undefined): T | undefined {
    for (const condition of this.#all) {
      if (condition.from > now || now >= condition.to) continue;
      const answer = ask(condition);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** Conditions that began at or before an instant, whether or not they still last. */
  public begunBy(now: Instant): readonly Condition[] {
    return this.#all.filter(({ from }) => from <= now);
  }

  /** A plan after all conditions at its start have changed it. */
  public plan(plan: RunPlan): RunPlan {
    return this.at(plan.start).reduce((changed, { run }) => run?.(changed) ?? changed, plan);
  }

  public bearOnWatchers(now: Instant): boolean {
    return this.#all.some(({ from, to, sparesWatchers }) => sparesWatchers !== true && from <= now && now < to);
  }

  /** When the last condition that affects watchers began or ended; minus infinity when there was none. */
  public lastChangeForWatchers(now: Instant): Instant {
    return this.#boundsForWatchers().reduce((last, bound) => (bound <= now ? Math.max(last, bound) : last), -Infinity);
  }

  /** When the next condition that affects checkers begins or ends; infinite when there is none. */
  public nextChangeForWatchers(now: Instant): Instant {
    return this.#boundsForWatchers().reduce((next, bound) => (bound > now ? Math.min(next, bound) : next), Infinity);
  }

  #boundsForWatchers(): Instant[] {
    return this.#all.filter(({ sparesWatchers }) => sparesWatchers !== true).flatMap(({ from, to }) => [from, to]);
  }
}
