import { DAY, HOUR, Instant } from '../core/time';
import type { UnreadablePipeline } from '../template/find-pipelines';
import type { Account, Origin } from '../template/model';
import { limitsOf, neighbourOf, PipelineModel } from '../template/pipeline';
import { FAULT_IDS, FaultId, faultOf } from './faults/catalogue';
import { type FaultDefinition, type Play, Scene } from './faults/fault';
import { excludedBy, Exclusion, zoneNameOf } from './faults/needs';
import type { PlannedFault } from './faults/planned-fault';
import { type Job, jobsOf, limitTimelines, type Order, type Played, type Timelines } from './jobs';
import { Bystander, outcomeOf } from './outcome';
import { PipelinePlace, Places } from './places';
import { OUTCOMES } from './report/outcome-text';
import {
  concernsOf, type DeliveredMessage, type DrillReport, type DrillResult, type NotPlayedNote, type YearResult,
} from './result';
import { DEFAULT_SETTINGS, SimulationSettings } from './simulation/settings';
import { Simulation } from './simulation/simulation';
import { accountsOf, DrillSource } from './source';
import { countedByAlarm, isOfTheApp } from './subjects';
import { timelineOf } from './timeline';
import { playJobs } from './workers';
import { playYear, YearOptions } from './year';

/** Options of a drill. */
export interface DrillOptions {
  /** The name of the app, for reports. @default - the name of the source */
  readonly app?: string;
  /** The day around which most faults are played. @default 2026-06-01, a Monday with no clock change nearby */
  readonly from?: Instant;
  /** What AWS does not document. @default - see SimulationSettings */
  readonly settings?: Partial<SimulationSettings>;
}

/** What a drill plays. */
export interface RunAllOptions {
  /** @default - all */
  readonly pipelines?: readonly string[];
  /** @default - the whole catalogue */
  readonly faults?: readonly string[];
  /** Time zones in which a quiet year of each pipeline is played; undefined stands for the pipeline's own. @default - none */
  readonly years?: readonly (string | undefined)[];
  /** Which results keep their timelines. Timelines of many pipelines take much memory. @default 'all' */
  readonly timelines?: Timelines;
  /**
   * How many worker threads play. With 1, the calling thread plays. @default - one for each core, as far as the free memory
   * goes
   */
  readonly workers?: number;
  /**
   * Called after each cell of the matrix and each year. Cells finish in any order; the report has them in the order of the
   * catalogue.
   */
  readonly onProgress?: (progress: Progress) => void;
}

/** The progress of a drill. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly pipeline: string;
  /** The fault that was just played; absent for a year. */
  readonly fault?: FaultId;
  readonly result?: DrillResult;
}

const DEFAULT_FROM = Date.UTC(2026, 5, 1);
/** A drill may begin on these days. Cron expressions have the years 1970 to 2199, and a drill may take a year and more. */
export const FIRST_FROM = Date.UTC(1970, 0, 1);
export const LAST_FROM = Date.UTC(2190, 11, 31);
/** Alarms and pipelines settle for at least this long before a fault. */
const LEAST_WARM_UP = 2 * DAY;
/** They also settle for this many runs, but no longer than the limit below. */
const WARM_UP_SLOTS = 3;
const LONGEST_WARM_UP = 120 * DAY;
/** The first messages after a deployment report that something exists now; they are not false alarms. */
const DEPLOYMENT = DAY;
/** The time before a fault that its picture shows. */
const LONGEST_LEAD = 12 * HOUR;

/**
 * Drills an app before you deploy it: plays breakdowns against its synthesized template, and shows which of them would go
 * undetected. Everything happens in memory under a simulated clock. The same source gives the same results.
 *
 * @example in a jest test of your own app
 * const app = new App();
 * const stack = new DataStack(app, 'Data');
 * const drill = Drill.of(stack);
 *
 * test('people are notified in time of a night without a run, and of the recovery', async () => {
 * const result = await drill.run(Fault.neverStarts('NightlyOrders'));
 * expect(result).toMatchObject({ outcome: 'detected', recoveryNotified: true });
 * expect(result.detectedAt! - result.knowableAt!).toBeLessThan(30 * 60_000);
 * });
 *
 * test('no breakdown of the catalogue is undetected', async () => {
 * const { results } = await drill.runAll();
 * expect(results.filter(({ outcome }) => ['brokenBefore', 'undetected', 'falseAlarm'].includes(outcome))).toEqual([]);
 * });
 */
export class Drill {
  /**
   * Makes a drill of a CDK stack, a template, a directory with a cloud assembly (`cdk.out`), or accounts that were already
   * read.
   */
  public static of(source: DrillSource, options: DrillOptions = {}): Drill {
    const { app, accounts } = accountsOf(source);
    return new Drill(options.app ?? app, accounts, options);
  }

  /** The same drill in another thread. @internal */
  public static _ofOrder({ accounts, ...options }: Order): Drill {
    return new Drill('', accounts, options);
  }

  readonly #places: Places;
  readonly #notPlayed: NotPlayedNote[] = [];
  readonly #from: Instant;
  readonly #settings: SimulationSettings;

  private constructor(public readonly app: string, private readonly accounts: readonly Account[], { from, settings }: DrillOptions) {
    this.#from = validFrom(from ?? DEFAULT_FROM);
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
   * The name under which a pipeline is reported. You can also name any function or state machine of the templates: by its
   * construct path or the end of it, its logical id, its name or its ARN.
   * @throws RangeError when nothing, or more than one thing, has that name
   */
  public nameOf(pipeline: string): string {
    return this.#places.named(pipeline).name;
  }

  /** What a drill does not play of the templates. */
  public get notPlayed(): readonly NotPlayedNote[] {
    return this.#notPlayed;
  }

  /**
   * Plays one fault against one pipeline.
   * @throws RangeError for an unknown fault or pipeline
   */
  public async run(fault: PlannedFault | string, { pipeline }: { readonly pipeline?: string } = {}): Promise<DrillResult> {
    const planned = typeof fault === 'string' ? { fault, pipeline } : { fault: fault.fault, pipeline: fault.pipeline ?? pipeline };
    const notes: NotPlayedNote[] = [];
    const result = await this.#play(this.#places.named(planned.pipeline), faultOf(planned.fault), new Map(), notes);
    this.#note(notes);
    return result;
  }

  /**
   * Plays faults against pipelines, by default all of both, and quiet years if you ask for them. A pipeline whose template is
   * broken as it stands is not played.
   */
  public async runAll(options: RunAllOptions = {}): Promise<DrillReport> {
    const startedAt = new Date();
    requireCount(options.workers);
    const pipelines = options.pipelines ?? this.pipelines;
    for (const name of pipelines) this.#places.named(name);
    const jobs = jobsOf(pipelines, (options.faults ?? FAULT_IDS).map(faultOf), options.years ?? [], options.timelines ?? 'all');
    const total = jobs.reduce((sum, job) => sum + job.pipelines.length, 0);
    let done = 0;
    const played = await playJobs(jobs, {
      workers: options.workers, order: { accounts: this.accounts, from: this.#from, settings: this.#settings }, play: (job) => this._play(job),
      onPlayed: ({ results, years }, all) => {
        if (options.timelines === 'wrong') limitTimelines(all);
        for (const result of results) options.onProgress?.({ done: done += 1, total, pipeline: result.pipeline, fault: result.fault as FaultId, result });
        for (const { pipeline } of years) options.onProgress?.({ done: done += 1, total, pipeline });
      },
    });
    for (const { notes } of played) this.#note(notes);
    return {
      app: this.app, startedAt: startedAt.toISOString(),
      results: played.flatMap(({ results }) => results), years: played.flatMap(({ years }) => years),
      notPlayed: this.#notPlayed, tookMillis: Date.now() - startedAt.getTime(),
    };
  }

  /** Plays one job of `runAll`, in any thread. @internal */
  public async _play(job: Job): Promise<Played> {
    const places = job.pipelines.map((name) => this.#places.named(name));
    const notes: NotPlayedNote[] = [];
    if (job.fault === undefined) {
      const years: YearResult[] = [];
      for (const place of places) {
        const timeZone = job.timeZone ?? ('pipeline' in place ? zoneNameOf(place.pipeline) : undefined) ?? 'UTC';
        if (!('pipeline' in place) || place.broken !== undefined) {
          years.push({ pipeline: place.name, timeZone, from: this.#from, to: this.#from, runs: 0, ticks: 0, falseAlarms: [], broken: place.broken });
          continue;
        }
        const { result, simulation } = await this.#playYear(place, { timeZone: job.timeZone });
        notes.push(...notesOf(simulation));
        years.push(result);
      }
      return { results: [], years, notes };
    }
    const fault = faultOf(job.fault);
    // A fault that affects all pipelines at once is played once for all.
    const simulations: SharedSimulations = new Map();
    const results: DrillResult[] = [];
    for (const place of places) {
      const result = await this.#play(place, fault, simulations, notes);
      const keepsTimeline = job.timelines === 'all' || (job.timelines === 'wrong' && OUTCOMES[result.outcome].wrong);
      results.push(keepsTimeline ? result : { ...result, timeline: [] });
    }
    return { results, years: [], notes };
  }

  /**
   * Plays a year in which nothing goes wrong, with the schedule and the contract of a pipeline moved to a time zone. Every
   * alert in it is a false alarm, unless the template is broken as it stands.
   */
  public async year({ pipeline, ...options }: YearOptions & { readonly pipeline?: string } = {}): Promise<YearResult> {
    const place = this.#places.named(pipeline);
    if (!('pipeline' in place)) throw new RangeError(place.broken.reason);
    const { result, simulation } = await this.#playYear(place, options);
    this.#note(notesOf(simulation));
    return result;
  }

  async #playYear({ parts, pipeline }: PipelinePlace, options: YearOptions): ReturnType<typeof playYear> {
    const { account, pipelines } = parts.of(pipeline);
    return playYear({ account, pipelines, subject: pipeline, settings: this.#settings, from: this.#from, ...options });
  }

  async #play(place: PipelinePlace | UnreadablePipeline, fault: FaultDefinition, shared: SharedSimulations, notes: NotPlayedNote[]): Promise<DrillResult> {
    const common = { pipeline: place.name, fault: fault.id, title: fault.title, expected: fault.expects, ...('pipeline' in place ? { timeZone: zoneNameOf(place.pipeline) } : {}), ...(fault.gradual === true ? { gradual: true } : {}) };
    const unplayed = { messages: [], from: this.#from, to: this.#from, timeline: [] };
    const scene = 'pipeline' in place ? this.#sceneOf(place, fault) : place.broken;
    if ('outcome' in scene) return { ...common, ...scene, ...unplayed };
    const { broken } = place;
    if (!('pipeline' in place) || broken !== undefined || !('pipeline' in scene)) return { ...common, ...broken, outcome: 'brokenBefore', ...unplayed };
    const { pipeline } = place;
    const play = fault.play(scene);
    const simulation = await this.#simulationOf(scene, fault, play, shared);
    notes.push(...notesOf(simulation));
    const isAbout = place.subjects.aboutOf(pipeline, { withUpstreams: fault.together !== true });
    const isOther = isOfTheApp(scene.account, pipeline);
    const all = simulation.messages.flatMap((message) => asAbout(pipeline, isAbout, message));
    const others = all.filter(isOther);
    const alongside = countedByAlarm(others.filter(({ at }) => at <= play.to));
    const breaksOthers = fault.together === true || fault.needs?.includes('neighbour') === true;
    const bystander = breaksOthers ? undefined : bystanderIn(place, simulation, play);
    const quietFrom = Math.min(play.begins, Math.max(scene.from + DEPLOYMENT, scene.settledAfter(scene.from)));
    const verdict = outcomeOf({
      account: scene.account, pipeline, fault, play, quietFrom, messages: all.filter((message) => !isOther(message)), others, bystander,
      unserved: (until) => scene.unserved(simulation.runs, until), lost: simulation.lost.filter(({ alarm }) => isAbout(alarm)), runs: simulation.runs,
    });
    const from = Math.max(scene.from, play.begins - Math.min(scene.interval, LONGEST_LEAD));
    const first = verdict.outcome === 'falseAlarm' ? Math.min(from, verdict.detectedAt ?? from) : from;
    const knownGap = fault.knownGap?.(pipeline, place.account);
    return {
      ...common, ...verdict, ...(knownGap === undefined ? {} : { knownGap }), ...(simulation.assumptions.length === 0 ? {} : { assumptions: simulation.assumptions }), from: first, to: play.to,
      ...(alongside.length === 0 ? {} : { alongside }),
      messages: all.filter((message) => !isOther(message) || message.alarm === verdict.reliesOn).filter(({ at, to }) => at >= Math.min(first, play.begins) && at <= play.to && to.length > 0),
      timeline: timelineOf(simulation, scene, ({ model }) => isAbout(model.name), { from: first, to: play.to }),
    };
  }

  /** The scene of a fault at a pipeline, or why it cannot be played. */
  #sceneOf({ account, parts, pipeline, neighbours }: PipelinePlace, fault: FaultDefinition): Scene | Exclusion {
    const needs = fault.needs ?? [];
    const exclusion = excludedBy(needs, pipeline, account, neighbours);
    if (exclusion !== undefined) return exclusion;
    const neighbour = needs.includes('neighbour') ? neighbourOf(pipeline, neighbours) : undefined;
    const { account: part, pipelines } = fault.together === true ? { account, pipelines: neighbours } : parts.of(pipeline, neighbour);
    const sample = new Scene({ account: part, pipeline, from: this.#from, settings: this.#settings });
    const intervals = fault.together === true ? [] : [WARM_UP_SLOTS * sample.interval];
    const warmUp = Math.min(LONGEST_WARM_UP, Math.max(LEAST_WARM_UP, (fault.warmUpDays ?? 0) * DAY, ...intervals));
    const ready = fault.when === undefined ? this.#from + warmUp : fault.when(pipeline, this.#from + warmUp);
    if (ready === undefined) return { outcome: 'notApplicable', reason: 'There is no such day.' };
    return new Scene({ account: part, pipeline, from: ready - warmUp, ready, settings: this.#settings, all: pipelines });
  }

  async #simulationOf({ account, from, all }: Scene, fault: FaultDefinition, play: Play, shared: SharedSimulations): Promise<Simulation> {
    const known = fault.together === true ? shared.get(account) : undefined;
    const simulation = known ?? new Simulation({
      account, from, conditions: play.conditions, links: all.flatMap(({ links }) => links), limits: limitsOf(all), settings: this.#settings,
    });
    if (fault.together === true) shared.set(account, simulation);
    if (simulation.now < play.to) await simulation.runUntil(play.to);
    return simulation;
  }

  /** Keeps each note once. */
  #note(notes: readonly NotPlayedNote[]): void {
    for (const note of notes) {
      if (!this.#notPlayed.some(({ where, what }) => where === note.where && what === note.what)) this.#notPlayed.push(note);
    }
  }
}

function validFrom(from: Instant): Instant {
  if (Number.isInteger(from) && from >= FIRST_FROM && from <= LAST_FROM) return from;
  throw new RangeError(`from is ${String(from)}. Pass a day from 1970 to 2190 in epoch milliseconds, for example Date.UTC(2026, 5, 1).`);
}

function requireCount(workers: number | undefined): void {
  if (workers === undefined || (Number.isInteger(workers) && workers >= 1)) return;
  throw new RangeError(`workers is ${String(workers)}. Pass a whole number of at least 1, or leave it out.`);
}

/** What a simulation did not play or had to assume. */
function notesOf({ unplayed, assumptions }: Simulation): NotPlayedNote[] {
  return [
    ...unplayed.map(({ name, why }) => ({ where: name, what: `this alarm is not played: ${why}`, concerns: 'alarm' as const })),
    ...assumptions.map((assumption) => ({ ...assumption, concerns: 'delivery' as const })),
  ];
}

/** A resource by its construct path or, without one, by its stack. */
function placeOf({ path, stack, logicalId }: Origin): string {
  return path ?? `${stack}/${logicalId}`;
}

/** A message as far as it is about a pipeline; a message about many pipelines counts for each of them. */
function asAbout({ name, observed }: PipelineModel, isAbout: (alarm: string) => boolean, message: DeliveredMessage): DeliveredMessage[] {
  const { pipelines, alarm, kind } = message;
  if (pipelines === undefined) return isAbout(alarm) ? [message] : [];
  // A digest is about everything; it neither reports nor ends an incident.
  if (kind === 'digest') return [message];
  if (pipelines.includes(observed?.pipeline ?? name)) return [{ ...message, alarm: `notifier: ${name}` }];
  return isAbout(pipelines[0] ?? alarm) ? [message] : [];
}

/** A pipeline that was not broken but was reported as broken, with the message. */
function bystanderIn({ pipeline, subjects }: PipelinePlace, simulation: Simulation, { begins, to }: Play): Bystander | undefined {
  for (const message of simulation.messages) {
    const other = message.at < begins || message.at > to ? undefined : subjects.bystander(pipeline, message);
    if (other !== undefined) return { name: other.name, message };
  }
  return undefined;
}

/** Simulations of faults that affect all pipelines of an account at once. */
type SharedSimulations = Map<Account, Simulation>;
