import type { Instant } from '../core/time';
import {
  constructPathOf, distinguished, findPipelines, pipelineNamed, resourcesNamed, UnreadablePipeline,
} from '../template/find-pipelines';
import type { Account, NotPlayed } from '../template/model';
import { type Defect, PipelineModel, withTriggers } from '../template/pipeline';
import { AccountParts } from '../template/restrict-account';
import { brokenAsItStands } from './defects';
import { Subjects } from './subjects';

/** A pipeline with its account. */
export interface PipelinePlace {
  readonly name: string;
  /** The account as it was read. */
  readonly template: Account;
  /** The same account with added triggers for pipelines that no schedule in the templates starts. */
  readonly account: Account;
  readonly parts: AccountParts;
  readonly pipeline: PipelineModel;
  /** Why the template is broken as it stands; undefined where it is not. */
  readonly broken: Defect | undefined;
  readonly subjects: Subjects;
  /** All pipelines of the account. */
  readonly neighbours: readonly PipelineModel[];
}

/** All pipelines of several accounts, and any other function or state machine that you name as one. */
export class Places {
  /** What the drill cannot play of their pipelines. */
  public readonly notPlayed: readonly NotPlayed[];
  readonly #found: readonly PipelinePlace[];
  readonly #unreadable: readonly UnreadablePipeline[];
  /** Functions and state machines that were asked for by name. */
  readonly #named = new Map<string, PipelinePlace>();

  /** @param from when everything is deployed */
  public constructor(private readonly accounts: readonly Account[], private readonly from: Instant) {
    const found = accounts.map((account) => ({ account, ...findPipelines(account) }));
    const everywhere = found.flatMap(({ account: { region, accountId }, pipelines }) => pipelines.map((pipeline) => ({ name: pipeline.name, pipeline, region, accountId })));
    const apart = distinguished(distinguished(everywhere, ({ region }) => region), ({ accountId }) => accountId);
    const names = new Map(apart.map(({ pipeline, name }) => [pipeline, name]));
    this.#found = found.flatMap(({ account, pipelines }) => placesOf(account, pipelines.map((pipeline) => ({ ...pipeline, name: names.get(pipeline)! })), from));
    this.#unreadable = found.flatMap(({ unreadable }) => unreadable);
    this.notPlayed = found.flatMap(({ notPlayed }) => notPlayed);
  }

  /** The names of the pipelines that were found. */
  public get names(): readonly string[] {
    return [...this.#found, ...this.#unreadable].map(({ name }) => name);
  }

  /**
   * The pipeline with a name. Without a name, the only pipeline.
   * @throws RangeError when there is no such pipeline, or more than one
   */
  public named(name?: string): PipelinePlace | UnreadablePipeline {
    const all = [...this.#found, ...this.#unreadable];
    const [first, ...more] = all;
    if (name === undefined) {
      if (first !== undefined && more.length === 0) return first;
      throw new RangeError(`Name the pipeline. ${this.#known()}`);
    }
    return all.find((one) => one.name === name) ?? this.#named.get(name) ?? this.#placeOfResource(name);
  }

  /** Where a function or state machine is played that you name. */
  #placeOfResource(name: string): PipelinePlace {
    const namesakes = this.#found.filter(({ pipeline }) => pipeline.name.startsWith(`${name} (`)).map(({ pipeline }) => pipeline.name);
    if (namesakes.length > 0) throw new RangeError(`Several pipelines are called "${name}". Use one of: ${namesakes.join(', ')}.`);
    const found = this.accounts.flatMap((account) => resourcesNamed(account, name).map((resource) => ({ account, resource })));
    const [one, ...others] = found;
    if (one === undefined) throw new RangeError(`There is no pipeline "${name}", nor a function or state machine of that name, id or construct path. ${this.#known()}`);
    if (others.length > 0) throw new RangeError(`Several functions or state machines match "${name}". Use one of: ${found.map(({ resource }) => constructPathOf(resource) ?? resource.arn).join(', ')}.`);
    const { arn } = one.resource;
    const own = this.#found.filter(({ pipeline }) => pipeline.stages.some(({ resource }) => resource.arn === arn));
    const plain = own.find(({ pipeline }) => pipeline.observed === undefined);
    if (plain !== undefined) return plain;
    if (own.length > 0) throw new RangeError(`"${name}" is a stage of ${own.map(({ pipeline }) => pipeline.name).join(', ')}. Use that name.`);
    const neighbours = this.#found.filter(({ template }) => template === one.account).map(({ pipeline }) => pipeline);
    const pipeline = pipelineNamed(name, one.resource);
    const place = placesOf(one.account, [...neighbours, pipeline], this.from).at(-1)!;
    this.#named.set(name, place);
    return place;
  }

  #known(): string {
    return this.names.length === 0 ? 'None was found: the app has neither a contract of this library nor a schedule that starts a function or a state machine.' : `Use one of: ${this.names.join(', ')}.`;
  }
}

/** The pipelines of an account, each with what is played together with it. */
function placesOf(account: Account, pipelines: readonly PipelineModel[], from: Instant): PipelinePlace[] {
  const whole = withTriggers(account, pipelines);
  const parts = new AccountParts(whole, pipelines);
  const subjects = new Subjects(whole, pipelines);
  return pipelines.map((pipeline) => ({
    name: pipeline.name, template: account, account: whole, parts, pipeline, broken: brokenAsItStands(whole, pipeline, from), subjects, neighbours: pipelines,
  }));
}
