import type { DiagnosisCall } from '../../core/diagnosis/permissions';
import type { Instant } from '../../core/time';
import type {
  CheckerModel, FunctionModel, KeyModel, MetricIdentity, NotifierModel, ParameterModel, ScheduleModel, SubscriptionModel,
} from '../../template/model';
import type { RunPlan } from './runs/run-plan';

/** What becomes of a slot of a schedule: it is not served, its target cannot be invoked, it is served late, or twice. */
export type Firing =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly why: 'targetError' | 'targetThrottled' | 'notAllowed' }
  | { readonly kind: 'delayed'; readonly seconds: number }
  | { readonly kind: 'twice'; readonly seconds?: number };

/** How the delivery of a message to a subscriber is hindered. */
export type Hindrance = 'hiccup' | 'lost';

/** What watches pipelines: code of ours that may fail as any other. */
export type Watcher = CheckerModel | NotifierModel;

/** A call that a watcher makes. */
export type WatcherCall =
  | 'GetParametersByPath' | 'GetParameters' | 'GetMetricData' | 'ListExecutions' | 'GetTopicAttributes' | 'PutMetricData'
  | 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DescribeAlarms' | 'Publish' | 'PutEvents' | 'ListSubscriptionsByTopic'
  | DiagnosisCall;

/** Why nobody from outside can invoke a function: it is gone, or its policy does not allow it any more. */
export type NotInvocable = 'deleted' | 'notPermitted';

/** Who publishes to a topic: CloudWatch, which needs the topic's policy, or a role, which has its own. */
export type Publisher = 'cloudwatch' | 'role';

/** A contract or a profile as it is stored while a condition lasts. */
export interface ContractChange {
  readonly text?: string;
  readonly lastChanged?: Instant;
  /** Whether somebody has deleted it. @default false */
  readonly deleted?: boolean;
}

/**
 * Something that is out of order for a while: how faults reach into the world. Whoever is about to do something asks the
 * conditions of that moment; what a condition leaves out goes its usual way.
 */
export interface Condition {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  /**
   * Whether it leaves the watchers alone: their schedules, functions, calls, contracts, topics and metrics. No tick is skipped
   * while a condition lasts that does not say so.
   * @default false
   */
  readonly sparesWatchers?: boolean;
  /** @param attempt 0 for the first, then counting its retries */
  readonly firing?: (schedule: ScheduleModel, slot: Instant, attempt: number) => Firing | undefined;
  /** A function that somebody outside calls again and again, and whose answer they wait for. */
  readonly calls?: { readonly functionArn: string; readonly everyMillis: number };
  /** What becomes of a message to a subscription: its first attempt fails and the next one heals it, or all of them fail. */
  readonly delivery?: (subscription: SubscriptionModel) => Hindrance | undefined;
  /** How whoever looks finds a schedule: somebody has disabled or deleted it. */
  readonly trigger?: (schedule: ScheduleModel) => 'disabled' | 'deleted' | undefined;
  readonly run?: (plan: RunPlan) => RunPlan;
  /** What becomes of a point of one of AWS's own metrics. */
  readonly point?: (metric: MetricIdentity) => { readonly lost?: boolean; readonly delaySeconds?: number } | undefined;
  /** The error with which a call of a watcher fails. */
  readonly call?: (watcher: Watcher, call: WatcherCall) => Error | undefined;
  readonly contract?: (parameter: ParameterModel) => ContractChange | undefined;
  /** Why the policy of a topic takes no message. */
  readonly publish?: (topicArn: string, by: Publisher) => string | undefined;
  /** Whether a subscription is confirmed. */
  readonly confirmed?: (subscription: SubscriptionModel) => boolean | undefined;
  /** Whether a subscription is gone: somebody has unsubscribed. */
  readonly unsubscribed?: (subscription: SubscriptionModel) => boolean;
  /** Whether somebody has disabled a key. */
  readonly disablesKey?: (key: KeyModel) => boolean;
  /** Whether somebody has disabled an alarm's actions. */
  readonly disablesActions?: (alarmName: string) => boolean;
  /** A schedule was deleted and made again when the condition began: a rate counts from this instant. */
  readonly recreated?: (schedule: ScheduleModel) => Instant | undefined;
  readonly invocable?: (model: FunctionModel) => NotInvocable | undefined;
  /** Whether a maintenance window mutes an alarm. */
  readonly mutes?: (alarmName: string) => boolean;
  /** Whether a table loses all that it has when the condition begins. */
  readonly empties?: (tableName: string) => boolean;
}

/** All conditions of a world. They are known before it begins, so that nobody has to look for surprises. */
export class Conditions {
  readonly #all: readonly Condition[];

  public constructor(all: readonly Condition[]) {
    this.#all = all;
  }

  public at(now: Instant): readonly Condition[] {
    return this.#all.filter(({ from, to }) => from <= now && now < to);
  }

  /** Whether a condition of the moment says so. */
  public some(now: Instant, ask: (condition: Condition) => boolean | undefined): boolean {
    return this.first(now, (condition) => (ask(condition) === true ? true : undefined)) === true;
  }

  /** The first answer that a condition of the moment gives. */
  public first<T>(now: Instant, ask: (condition: Condition) => T | undefined): T | undefined {
    for (const condition of this.#all) {
      if (condition.from > now || now >= condition.to) continue;
      const answer = ask(condition);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** Conditions that began at or before an instant, whether they last or not. */
  public begunBy(now: Instant): readonly Condition[] {
    return this.#all.filter(({ from }) => from <= now);
  }

  /** A plan as all conditions of its start leave it. */
  public plan(plan: RunPlan): RunPlan {
    return this.at(plan.start).reduce((changed, { run }) => run?.(changed) ?? changed, plan);
  }

  public bearOnWatchers(now: Instant): boolean {
    return this.#all.some(({ from, to, sparesWatchers }) => sparesWatchers !== true && from <= now && now < to);
  }

  /** When the last condition that bears on watchers began or ended; in the past of all time when none did. */
  public lastChangeForWatchers(now: Instant): Instant {
    return this.#boundsForWatchers().reduce((last, bound) => (bound <= now ? Math.max(last, bound) : last), -Infinity);
  }

  /** When the next condition that bears on checkers begins or ends; infinite when none does. */
  public nextChangeForWatchers(now: Instant): Instant {
    return this.#boundsForWatchers().reduce((next, bound) => (bound > now ? Math.min(next, bound) : next), Infinity);
  }

  #boundsForWatchers(): Instant[] {
    return this.#all.filter(({ sparesWatchers }) => sparesWatchers !== true).flatMap(({ from, to }) => [from, to]);
  }
}
