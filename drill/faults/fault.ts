import { isOptional, isSilence, scheduleOf } from '../../core/contract/contract';
import { kindOf } from '../../core/evidence/kinds';
import { parseSchedule } from '../../core/schedule/parse';
import { Schedule } from '../../core/schedule/schedule';
import { DAY, HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import { dueSlots } from '../../core/verdict/due-slots';
import { type SlotBounds, slotBounds } from '../../core/verdict/slot-bounds';
import { type Account, type ScheduleModel, targetOf } from '../../template/model';
import { isSameTrigger, limitSeconds, limitsOf, PipelineModel, StageModel, timesOf } from '../../template/pipeline';
import { defaultEvaluationRange, silentPeriodsUntilAlarm } from '../cloudwatch/evaluation-range';
import type { DeliveredMessage } from '../result';
import type { Condition } from '../simulation/conditions';
import { type RunRecord, usualDuration } from '../simulation/runs/run-plan';
import type { SimulationSettings } from '../simulation/settings';
import type { NeedId } from './needs';
import { comesFrom } from './own-topics';

/** At which severity a fault has to be told: that of the pipeline's proof of life, or one that is the same for all. */
export type WantedSeverity = 'ofThePipeline' | 'critical' | 'warning';

/** What has to be told, and until when. */
export interface ExpectedAlert {
  /** When it can first be known that something is wrong, as far as that can be said beforehand. */
  readonly knowableAt: Instant;
  /** The same from the runs as they were; undefined leaves it at what was said beforehand. */
  readonly knownFrom?: (runs: readonly RunRecord[]) => Instant | undefined;
  /** Whether it says again what was told before: how long that takes says nothing about how fast a breakdown is noticed. @default false */
  readonly repeats?: boolean;
  /** How soon after that somebody has to be told. */
  readonly withinSeconds: number;
  /** Whether a message is about this debt. @default - any is, in the time nearest to it */
  readonly paidBy?: (message: DeliveredMessage) => boolean;
}

/** A fault laid out for one pipeline. */
export interface Play {
  readonly conditions: readonly Condition[];
  /** When it begins to be out of order; whatever is told before is a false alarm. */
  readonly begins: Instant;
  /** What has to be told; each by a message of its own. Empty: nothing may be told. */
  readonly expectedAlerts: readonly ExpectedAlert[];
  /** @default 'ofThePipeline' */
  readonly severity?: WantedSeverity;
  /** From when on everything is in order again; absent when it stays broken. */
  readonly heals?: Instant;
  /** No message may say before that that it has recovered. @default - a message may */
  readonly unhealedUntil?: Instant;
  /** When the play is over. */
  readonly to: Instant;
  /** More messages than this are a storm. @default - no limit */
  readonly mostMessages?: number;
  /** What must not be told meanwhile, since something else says it. */
  readonly unwanted?: (message: DeliveredMessage) => boolean;
}

/** One breakdown, or something that looks like one and must stay quiet. */
export interface FaultDefinition {
  /** In camelCase; unique. */
  readonly id: string;
  /** A few words for a table. */
  readonly title: string;
  /** What happens, in a sentence or two. */
  readonly what: string;
  readonly expects: 'detected' | 'quiet';
  /** Whether it happens to all pipelines at once, so that they are played together. @default false */
  readonly together?: boolean;
  /** Whether it comes on slowly, over days. @default false */
  readonly gradual?: boolean;
  /** The least time that must pass before it, in days, so that what it relies on has settled. */
  readonly warmUpDays?: number;
  /** What a pipeline must have, or be, for it to be played there. @default - it is played against every pipeline */
  readonly needs?: readonly NeedId[];
  /**
   * Why the library is known not to detect it at a pipeline yet; undefined where it is meant to. What is not detected is
   * undetected all the same: a report lists it with this reason.
   */
  readonly knownGap?: (pipeline: PipelineModel, account: Account) => string | undefined;
  /** The moment around which it is played, where that is not just any. Undefined: there is none, so it cannot happen. */
  readonly when?: (pipeline: PipelineModel, after: Instant) => Instant | undefined;
  readonly play: (scene: Scene) => Play;
}

/** A run of a pipeline without this library should start so soon after its time. */
const USUAL_START_WITHIN = 15 * MINUTE;
/** An alarm without this library should speak before the second run in a row is lost. */
const AFTER_THE_NEXT = HOUR;

/** How often the notifier looks at the evidence while something is wrong. */
const LOOKS_EVERY_SECONDS = 5 * 60;
/** The period of the alarms about the notifier. */
const SHORT_PERIOD_SECONDS = 5 * 60;

/** A stretch of time. */
export interface Span {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** Where a fault is played: a pipeline that has run undisturbed until `ready`, and what can be derived from its contract. */
export class Scene {
  readonly #schedule: Schedule;

  public constructor(
    public readonly account: Account,
    public readonly pipeline: PipelineModel,
    /** Everything is deployed. */
    public readonly from: Instant,
    /** Everything has settled. */
    public readonly ready: Instant,
    public readonly settings: SimulationSettings,
    /** All pipelines that are played with it. */
    public readonly all: readonly PipelineModel[] = [pipeline],
  ) {
    const times = timesOf(pipeline);
    const [{ expression, timeZone, start }] = pipeline.schedules;
    this.#schedule = times === undefined ? parseSchedule(expression, { timeZone, anchor: start ?? from }) : scheduleOf(times, start ?? from);
  }

  /** The first stage that is expected to run. */
  public get first(): StageModel {
    return this.pipeline.stages[0];
  }

  /** The shortest time between two slots, in milliseconds; a day when there is only one. */
  public get interval(): number {
    return this.#schedule.shortestInterval(this.from, 50) ?? 24 * HOUR;
  }

  /** The next slots from an instant on, at which a run is owed. */
  public slots(count: number, from: Instant = this.ready): Instant[] {
    const times = timesOf(this.pipeline);
    const slots: Instant[] = [];
    for (let slot = this.#schedule.next(from - 1); slot !== undefined && slots.length < count; slot = this.#schedule.next(slot.at)) {
      const owed = times === undefined ? !slot.optional : !isOptional(times, slot);
      if (owed) slots.push(slot.at);
    }
    // A schedule that ends has no later slots: then nothing happens later either.
    while (slots.length < count) slots.push((slots.at(-1) ?? from) + this.interval);
    return slots;
  }

  /** All slots from an instant to another at which a run is owed. */
  public slotsBetween(from: Instant, to: Instant): Instant[] {
    const slots: Instant[] = [];
    for (let [slot] = this.slots(1, from); slot! <= to; [slot] = this.slots(1, slot! + 1)) slots.push(slot!);
    return slots;
  }

  /** The time in which runs belong to a slot, and to so many after it. */
  public around(slot: Instant, count = 1): Span {
    const early = this.#earlyMillis;
    return { from: slot - early, to: this.slots(count + 1, slot)[count]! - early };
  }

  /** When the run of a slot must have started at the latest. */
  public startsBy(slot: Instant): Instant {
    return this.#boundsOf(this.first, slot).startBy;
  }

  /** The first slot that had to be served before an instant, and that no run of the first stage has served in time. */
  public unserved(runs: readonly RunRecord[], until: Instant): Instant | undefined {
    if (timesOf(this.pipeline) === undefined) return undefined;
    const own = runs.filter(({ resourceArn, outcome }) => resourceArn === this.first.resource.arn && outcome === 'succeeded');
    return this.slotsBetween(this.from, until).filter((slot) => this.startsBy(slot) <= until)
      .find((slot) => !own.some(({ start }) => this.around(slot).from <= start && start <= this.startsBy(slot)));
  }

  /** The longest that a run of a stage may take, in milliseconds. */
  public limitOf(stage: StageModel): number | undefined {
    const limit = limitSeconds(stage);
    return limit === undefined ? undefined : limit * SECOND;
  }

  /** How long a run of a stage usually takes, in milliseconds. */
  public usualOf({ resource }: StageModel): number {
    return usualDuration({ account: this.account, from: this.from, limits: limitsOf([this.pipeline]) }, resource);
  }

  /** For how long a stage must not succeed until that has to be told, and when that is, from a slot on. */
  public unseen(slot: Instant, stage: StageModel = this.first): Span & { readonly alert: ExpectedAlert } {
    const contract = this.pipeline.observed?.contract;
    if (contract === undefined) {
      return { ...this.around(slot), alert: { knowableAt: slot + USUAL_START_WITHIN, withinSeconds: this.foreignSeconds } };
    }
    const { expectation, stages } = contract;
    const count = expectation.failuresToAlarm;
    const tell = this.tickSeconds + this.sayingSeconds;
    if (isSilence(expectation)) {
      const lastSuccess = this.slotBefore(slot) + 2 * this.usualOf(this.first);
      const knowableAt = lastSuccess + count * expectation.maxSilenceSeconds * SECOND;
      const withinSeconds = Math.max(...stages.map(({ publicationDelaySeconds, maxDurationSeconds }) => publicationDelaySeconds + maxDurationSeconds)) + tell;
      return { from: slot - MINUTE, to: knowableAt + withinSeconds * SECOND, alert: { knowableAt, withinSeconds } };
    }
    const { startBy, seenBy } = this.#boundsOf(stage, this.slots(count, slot)[count - 1]!);
    return { ...this.around(slot, count), alert: { knowableAt: startBy, withinSeconds: (seenBy - startBy) / SECOND + tell } };
  }

  /** What has to be told of a slot whose run does not come while an alarm is up already: the notifier sees it at its next look at the evidence. */
  public missedAgainAt(slot: Instant): ExpectedAlert {
    const { startBy, seenBy } = this.#boundsOf(this.first, slot);
    return { knowableAt: startBy, withinSeconds: (seenBy - startBy) / SECOND + LOOKS_EVERY_SECONDS + 2 * 60 };
  }

  /** What has to be told at once, because a metric of AWS says it. */
  public seenAt(knowableAt: Instant): ExpectedAlert {
    if (this.pipeline.observed === undefined) return { knowableAt, withinSeconds: this.foreignSeconds };
    // Its point is published, and the next evaluation sees it.
    return { knowableAt, withinSeconds: this.settings.publicationSeconds.to + 2 * 60 };
  }

  /** What has to be told of a run that does not end; undefined where a run can only be seen when it has ended. */
  public stuckAt(slot: Instant): ExpectedAlert | undefined {
    const { contract } = this.first;
    if (contract === undefined || !kindOf(contract.source).showsRunning(contract.source)) return undefined;
    const knowableAt = slot + MINUTE + this.pipeline.schedules[0].flexibleMinutes * MINUTE + contract.maxDurationSeconds * SECOND;
    return { knowableAt, withinSeconds: contract.publicationDelaySeconds + this.tickSeconds + this.sayingSeconds };
  }

  /** What has to be told because the checker falls silent: its heartbeat's alarm looks at 3 periods of a tick. */
  public checkerSilentAt(knowableAt: Instant): ExpectedAlert {
    const rangePeriods = defaultEvaluationRange(3, this.settings.evaluationRange);
    const periods = silentPeriodsUntilAlarm({ rangePeriods, evaluationPeriods: 3, datapointsToAlarm: 3 });
    return { knowableAt, withinSeconds: (periods + 1) * this.tickSeconds + this.sayingSeconds };
  }

  /** What has to be told because the notifier is not invoked any more: its alarm looks at 3 periods of 5 minutes. */
  public notifierSilentAt(knowableAt: Instant): ExpectedAlert {
    const rangePeriods = defaultEvaluationRange(3, this.settings.evaluationRange);
    const periods = silentPeriodsUntilAlarm({ rangePeriods, evaluationPeriods: 3, datapointsToAlarm: 3 });
    const withinSeconds = (periods + 1) * SHORT_PERIOD_SECONDS + this.settings.publicationSeconds.to + 2 * 60;
    return { knowableAt, withinSeconds, paidBy: comesFrom(this.account, 'NotifierSilent') };
  }

  /** What has to be told because an invocation of the notifier fails: there is one a minute. */
  public notifierFailingAt(knowableAt: Instant): ExpectedAlert {
    return { knowableAt, withinSeconds: this.settings.publicationSeconds.to + 4 * 60, paidBy: comesFrom(this.account, 'NotifierFailing') };
  }

  /** What has to be told because the checker cannot see something for 3 ticks. */
  public unverifiableAt(knowableAt: Instant): ExpectedAlert {
    return { knowableAt, withinSeconds: 4 * this.tickSeconds + this.sayingSeconds };
  }

  /** What has to be told because a topic cannot be verified to be heard for 3 ticks. */
  public withoutSubscribersAt(knowableAt: Instant): ExpectedAlert {
    return this.unverifiableAt(knowableAt);
  }

  /** An instant that is not before another, and long enough after everything has settled for the checker to see that a topic is unheard. */
  public withoutSubscribersUntil(instant: Instant): Instant {
    const { knowableAt, withinSeconds } = this.withoutSubscribersAt(this.ready);
    return Math.max(instant, knowableAt + withinSeconds * SECOND + HOUR);
  }

  /** When everything about the first slot from an instant on is over and told, its recovery included. */
  public settledAfter(instant: Instant): Instant {
    const [slot] = this.slots(1, instant);
    const { startBy, seenBy, publicationDelay } = this.#boundsOf(this.pipeline.stages.at(-1)!, slot!);
    const longest = this.pipeline.stages.reduce((sum, stage) => sum + (this.limitOf(stage) ?? 2 * this.usualOf(stage)), 0);
    return Math.max(seenBy, startBy + longest + publicationDelay) + (2 * this.tickSeconds + this.sayingSeconds) * SECOND + 10 * MINUTE;
  }

  /** Seconds from one tick of the checker to the next; 0 where there is none. */
  public get tickSeconds(): number {
    const name = this.pipeline.observed?.checker.functionName;
    const schedule = this.account.schedules.find(({ targetArns }) => targetArns.some((arn) => targetOf(this.account, arn)?.model.name === name));
    if (name === undefined || schedule === undefined) return 0;
    return (parseSchedule(schedule.expression, { timeZone: schedule.timeZone }).shortestInterval(this.from, 20) ?? 0) / SECOND;
  }

  /** Seconds from the moment the checker knows until a message is sent: its metric is published, and the next evaluation sees it. */
  public get sayingSeconds(): number {
    return this.settings.customPublicationSeconds + 2 * 60;
  }

  private get foreignSeconds(): number {
    return (this.interval + AFTER_THE_NEXT) / SECOND;
  }

  /** The slot before another. */
  public slotBefore(slot: Instant): Instant {
    return this.#schedule.prev(slot)?.at ?? slot - this.interval;
  }

  get #earlyMillis(): number {
    const times = timesOf(this.pipeline);
    return times === undefined ? MINUTE : times.startEarlyBySeconds * SECOND;
  }

  /** The bounds by which a stage's slot is judged. Without a contract: what its owner would expect. */
  #boundsOf({ contract, resource }: StageModel, slot: Instant): Pick<SlotBounds, 'startBy' | 'seenBy' | 'publicationDelay'> {
    const times = timesOf(this.pipeline);
    const owed = (times && dueSlots(this.#schedule, times, slot - 1, slot)[0]) ?? { dueAt: slot };
    if (contract === undefined) {
      const startBy = owed.dueAt + USUAL_START_WITHIN;
      return { startBy, seenBy: startBy + (resource.timeoutSeconds ?? 0) * SECOND, publicationDelay: 0 };
    }
    // A slot after the schedule's end, or of a silence, has no bound of its own: a day stands for it.
    return slotBounds(contract, contract.startWithinSeconds === undefined ? { deadline: slot + DAY, ...owed } : owed);
  }

  /** Whether a schedule is one that the pipeline's expectation names. */
  public starts(schedule: ScheduleModel): boolean {
    return this.pipeline.schedules.some((own) => isSameTrigger(own, schedule));
  }
}
