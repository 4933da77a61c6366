import type { Instant } from '../../core';
import type { CheckerModel, MetricIdentity, ParameterModel, ScheduleModel, SubscriptionModel } from '../account/model';
import type { RunPlan } from './runs/run-plan';

/** What becomes of a slot of a schedule: it is not served, its target cannot be invoked, it is served late, or twice. */
export type Firing =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly why: 'targetError' | 'targetThrottled' | 'notAllowed' }
  | { readonly kind: 'delayed'; readonly seconds: number }
  | { readonly kind: 'twice' };

/** A call that the checker makes. */
export type CheckerCall = 'GetParametersByPath' | 'GetMetricData' | 'ListExecutions' | 'GetTopicAttributes' | 'PutMetricData';

/** A contract as it is stored while a condition lasts. */
export interface ContractChange {
  readonly text?: string;
  readonly lastChanged?: Instant;
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
   * Whether it leaves the checkers alone: their schedules, functions, calls, contracts, topics and metrics. No tick is skipped
   * while a condition lasts that does not say so.
   * @default false
   */
  readonly sparesCheckers?: boolean;
  readonly firing?: (schedule: ScheduleModel, slot: Instant) => Firing | undefined;
  readonly run?: (plan: RunPlan) => RunPlan;
  /** What becomes of a point of one of AWS's own metrics. */
  readonly point?: (metric: MetricIdentity) => { readonly lost?: boolean; readonly delaySeconds?: number } | undefined;
  /** The error with which a call of the checker fails. */
  readonly call?: (checker: CheckerModel, call: CheckerCall) => Error | undefined;
  readonly contract?: (parameter: ParameterModel) => ContractChange | undefined;
  /** Why the policy of a topic takes no message. */
  readonly publish?: (topicArn: string) => string | undefined;
  /** Whether a subscription is confirmed. */
  readonly confirmed?: (subscription: SubscriptionModel) => boolean | undefined;
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

  /** The first answer that a condition of the moment gives. */
  public first<T>(now: Instant, ask: (condition: Condition) => T | undefined): T | undefined {
    for (const condition of this.#all) {
      if (condition.from > now || now >= condition.to) continue;
      const answer = ask(condition);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** A plan as all conditions of its start leave it. */
  public plan(plan: RunPlan): RunPlan {
    return this.at(plan.start).reduce((changed, { run }) => run?.(changed) ?? changed, plan);
  }

  public bearOnCheckers(now: Instant): boolean {
    return this.#all.some(({ from, to, sparesCheckers }) => sparesCheckers !== true && from <= now && now < to);
  }

  /** When the next condition that bears on checkers begins or ends; infinite when none does. */
  public nextChangeForCheckers(now: Instant): Instant {
    return this.#all
      .filter(({ sparesCheckers }) => sparesCheckers !== true)
      .flatMap(({ from, to }) => [from, to])
      .reduce((next, bound) => (bound > now ? Math.min(next, bound) : next), Infinity);
  }
}
