import { parseSchedule } from '../../core/schedule/parse';
import { Schedule, Slot } from '../../core/schedule/schedule';
import { HOUR, Instant, SECOND } from '../../core/time';
import type { ScheduleModel } from '../../template/model';
import type { Firing } from './conditions';
import type { DeadLetterQueue } from './delivery/dead-letter-queue';
import { between, seeded } from './event-queue';
import type { Behaviour } from './runs/run-plan';
import type { Series } from './series';
import type { SimContext } from './sim-context';

/** EventBridge fires within the minute of the slot; each schedule keeps its second (observed, not documented). */
const LATEST_SECOND = 50;
/**
 * Pauses between attempts to invoke a target: documented as exponential, without numbers. The longest pause follows from the
 * defaults, 185 retries within 24 hours.
 */
const FIRST_PAUSE = 10 * SECOND;
const LONGEST_PAUSE = Math.floor((24 * HOUR) / 185);
/** A second delivery of the same event comes shortly after the first. */
const DUPLICATE_PAUSE = 20 * SECOND;

type Refused = Extract<Firing, { kind: 'refused' }>['why'];

/** The service's error message for an invocation that it gave up. The texts are plausible but not documented. */
const REFUSALS: Readonly<Record<Refused, { readonly code: string; readonly message: string }>> = {
  targetError: { code: 'ResourceNotFoundException', message: 'The target does not exist or refused the input.' },
  targetThrottled: { code: 'TooManyRequestsException', message: 'Rate exceeded' },
  notAllowed: { code: 'AccessDeniedException', message: 'The role of the schedule is not authorized to invoke the target.' },
};

/** A target that a schedule starts. */
export interface Target {
  readonly arn: string;
  /** Whether the schedule's role, or the target's policy, allows it. */
  readonly mayInvoke: boolean;
  invoke(now: Instant, slot: Instant): void | Promise<void>;
}

type SchedulerMetric = 'InvocationAttemptCount' | 'TargetErrorCount' | 'TargetErrorThrottledCount' | 'InvocationDroppedCount'
  | 'InvocationsSentToDeadLetterCount';
type RuleMetric = 'Invocations' | 'FailedInvocations' | 'InvocationsSentToDlq';

/** What a schedule starts, how fast, and where its undelivered events go. */
export interface ScheduleWiring {
  readonly targets: readonly Target[];
  readonly behaviour: Behaviour;
  /** @default - undelivered events are lost */
  readonly deadLetters?: DeadLetterQueue;
}

/** A schedule from its creation until it is created again. */
interface Era {
  readonly from: Instant;
  readonly schedule: Schedule;
}

/** One event on its way to the targets. */
interface Delivery {
  readonly slot: Instant;
  readonly since: Instant;
  readonly attempt: number;
}

/**
 * An EventBridge Scheduler schedule or a scheduled rule. It serves its slots with the service's tolerances and retries until
 * the event is too old. Then it drops the event or puts it into its dead-letter queue. (EventBridge Scheduler user guide,
 * "Managing a schedule"; EventBridge user guide, "Retry policy")
 */
export class ScheduleHost {
  public readonly schedule: Schedule;
  /** The schedule and its later versions, oldest first. */
  readonly #eras: readonly Era[];
  readonly #secondOfMinute: number;
  readonly #targets: readonly Target[];
  readonly #behaviour: Behaviour;
  readonly #deadLetters: DeadLetterQueue | undefined;
  readonly #series = new Map<string, Series | undefined>();

  public constructor(
    private readonly sim: SimContext,
    public readonly model: ScheduleModel,
    { targets, behaviour, deadLetters }: ScheduleWiring,
  ) {
    this.#targets = targets;
    this.#behaviour = behaviour;
    this.#deadLetters = deadLetters;
    this.schedule = parseSchedule(model.expression, { timeZone: model.timeZone, anchor: model.start ?? sim.createdAt });
    const again = sim.conditions.begunBy(Infinity).flatMap(({ from, recreated }): Era[] => {
      const anchor = recreated?.(model);
      return anchor === undefined ? [] : [{ from, schedule: parseSchedule(model.expression, { timeZone: model.timeZone, anchor }) }];
    });
    this.#eras = [{ from: -Infinity, schedule: this.schedule }, ...again.sort((a, b) => a.from - b.from)];
    this.#secondOfMinute = between(seeded(`${sim.settings.seed} ${model.name}`), 0, LATEST_SECOND);
  }

  /** The next slot after an instant that it will serve; undefined when there is none any more. */
  public slotAfter(instant: Instant): Instant | undefined {
    if (!this.model.enabled) return undefined;
    const { start, end } = this.model;
    let slot = this.#next(Math.max(instant, (start ?? -Infinity) - 1));
    while (slot?.optional === true && !this.sim.settings.servesRepeatedHour) slot = this.#next(slot.at);
    return slot === undefined || slot.at > (end ?? Infinity) ? undefined : slot.at;
  }

  /** The first slot after an instant, of the version that is valid then. */
  #next(instant: Instant): Slot | undefined {
    for (const [index, { from, schedule }] of this.#eras.entries()) {
      const slot = schedule.next(Math.max(instant, from - 1));
      if (slot !== undefined && slot.at < (this.#eras[index + 1]?.from ?? Infinity)) return slot;
    }
    return undefined;
  }

  /** When it serves a slot: in its second of the slot's minute, or anywhere in a flexible time window. */
  public fireTime(slot: Instant): Instant {
    const window = this.model.flexibleMinutes === 0 ? 0 : this.#behaviour.nextMillis({ from: 0, to: this.model.flexibleMinutes * 60 });
    return slot + this.#secondOfMinute * SECOND + window;
  }

  /** Serves a slot, now. */
  public serve(slot: Instant, now: Instant): void | Promise<void> {
    return this.#attempt({ slot, since: now, attempt: 0 }, now);
  }

  #attempt(delivery: Delivery, now: Instant): void | Promise<void> {
    const { slot } = delivery;
    const fate = this.#fateOf(delivery, now);
    switch (fate?.kind) {
      case 'none':
        return undefined;
      case 'refused':
        return this.#refuse(delivery, fate.why, now);
      case 'delayed':
        this.sim.queue.at(now + fate.seconds * SECOND, () => this.#deliver(slot, now + fate.seconds * SECOND));
        return undefined;
      case 'twice': {
        const again = now + (fate.seconds === undefined ? DUPLICATE_PAUSE : fate.seconds * SECOND);
        this.sim.queue.at(again, () => this.#deliver(slot, again));
        return this.#deliver(slot, now);
      }
      default:
        return this.#deliver(slot, now);
    }
  }

  #fateOf({ slot, attempt }: Delivery, now: Instant): Firing | undefined {
    const disturbed = this.sim.conditions.first(now, ({ firing }) => firing?.(this.model, slot, attempt));
    const isRefused = this.#targets.length > 0 && this.#targets.every(({ mayInvoke }) => !mayInvoke);
    return disturbed?.kind !== 'none' && isRefused ? { kind: 'refused', why: 'notAllowed' } : disturbed;
  }

  #deliver(slot: Instant, now: Instant): void | Promise<void> {
    if (this.model.kind === 'scheduler') this.#scheduler('InvocationAttemptCount', now);
    else this.#rule('Invocations', now);
    // A rule serves each of its targets separately.
    const allowed = this.#targets.filter(({ mayInvoke }) => mayInvoke);
    for (let refused = this.#targets.length - allowed.length; refused > 0; refused -= 1) this.#drop('notAllowed', now);
    const busy = allowed.map((target) => target.invoke(now, slot)).filter((result) => result !== undefined);
    return busy.length === 0 ? undefined : Promise.all(busy).then(() => undefined);
  }

  #refuse({ slot, since, attempt }: Delivery, why: Refused, now: Instant): void {
    if (this.model.kind === 'scheduler') {
      this.#scheduler('InvocationAttemptCount', now);
      this.#scheduler(why === 'targetThrottled' ? 'TargetErrorThrottledCount' : 'TargetErrorCount', now);
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE);
    const next = { slot, since, attempt: attempt + 1 };
    // Rules do not retry when the target is missing or not allowed.
    const final = this.model.kind === 'rule' && why === 'notAllowed';
    const exhausted = attempt >= this.model.retryAttempts || now + pause - since > this.model.maxEventAgeSeconds * SECOND;
    if (final || exhausted) this.#drop(why, now);
    else this.sim.queue.at(now + pause, () => this.#attempt(next, now + pause));
  }

  #drop(why: Refused, now: Instant): void {
    if (this.model.kind === 'scheduler') this.#scheduler('InvocationDroppedCount', now);
    else this.#rule('FailedInvocations', now);
    if (this.#deadLetters === undefined) return;
    if (this.model.kind === 'scheduler') this.#scheduler('InvocationsSentToDeadLetterCount', now);
    else this.#rule('InvocationsSentToDlq', now);
    const { code, message } = REFUSALS[why];
    this.#deadLetters.receive(now, { body: this.model.input ?? '{}', attributes: { ERROR_CODE: code, ERROR_MESSAGE: message } });
  }

  #scheduler(metricName: SchedulerMetric, now: Instant): void {
    this.#publish('AWS/Scheduler', metricName, { ScheduleGroup: this.model.group }, now);
  }

  #rule(metricName: RuleMetric, now: Instant): void {
    this.#publish('AWS/Events', metricName, { RuleName: this.model.name }, now);
  }

  #publish(namespace: string, metricName: string, dimensions: Record<string, string>, now: Instant): void {
    if (!this.#series.has(metricName)) this.#series.set(metricName, this.sim.store.find({ namespace, metricName, dimensions }));
    this.sim.publication.publish(this.#series.get(metricName), { at: now, value: 1, delayMillis: this.#behaviour.nextMillis(this.sim.settings.publicationSeconds) });
  }
}

/** Serves all slots of a schedule after an instant, one after the other. */
export function serveAll(sim: SimContext, host: ScheduleHost, after: Instant): void {
  const slot = host.slotAfter(after);
  if (slot === undefined) return;
  const at = Math.max(host.fireTime(slot), sim.queue.now);
  sim.queue.at(at, () => {
    serveAll(sim, host, slot);
    return host.serve(slot, at);
  });
}
