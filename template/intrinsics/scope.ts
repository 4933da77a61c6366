import { isObject, type JsonObject } from '../../core/json';
import type { NotPlayed, Origin } from '../model';
import { type Environment, environmentOf, type Identity } from './environment';
import { entriesOf, type NestedTemplate, type PlacedTemplate, property, show } from './json';

/** A resource of a template, not yet resolved. */
export interface RawResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string;
  readonly path?: string;
}

/** The subject of a problem: a resource, or another named part of a template. */
export interface Subject {
  readonly origin: Origin;
  readonly type: string;
}

interface ScopeName {
  /** Different for each scope. */
  readonly id: string;
  readonly stack: string;
}

/** Where a nested stack stands in the template around it. */
interface NestedIn {
  readonly parent: Scope;
  readonly logicalId: string;
}

/** One template: its sections by name, its nested stacks, and the parts of it that are not played. */
export class Scope {
  public readonly id: string;
  public readonly stack: string;
  public readonly resources: ReadonlyMap<string, RawResource>;
  public readonly parameters: ReadonlyMap<string, unknown>;
  public readonly conditions: ReadonlyMap<string, unknown>;
  public readonly mappings: ReadonlyMap<string, unknown>;
  public readonly outputs: ReadonlyMap<string, unknown>;
  public readonly nested: ReadonlyMap<string, Scope>;
  readonly #notes = new Map<string, NotPlayed>();

  public constructor(
    { id, stack }: ScopeName,
    public readonly environment: Environment,
    input: NestedTemplate,
    public readonly nestedIn?: NestedIn,
  ) {
    this.id = id;
    this.stack = stack;
    if (!isObject(input.template)) this.note(this.part('Template', 'Template'), `must be an object, got ${show(input.template)}`);
    const section = (name: string): ReadonlyMap<string, unknown> => this.section(input.template, name);
    this.parameters = section('Parameters');
    this.conditions = section('Conditions');
    this.mappings = section('Mappings');
    this.outputs = section('Outputs');
    this.resources = this.readResources(section('Resources'), input.paths);
    this.nested = new Map([...input.nested ?? []].map(([logicalId, nested]) => [
      logicalId, new Scope({ id: `${id}/${logicalId}`, stack: `${stack}-${logicalId}` }, environment, nested, { parent: this, logicalId }),
    ]));
    const transform = property(input.template, 'Transform');
    if (transform !== undefined) this.note(this.part('Transform', 'Template'), `the transform ${show(transform)} is not applied`);
  }

  /** The parts of this template that are not played, in the order in which they were found. */
  public get notes(): readonly NotPlayed[] {
    return [...this.#notes.values()];
  }

  /** Notes something that is not played, once. */
  public note(subject: Subject, what: string): void {
    const key = JSON.stringify([subject.origin.logicalId, subject.type, what]);
    if (!this.#notes.has(key)) this.#notes.set(key, { ...subject, what });
  }

  /** A part of the template that is not a resource, as the subject of a note. */
  public part(logicalId: string, type: string): Subject {
    return { origin: { stack: this.stack, logicalId }, type };
  }

  /** A resource, as the subject of a note and of models. */
  public subjectOf({ logicalId, type, path }: RawResource): Subject {
    return { origin: { stack: this.stack, logicalId, ...(path === undefined ? {} : { path }) }, type };
  }

  private section(template: unknown, name: string): ReadonlyMap<string, unknown> {
    const section = property(template, name);
    if (section !== undefined && !isObject(section)) this.note(this.part(name, 'Template'), `must be an object, got ${show(section)}`);
    return new Map(entriesOf(section));
  }

  private readResources(section: ReadonlyMap<string, unknown>, paths: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, RawResource> {
    const resources = new Map<string, RawResource>();
    for (const [logicalId, resource] of section) {
      const type = property(resource, 'Type');
      const properties = property(resource, 'Properties') ?? {};
      const condition = property(resource, 'Condition');
      const path = property(property(resource, 'Metadata'), 'aws:cdk:path') ?? paths.get(logicalId);
      if (typeof type !== 'string') {
        this.note(this.part(logicalId, 'Resource'), `left out: Type must be a text, got ${show(type)}`);
      } else if (!isObject(properties)) {
        this.note(this.part(logicalId, type), `left out: Properties must be an object, got ${show(properties)}`);
      } else {
        if (condition !== undefined && typeof condition !== 'string') {
          this.note(this.part(logicalId, type), `its Condition must be a text, got ${show(condition)}, so it is ignored`);
        }
        resources.set(logicalId, {
          logicalId, type, properties,
          ...(typeof condition === 'string' ? { condition } : {}),
          ...(typeof path === 'string' ? { path } : {}),
        });
      }
    }
    return resources;
  }
}

/** A scope and all scopes nested in it, outermost first. */
export function everyScope(scope: Scope): Scope[] {
  return [scope, ...[...scope.nested.values()].flatMap(everyScope)];
}

/** Deeper than any template that CloudFormation accepts, and shallow enough for the call stack. */
export const MAX_NESTING = 300;

/** A template has 1 MB at most; a longer text can only come from references that double each other. */
export const MAX_TEXT_LENGTH = 1_048_576;

/**
 * All templates together, because they refer to each other. It remembers resolved values, so that the work stays proportional
 * to the templates, and it limits what malformed templates could make endless.
 */
export class Cloud {
  /** The given stacks, without the stacks nested in them. */
  public readonly stacks: readonly Scope[];
  readonly #known = new Map<string, unknown>();
  readonly #inProgress = new Set<string>();
  #nesting = 0;

  public constructor(templates: readonly PlacedTemplate[], public readonly identityOf: (type: string) => Identity) {
    this.stacks = templates.map((template, index) => new Scope({ id: String(index), stack: template.stack }, environmentOf(template), template));
  }

  /**
   * Computes a value once. A value that depends on itself becomes what `onCycle` returns.
   * @param parts identify the value
   */
  public once<T>(parts: readonly string[], compute: () => T, onCycle: () => T): T {
    const key = JSON.stringify(parts);
    if (this.#known.has(key)) return this.#known.get(key) as T;
    if (this.#inProgress.has(key)) return onCycle();
    this.#inProgress.add(key);
    try {
      const value = compute();
      this.#known.set(key, value);
      return value;
    } finally {
      this.#inProgress.delete(key);
    }
  }

  /** Goes one level deeper, but not deeper than a template can be. */
  public deeper<T>(compute: () => T, tooDeep: () => T): T {
    if (this.#nesting >= MAX_NESTING) return tooDeep();
    this.#nesting++;
    try {
      return compute();
    } finally {
      this.#nesting--;
    }
  }
}
