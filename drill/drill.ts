import { DAY, HOUR, Instant } from '../core/time';
import type { UnreadablePipeline } from '../template/find-pipelines';
import type { Account, Origin } from '../template/model';
import { limitsOf, neighbourOf, PipelineModel } from '../template/pipeline';
import { FAULT_IDS, FaultId, faultOf } from './faults/catalogue';
import { type FaultDefinition, type Play, Scene } from './faults/fault';
import { excludedBy, Exclusion, zoneNameOf } from './faults/needs';
import type { PlannedFault } from './faults/planned-fault';
import { Bystander, outcomeOf } from './outcome';
import { PipelinePlace, Places } from './places';
import {
  concernsOf, type DeliveredMessage, type DrillReport, type DrillResult, type NotPlayedNote, type YearResult,
} from './result';
import { DEFAULT_SETTINGS, SimulationSettings } from './simulation/settings';
import { Simulation } from './simulation/simulation';
import { accountsOf, DrillSource } from './source';
import { countedByAlarm, isOfTheApp } from './subjects';
import { timelineOf } from './timeline';
import { playYear, YearOptions } from './year';

/** How a drill is made. */
export interface DrillOptions {
  /** What is drilled, for reports. @default - the source's own name */
  readonly app?: string;
  /** The day around which most faults are played. @default 2026-06-01, a Monday without a change of clocks nearby */
  readonly from?: Instant;
  /** What AWS does not document. @default - see WorldSettings */
  readonly settings?: Partial<SimulationSettings>;
}

/** What is played. */
export interface RunAllOptions {
  /** @default - all */
  readonly pipelines?: readonly string[];
  /** @default - the whole catalogue */
  readonly faults?: readonly string[];
  /** Time zones in which an uneventful year of each pipeline is played. @default - none */
  readonly years?: readonly string[];
  /** Whether results keep their timelines; of many pipelines they take much memory. @default true */
  readonly timelines?: boolean;
  /** Is told after each cell of the matrix and each year. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a drill has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly pipeline: string;
  /** The fault just played; absent for a year. */
  readonly fault?: FaultId;
  readonly result?: DrillResult;
}

const DEFAULT_FROM = Date.UTC(2026, 5, 1);
/** Alarms and pipelines settle for at least so long before anything is broken. */
const LEAST_WARM_UP = 2 * DAY;
/** And for so many runs, but no longer than this. */
const WARM_UP_SLOTS = 3;
const LONGEST_WARM_UP = 120 * DAY;
/** The first messages after a deployment say that something is there now; they are no false alarms. */
const DEPLOYMENT = DAY;
/** What of the time before a fault belongs into its picture. */
const LONGEST_LEAD = 12 * HOUR;

/**
 * Drills an app before it is deployed: plays breakdowns against its synthesized template, and tells which of them would
 * go unnoticed. All of it happens in memory under a simulated clock; the same source gives the same results.
 *
 * @example in a jest test of your own app
 * const app = new App();
 * const stack = new DataStack(app, 'Data');
 * const drill = Drill.of(stack);
 *
 * test('a night without a run is told in time, and so is the recovery', async () => {
 *   const result = await drill.run(Fault.neverStarts('NightlyOrders'));
 *   expect(result).toMatchObject({ outcome: 'detected', recoveryTold: true });
 *   expect(result.toldAt! - result.knowableAt!).toBeLessThan(30 * 60_000);
 * });
 *
 * test('no breakdown of the catalogue goes unnoticed', async () => {
 *   const { results } = await drill.runAll();
 *   expect(results.filter(({ outcome }) => ['brokenBefore', 'undetected', 'falseAlarm'].includes(outcome))).toEqual([]);
 * });
 */
export class Drill {
  /**
   * Makes a drill of a CDK stack, a template, a directory with a cloud assembly (`cdk.out`), or accounts that were read.
   */
  public static of(source: DrillSource, options: DrillOptions = {}): Drill {
    const { app, accounts } = accountsOf(source);
    return new Drill(options.app ?? app, accounts, options);
  }

  readonly #places: Places;
  readonly #notPlayed: NotPlayedNote[] = [];
  readonly #from: Instant;
  readonly #settings: SimulationSettings;

  private constructor(public readonly app: string, accounts: readonly Account[], { from, settings }: DrillOptions) {
    this.#from = from ?? DEFAULT_FROM;
    this.#settings = { ...DEFAULT_SETTINGS, ...settings };
    this.#places = new Places(accounts, this.#from);
    this.#notPlayed.push(
      ...this.#places.notPlayed.map(({ origin, what }): NotPlayedNote => ({ where: placeOf(origin), what, concerns: 'pipeline' })),
      ...accounts.flatMap(({ notPlayed }) => notPlayed).map(({ origin, type, what }): NotPlayedNote => ({ where: placeOf(origin), what, type, concerns: concernsOf(type) })),
    );
  }

  /** The names of the pipelines that were found. */
  public get pipelines(): readonly string[] {
    return this.#places.names;
  }

  /**
   * The name under which a pipeline is reported. Besides those that were found, any function or state machine of the templates
   * can be played: it is named by its construct path or the end of it, its logical id, its name or its ARN.
   *
   * @throws RangeError for what there is none of, or several
   */
  public nameOf(pipeline: string): string {
    return this.#places.named(pipeline).name;
  }

  /** What the templates have and a drill does not play. */
  public get notPlayed(): readonly NotPlayedNote[] {
    return this.#notPlayed;
  }

  /**
   * Plays one fault against one pipeline.
   *
   * @throws RangeError for a fault or a pipeline that there is none of
   */
  public async run(fault: PlannedFault | string, { pipeline }: { readonly pipeline?: string } = {}): Promise<DrillResult> {
    const planned = typeof fault === 'string' ? { fault, pipeline } : { fault: fault.fault, pipeline: fault.pipeline ?? pipeline };
    return this.#play(this.#places.named(planned.pipeline), faultOf(planned.fault), new Map());
  }

  /**
   * Plays faults against pipelines, all against all unless told otherwise, and uneventful years where asked for. A pipeline that
   * is broken as the template stands is not played.
   */
  public async runAll(options: RunAllOptions = {}): Promise<DrillReport> {
    const startedAt = new Date();
    const places = (options.pipelines ?? this.pipelines).map((name) => this.#places.named(name));
    const faults = (options.faults ?? FAULT_IDS).map(faultOf);
    const zones = options.years ?? [];
    const total = places.length * (faults.length + zones.length);
    const results: DrillResult[] = [];
    const years: YearResult[] = [];
    const tell = (progress: Omit<Progress, 'done' | 'total'>): void => {
      options.onProgress?.({ done: results.length + years.length, total, ...progress });
    };
    for (const fault of faults) {
      // What hits all at once is played once for all.
      const worlds: SharedSimulations = new Map();
      for (const place of places) {
        const result = await this.#play(place, fault, worlds);
        results.push(options.timelines === false ? { ...result, timeline: [] } : result);
        tell({ pipeline: place.name, fault: fault.id as FaultId, result });
      }
    }
    for (const timeZone of zones) {
      for (const { name, broken } of places) {
        const unplayed = { pipeline: name, timeZone, from: this.#from, to: this.#from, runs: 0, ticks: 0, falseAlarms: [] };
        years.push(broken === undefined ? await this.year({ pipeline: name, timeZone }) : { ...unplayed, broken });
        tell({ pipeline: name });
      }
    }
    return {
      app: this.app, startedAt: startedAt.toISOString(), results, years, notPlayed: this.#notPlayed, tookMillis: Date.now() - startedAt.getTime(),
    };
  }

  /**
   * Plays a year in which nothing goes wrong, with the schedule and the contract of a pipeline moved to a time zone.
   * Whatever is told in it is a false alarm, unless the template is broken as it stands.
   */
  public async year({ pipeline, ...options }: YearOptions & { readonly pipeline?: string } = {}): Promise<YearResult> {
    const place = this.#places.named(pipeline);
    if (!('pipeline' in place)) throw new RangeError(place.broken.reason);
    const { account, pipelines } = place.parts.of(place.pipeline);
    const { result, world } = await playYear({ account, pipelines, subject: place.pipeline, settings: this.#settings, from: this.#from, ...options });
    this.#note(world);
    return result;
  }

  async #play(place: PipelinePlace | UnreadablePipeline, fault: FaultDefinition, shared: SharedSimulations): Promise<DrillResult> {
    const common = { pipeline: place.name, fault: fault.id, title: fault.title, expected: fault.expects, ...('pipeline' in place ? { timeZone: zoneNameOf(place.pipeline) } : {}), ...(fault.gradual === true ? { gradual: true } : {}) };
    const unplayed = { messages: [], from: this.#from, to: this.#from, timeline: [] };
    const scene = 'pipeline' in place ? this.#sceneOf(place, fault) : place.broken;
    if ('outcome' in scene) return { ...common, ...scene, ...unplayed };
    const { broken } = place;
    if (!('pipeline' in place) || broken !== undefined || !('pipeline' in scene)) return { ...common, ...broken, outcome: 'brokenBefore', ...unplayed };
    const { pipeline } = place;
    const play = fault.play(scene);
    const world = await this.#simulationOf(scene, fault, play, shared);
    const isAbout = place.subjects.aboutOf(pipeline, fault.together !== true);
    const isOther = isOfTheApp(scene.account, pipeline);
    const all = world.messages.flatMap((message) => asAbout(pipeline, isAbout, message));
    const others = all.filter(isOther);
    const alongside = countedByAlarm(others.filter(({ at }) => at <= play.to));
    const breaksOthers = fault.together === true || fault.needs?.includes('neighbour') === true;
    const bystander = breaksOthers ? undefined : bystanderIn(place, world, play);
    const quietFrom = Math.min(play.begins, Math.max(scene.from + DEPLOYMENT, scene.settledAfter(scene.from)));
    const verdict = outcomeOf({
      account: scene.account, pipeline, fault, play, quietFrom, messages: all.filter((message) => !isOther(message)), others, bystander,
      unserved: (until) => scene.unserved(world.runs, until), lost: world.lost.filter(({ alarm }) => isAbout(alarm)), runs: world.runs,
    });
    const from = Math.max(scene.from, play.begins - Math.min(scene.interval, LONGEST_LEAD));
    const first = verdict.outcome === 'falseAlarm' ? Math.min(from, verdict.detectedAt ?? from) : from;
    const knownGap = fault.knownGap?.(pipeline, place.account);
    return {
      ...common, ...verdict, ...(knownGap === undefined ? {} : { knownGap }), ...(world.assumptions.length === 0 ? {} : { assumptions: world.assumptions }), from: first, to: play.to,
      ...(alongside.length === 0 ? {} : { alongside }),
      messages: all.filter((message) => !isOther(message) || message.alarm === verdict.reliesOn).filter(({ at, to }) => at >= Math.min(first, play.begins) && at <= play.to && to.length > 0),
      timeline: timelineOf(world, scene, ({ model }) => isAbout(model.name), first, play.to),
    };
  }

  /** Where a fault is played against a pipeline, or why it cannot be. */
  #sceneOf({ account, parts, pipeline, neighbours }: PipelinePlace, fault: FaultDefinition): Scene | Exclusion {
    const needs = fault.needs ?? [];
    const exclusion = excludedBy(needs, pipeline, account, neighbours);
    if (exclusion !== undefined) return exclusion;
    const neighbour = needs.includes('neighbour') ? neighbourOf(pipeline, neighbours) : undefined;
    const { account: part, pipelines } = fault.together === true ? { account, pipelines: neighbours } : parts.of(pipeline, neighbour);
    const sample = new Scene(part, pipeline, this.#from, this.#from, this.#settings);
    const intervals = fault.together === true ? [] : [WARM_UP_SLOTS * sample.interval];
    const warmUp = Math.min(LONGEST_WARM_UP, Math.max(LEAST_WARM_UP, (fault.warmUpDays ?? 0) * DAY, ...intervals));
    const ready = fault.when === undefined ? this.#from + warmUp : fault.when(pipeline, this.#from + warmUp);
    if (ready === undefined) return { outcome: 'notApplicable', reason: 'There is no such day for it.' };
    return new Scene(part, pipeline, ready - warmUp, ready, this.#settings, pipelines);
  }

  async #simulationOf({ account, from, all }: Scene, fault: FaultDefinition, play: Play, shared: SharedSimulations): Promise<Simulation> {
    const known = fault.together === true ? shared.get(account) : undefined;
    const world = known ?? new Simulation({
      account, from, conditions: play.conditions, links: all.flatMap(({ links }) => links), limits: limitsOf(all), settings: this.#settings,
    });
    if (fault.together === true) shared.set(account, world);
    if (world.now < play.to) await world.runUntil(play.to);
    this.#note(world);
    return world;
  }

  /** Remembers what a world did not play or had to assume. */
  #note({ unplayed, assumptions }: Simulation): void {
    const notes = [
      ...unplayed.map(({ name, why }) => ({ where: name, what: `this alarm is not played: ${why}`, concerns: 'alarm' as const })),
      ...assumptions.map((assumption) => ({ ...assumption, concerns: 'delivery' as const })),
    ];
    for (const note of notes) {
      if (!this.#notPlayed.some(({ where, what }) => where === note.where && what === note.what)) this.#notPlayed.push(note);
    }
  }
}

/** A resource by its construct path, else by its stack. */
function placeOf({ path, stack, logicalId }: Origin): string {
  return path ?? `${stack}/${logicalId}`;
}

/** A message as far as it is about a pipeline: one about many speaks for each of them. */
function asAbout({ name, observed }: PipelineModel, isAbout: (alarm: string) => boolean, message: DeliveredMessage): DeliveredMessage[] {
  const { pipelines, alarm, kind } = message;
  if (pipelines === undefined) return isAbout(alarm) ? [message] : [];
  // A digest is about everything, and neither tells nor ends an incident.
  if (kind === 'digest') return [message];
  if (pipelines.includes(observed?.pipeline ?? name)) return [{ ...message, alarm: `notifier: ${name}` }];
  return isAbout(pipelines[0] ?? alarm) ? [message] : [];
}

/** A pipeline that was not broken and was told to be all the same, with the message that says so. */
function bystanderIn({ pipeline, subjects }: PipelinePlace, world: Simulation, { begins, to }: Play): Bystander | undefined {
  for (const message of world.messages) {
    const other = message.at < begins || message.at > to ? undefined : subjects.bystander(pipeline, message);
    if (other !== undefined) return { name: other.name, message };
  }
  return undefined;
}

/** Worlds of faults that hit all pipelines of an account at once. */
type SharedSimulations = Map<Account, Simulation>;
