import { isOptional, isSilence, scheduleOf } from '../../core/contract/contract';
import { kindOf } from '../../core/evidence/kinds';
import { parseSchedule } from '../../core/schedule/parse';
import { Schedule } from '../../core/schedule/schedule';
import { checkerSilence, NOTIFIER_SILENCE } from '../../core/silence';
import { DAY, HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import { dueSlots } from '../../core/verdict/due-slots';
import { type SlotBounds, slotBounds } from '../../core/verdict/slot-bounds';
import { type Account, type ScheduleModel, targetOf } from '../../template/model';
import { isSameTrigger, limitSeconds, limitsOf, PipelineModel, StageModel, timesOf } from '../../template/pipeline';
import type { DeliveredMessage } from '../result';
import type { Condition } from '../simulation/conditions';
import { type RunRecord, usualDuration } from '../simulation/runs/run-plan';
import type { SimulationSettings } from '../simulation/settings';
import type { NeedId } from './needs';
import { comesFrom } from './own-topics';

/** The severity at which people must be notified of a fault: that of the pipeline's proof of life, or a fixed one. */
export type WantedSeverity = 'ofThePipeline' | 'critical' | 'warning';

/** An alert that people must receive, and by when. */
export interface ExpectedAlert {
  /** When someone could first know that something is wrong, as far as that can be predicted. */
  readonly knowableAt: Instant;
  /** The same, from the actual runs; undefined keeps the prediction. */
  readonly knownFrom?: (runs: readonly RunRecord[]) => Instant | undefined;
  /**
   * Whether it repeats an earlier alert. The time it takes then says nothing about how fast a breakdown is detected. @default
   * false
   */
  readonly repeats?: boolean;
  /** Seconds after that within which someone must be notified. */
  readonly withinSeconds: number;
  /** The severity that it must have. @default - that of the play */
  readonly severity?: WantedSeverity;
  /** Whether a message is this alert. @default - any message is, the one nearest in time */
  readonly isMetBy?: (message: DeliveredMessage) => boolean;
}

/** A fault prepared for one pipeline. */
export interface Play {
  readonly conditions: readonly Condition[];
  /** When the breakdown begins; any earlier message is a false alarm. */
  readonly begins: Instant;
  /** Alerts that people must receive, each in a message of its own. Empty: no message may be sent. */
  readonly expectedAlerts: readonly ExpectedAlert[];
  /** @default 'ofThePipeline' */
  readonly severity?: WantedSeverity;
  /** When everything works again; absent when it stays broken. */
  readonly heals?: Instant;
  /** No message may report a recovery before this. @default - a message may do so at any time */
  readonly unhealedUntil?: Instant;
  /** When the play ends. */
  readonly to: Instant;
  /** More messages than this are a flood. @default - no limit */
  readonly mostMessages?: number;
  /** Messages that must not be sent meanwhile, because another message reports the same. */
  readonly unwanted?: (message: DeliveredMessage) => boolean;
}

/** One breakdown, or an event that resembles one and must not cause a message. */
export interface FaultDefinition {
  /** In camelCase, unique. */
  readonly id: string;
  /** A few words, for tables. */
  readonly title: string;
  /** What happens, in a sentence or two. */
  readonly what: string;
  readonly expects: 'detected' | 'quiet';
  /** Whether it affects all pipelines at once, so that they are played together. @default false */
  readonly together?: boolean;
  /** Whether it develops slowly, over days. @default false */
  readonly gradual?: boolean;
  /** Days of normal operation that must come first, so that what the fault relies on has settled. */
  readonly warmUpDays?: number;
  /** What a pipeline must have, or be, for the fault to be played. @default - it is played against every pipeline */
  readonly needs?: readonly NeedId[];
  /**
   * Why the library is known not to detect the fault at a pipeline yet; undefined where it should. A fault that is not detected
   * counts as undetected all the same. A report lists it with this reason.
   */
  readonly knownGap?: (pipeline: PipelineModel, account: Account) => string | undefined;
  /**
   * The moment around which the fault is played, where not any moment will do. Undefined: no such moment exists, so the fault
   * cannot happen.
   */
  readonly when?: (pipeline: PipelineModel, after: Instant) => Instant | undefined;
  readonly play: (scene: Scene) => Play;
}

/** A run of a pipeline without this library should start this soon after its due time. */
const USUAL_START_WITHIN = 15 * MINUTE;
/** An alarm without this library should go off before a second run in a row is lost. */
const AFTER_THE_NEXT = HOUR;

/** How often the notifier checks the evidence while an incident is open. */
const LOOKS_EVERY_SECONDS = 5 * 60;

/** A stretch of time. */
export interface Span {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** What a scene is made of. */
export interface SceneOptions {
  readonly account: Account;
  readonly pipeline: PipelineModel;
  /** When everything is deployed. */
  readonly from: Instant;
  /** When everything has settled. @default - at once */
  readonly ready?: Instant;
  readonly settings: SimulationSettings;
  /** All pipelines that are played together with it. @default - it alone */
  readonly all?: readonly PipelineModel[];
}

/** What a fault is played on: a pipeline that has run undisturbed until `ready`, and what follows from its contract. */
export class Scene {
  public readonly account: Account;
  public readonly pipeline: PipelineModel;
  public readonly from: Instant;
  public readonly ready: Instant;
  public readonly settings: SimulationSettings;
  public readonly all: readonly PipelineModel[];
  readonly #schedule: Schedule;

  public constructor({ account, pipeline, from, ready = from, settings, all = [pipeline] }: SceneOptions) {
    this.account = account;
    this.pipeline = pipeline;
    this.from = from;
    this.ready = ready;
    this.settings = settings;
    this.all = all;
    const times = timesOf(pipeline);
    const [{ expression, timeZone, start }] = pipeline.schedules;
    this.#schedule = times === undefined ? parseSchedule(expression, { timeZone, anchor: start ?? from }) : scheduleOf(times, start ?? from);
  }

  /** The first stage that is expected to run. */
  public get first(): StageModel {
    return this.pipeline.stages[0];
  }

  /** The shortest time between two slots, in milliseconds; a day when there is only one slot. */
  public get interval(): number {
    return this.#schedule.shortestInterval(this.from, 50) ?? 24 * HOUR;
  }

  /** The next slots from an instant on for which a run is due. */
  public slots(count: number, from: Instant = this.ready): Instant[] {
    const times = timesOf(this.pipeline);
    const slots: Instant[] = [];
    for (let slot = this.#schedule.next(from - 1); slot !== undefined && slots.length < count; slot = this.#schedule.next(slot.at)) {
      const owed = times === undefined ? !slot.optional : !isOptional(times, slot);
      if (owed) slots.push(slot.at);
    }
    // A schedule that ends has no later slots, so nothing happens later either.
    while (slots.length < count) slots.push((slots.at(-1) ?? from) + this.interval);
    return slots;
  }

  /** All slots between two instants for which a run is due. */
  public slotsBetween(from: Instant, to: Instant): Instant[] {
    const slots: Instant[] = [];
    for (let [slot] = this.slots(1, from); slot! <= to; [slot] = this.slots(1, slot! + 1)) slots.push(slot!);
    return slots;
  }

  /** The time in which runs belong to a slot and to a number of slots after it. */
  public around(slot: Instant, count = 1): Span {
    const early = this.#earlyMillis;
    return { from: slot - early, to: this.slots(count + 1, slot)[count]! - early };
  }

  /** The latest time at which the run of a slot must have started. */
  public startsBy(slot: Instant): Instant {
    return this.#boundsOf(this.first, slot).startBy;
  }

  /** The first slot that was due before an instant and for which no run of the first stage came in time. */
  public unserved(runs: readonly RunRecord[], until: Instant): Instant | undefined {
    if (timesOf(this.pipeline) === undefined) return undefined;
    const own = runs.filter(({ resourceArn, outcome }) => resourceArn === this.first.resource.arn && outcome === 'succeeded');
    return this.slotsBetween(this.from, until).filter((slot) => this.startsBy(slot) <= until)
      .find((slot) => !own.some(({ start }) => this.around(slot).from <= start && start <= this.startsBy(slot)));
  }

  /** The longest time that a run of a stage may take, in milliseconds. */
  public limitOf(stage: StageModel): number | undefined {
    const limit = limitSeconds(stage);
    return limit === undefined ? undefined : limit * SECOND;
  }

  /** How long a run of a stage usually takes, in milliseconds. */
  public usualOf({ resource }: StageModel): number {
    return usualDuration({ account: this.account, from: this.from, limits: limitsOf([this.pipeline]) }, resource);
  }

  /** The span from a slot on in which a stage must not succeed for an alert to be due, and that alert. */
  public unseen(slot: Instant, stage: StageModel = this.first): Span & { readonly alert: ExpectedAlert } {
    const contract = this.pipeline.observed?.contract;
    if (contract === undefined) {
      return { ...this.around(slot), alert: { knowableAt: slot + USUAL_START_WITHIN, withinSeconds: this.foreignSeconds } };
    }
    const { expectation, stages } = contract;
    const count = expectation.failuresToAlarm;
    const delay = this.tickSeconds + this.alertSeconds;
    if (isSilence(expectation)) {
      const lastSuccess = this.slotBefore(slot) + 2 * this.usualOf(this.first);
      const knowableAt = lastSuccess + count * expectation.maxSilenceSeconds * SECOND;
      const withinSeconds = Math.max(...stages.map(({ publicationDelaySeconds, maxDurationSeconds }) => publicationDelaySeconds + maxDurationSeconds)) + delay;
      return { from: slot - MINUTE, to: knowableAt + withinSeconds * SECOND, alert: { knowableAt, withinSeconds } };
    }
    const { startBy, seenBy } = this.#boundsOf(stage, this.slots(count, slot)[count - 1]!);
    return { ...this.around(slot, count), alert: { knowableAt: startBy, withinSeconds: (seenBy - startBy) / SECOND + delay } };
  }

  /**
   * The alert for a slot whose run does not come while an alarm is already in ALARM. The notifier finds it at its next check of
   * the evidence.
   */
  public missedAgainAt(slot: Instant): ExpectedAlert {
    const { startBy, seenBy } = this.#boundsOf(this.first, slot);
    return { knowableAt: startBy, withinSeconds: (seenBy - startBy) / SECOND + LOOKS_EVERY_SECONDS + 2 * 60 };
  }

  /** The alert that is due at once, because a metric of AWS shows the failure. */
  public seenAt(knowableAt: Instant): ExpectedAlert {
    if (this.pipeline.observed === undefined) return { knowableAt, withinSeconds: this.foreignSeconds };
    // CloudWatch publishes the point, and the next evaluation uses it.
    return { knowableAt, withinSeconds: this.settings.publicationSeconds.to + 2 * 60 };
  }

  /** The alert for a run that does not end; undefined where a run becomes visible only after it has ended. */
  public stuckAt(slot: Instant): ExpectedAlert | undefined {
    const { contract } = this.first;
    if (contract === undefined || !kindOf(contract.source).showsRunning(contract.source)) return undefined;
    const knowableAt = slot + MINUTE + this.pipeline.schedules[0].flexibleMinutes * MINUTE + contract.maxDurationSeconds * SECOND;
    return { knowableAt, withinSeconds: contract.publicationDelaySeconds + this.tickSeconds + this.alertSeconds };
  }

  /** The alert for a checker that falls silent. The next evaluation after the silence raises its alarm. */
  public checkerSilentAt(knowableAt: Instant): ExpectedAlert {
    return { knowableAt, withinSeconds: checkerSilence(this.tickSeconds * SECOND) / SECOND + 2 * 60 };
  }

  /** The alert for a notifier that is not invoked any more. */
  public notifierSilentAt(knowableAt: Instant): ExpectedAlert {
    return { knowableAt, withinSeconds: NOTIFIER_SILENCE / SECOND + 2 * 60, isMetBy: comesFrom(this.account, 'NotifierSilent') };
  }

  /** The alert for a failed invocation of the notifier. There is one invocation a minute. */
  public notifierFailingAt(knowableAt: Instant): ExpectedAlert {
    return { knowableAt, withinSeconds: this.settings.publicationSeconds.to + 4 * 60, isMetBy: comesFrom(this.account, 'NotifierFailing') };
  }

  /** The alert for a pipeline that the checker cannot verify for three ticks. */
  public unverifiableAt(knowableAt: Instant): ExpectedAlert {
    return { knowableAt, withinSeconds: 4 * this.tickSeconds + this.alertSeconds };
  }

  /** The alert for a topic whose subscribers the checker cannot verify for three ticks. */
  public withoutSubscribersAt(knowableAt: Instant): ExpectedAlert {
    return this.unverifiableAt(knowableAt);
  }

  /** The first moment, not before another, at which the checker has had time to notice that a topic has no subscribers. */
  public withoutSubscribersUntil(instant: Instant): Instant {
    const { knowableAt, withinSeconds } = this.withoutSubscribersAt(this.ready);
    return Math.max(instant, knowableAt + withinSeconds * SECOND + HOUR);
  }

  /** When the first slot from an instant on is decided and all its messages are sent, the recovery included. */
  public settledAfter(instant: Instant): Instant {
    const [slot] = this.slots(1, instant);
    const { startBy, seenBy, publicationDelay } = this.#boundsOf(this.pipeline.stages.at(-1)!, slot!);
    const longest = this.pipeline.stages.reduce((sum, stage) => sum + (this.limitOf(stage) ?? 2 * this.usualOf(stage)), 0);
    return Math.max(seenBy, startBy + longest + publicationDelay) + (2 * this.tickSeconds + this.alertSeconds) * SECOND + 10 * MINUTE;
  }

  /** Seconds between two ticks of the checker; 0 where there is no checker. */
  public get tickSeconds(): number {
    const name = this.pipeline.observed?.checker.functionName;
    const schedule = this.account.schedules.find(({ targetArns }) => targetArns.some((arn) => targetOf(this.account, arn)?.model.name === name));
    if (name === undefined || schedule === undefined) return 0;
    return (parseSchedule(schedule.expression, { timeZone: schedule.timeZone }).shortestInterval(this.from, 20) ?? 0) / SECOND;
  }

  /**
   * Seconds from the checker's verdict until a message is sent: CloudWatch publishes the metric, and the next evaluation uses
   * it.
   */
  public get alertSeconds(): number {
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

  /** The bounds of a stage's slot. Without a contract: what an owner would expect. */
  #boundsOf({ contract, resource }: StageModel, slot: Instant): Pick<SlotBounds, 'startBy' | 'seenBy' | 'publicationDelay'> {
    const times = timesOf(this.pipeline);
    const owed = (times && dueSlots(this.#schedule, times, slot - 1, slot)[0]) ?? { dueAt: slot };
    if (contract === undefined) {
      const startBy = owed.dueAt + USUAL_START_WITHIN;
      return { startBy, seenBy: startBy + (resource.timeoutSeconds ?? 0) * SECOND, publicationDelay: 0 };
    }
    // A slot at the end of a schedule, or of a maximum silence, has no bound of its own, so it gets a day.
    return slotBounds(contract, contract.startWithinSeconds === undefined ? { deadline: slot + DAY, ...owed } : owed);
  }

  /** Whether the pipeline's expectation names a schedule. */
  public starts(schedule: ScheduleModel): boolean {
    return this.pipeline.schedules.some((own) => isSameTrigger(own, schedule));
  }
}
