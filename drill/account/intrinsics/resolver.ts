import { type Cloud, MAX_NESTING } from './cloud';
import { arnOf } from './environment';
import { INTRINSICS } from './functions';
import { generatedName, type Named, type Unnamed } from './identity';
import { isObject, property, scalarText, show } from './json';
import { parameterValue } from './parameter';
import { pseudoParameters } from './pseudo-parameters';
import type { RawResource, Scope, Subject } from './scope';
import { standIn, Unresolvable } from './unresolvable';

/** Resolves what one part of a template says. Nothing it meets makes it throw. */
export class Resolver {
  public constructor(public readonly cloud: Cloud, public readonly scope: Scope, private readonly subject: Subject) {}

  /** The value with all intrinsics replaced; undefined for AWS::NoValue and null. */
  public resolve(value: unknown): unknown {
    return this.cloud.deeper(() => this.resolveHere(value), () => {
      this.note(`is nested more than ${MAX_NESTING} deep: the deeper parts are not read`);
      return undefined;
    });
  }

  /** A resolver of another part of a template. */
  public at(scope: Scope, subject: Subject): Resolver {
    return new Resolver(this.cloud, scope, subject);
  }

  /** Whether the condition of that name holds. One that cannot be read does not. */
  public condition(name: string): boolean {
    const subject = this.scope.part(name, 'Condition');
    const definition = this.scope.conditions.get(name);
    if (definition === undefined) {
      this.note(`the condition ${name} is not defined and counts as false`);
      return false;
    }
    const refuse = (): boolean => {
      this.scope.note(subject, 'needs itself and counts as false');
      return false;
    };
    return this.cloud.once([this.scope.id, 'condition', name], () => this.at(this.scope, subject).holds(definition), refuse);
  }

  /** Whether a condition, or a part of one, holds. */
  public holds(value: unknown): boolean {
    const name = property(value, 'Condition');
    const resolved = typeof name === 'string' ? this.resolve({ 'Fn::If': [name, true, false] }) : this.resolve(value);
    if (typeof resolved === 'boolean') return resolved;
    if (resolved === 'true' || resolved === 'false') return resolved === 'true';
    this.note(`a condition must be true or false, got ${show(resolved)}: it counts as false`);
    return false;
  }

  /** What `Ref` gives. @throws Unresolvable */
  public reference(name: string): unknown {
    const pseudo = pseudoParameters(this.scope);
    if (pseudo.has(name)) return pseudo.get(name);
    if (this.scope.parameters.has(name)) return parameterValue(this, name);
    const resource = this.resource(name);
    return this.once(['ref', name], name, () => {
      const named = this.named(resource);
      return this.cloud.identityOf(resource.type).ref?.(named) ?? named.name;
    });
  }

  /** What `Fn::GetAtt` gives. @throws Unresolvable */
  public attribute(logicalId: string, attribute: string): unknown {
    const resource = this.resource(logicalId);
    const nested = this.scope.nested.get(logicalId);
    if (nested !== undefined && attribute.startsWith('Outputs.')) return this.output(nested, attribute.slice('Outputs.'.length));
    return this.once(['attribute', logicalId, attribute], `${logicalId}.${attribute}`, () => {
      if (attribute === 'Arn') return this.arn(resource);
      const named = this.named(resource);
      const { attributes = {} } = this.cloud.identityOf(resource.type);
      if (Object.hasOwn(attributes, attribute)) return attributes[attribute]?.(named);
      return named.text(attribute) ?? `${named.name}.${attribute}`;
    });
  }

  /** The value of an output of any template. @throws Unresolvable */
  public output(scope: Scope, name: string): unknown {
    const output = scope.outputs.get(name);
    const resolver = this.at(scope, scope.part(name, 'Output'));
    const condition = property(output, 'Condition');
    const exists = output !== undefined && (typeof condition !== 'string' || resolver.condition(condition));
    if (!exists) throw new Unresolvable(`asks for the output ${name} of ${scope.stack}, which has none of that name`, name);
    return resolver.once(['output', name], `the output ${name} of ${scope.stack}`, () => resolver.resolve(property(output, 'Value')));
  }

  /** The physical name of a resource, and what else its identity is made of. */
  public named(resource: RawResource): Named {
    const resolver = this.at(this.scope, this.scope.subjectOf(resource));
    const value = (name: string): unknown => resolver.resolve(property(resource.properties, name));
    const unnamed: Unnamed = {
      environment: this.scope.environment, stack: this.scope.stack, logicalId: resource.logicalId,
      value, text: (name) => scalarText(value(name)),
    };
    const { nameProperty, generated = generatedName } = this.cloud.identityOf(resource.type);
    const compute = (): string => {
      const given = nameProperty === undefined ? undefined : value(nameProperty);
      const text = scalarText(given);
      if (given !== undefined && text === undefined) {
        resolver.note(`${nameProperty} must be a text, got ${show(given)}: a made-up name stands in its place`);
      }
      return text ?? generated(unnamed);
    };
    const refuse = (): string => {
      resolver.note('its name needs itself: a made-up one stands in its place');
      return generatedName(unnamed);
    };
    return { ...unnamed, name: this.cloud.once([this.scope.id, 'name', resource.logicalId], compute, refuse) };
  }

  /** The ARN of a resource, of its own form where its type is known. */
  public arn(resource: RawResource): string {
    const named = this.named(resource);
    const service = (resource.type.split('::')[1] ?? 'custom').toLowerCase();
    return this.cloud.identityOf(resource.type).arn?.(named) ?? arnOf(this.scope.environment, service, named.name);
  }

  /** Notes a problem of what is being resolved. */
  public note(what: string): void {
    this.scope.note(this.subject, what);
  }

  /** Computes a value of this scope once. @throws Unresolvable for one that needs itself */
  private once<T>(key: readonly string[], what: string, compute: () => T): T {
    return this.cloud.once([this.scope.id, ...key], compute, () => {
      throw new Unresolvable(`refers to ${what}, which needs itself`, what);
    });
  }

  private resource(logicalId: string): RawResource {
    const resource = this.scope.resources.get(logicalId);
    if (resource === undefined) throw new Unresolvable(`refers to ${logicalId}, which is no parameter and no resource of the template`, logicalId);
    return resource;
  }

  private resolveHere(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((element) => this.resolve(element)).filter((element) => element !== undefined);
    if (!isObject(value)) return value ?? undefined;
    const names = Object.keys(value);
    const [name] = names;
    if (names.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, value[name]);
    const parts = Object.entries(value).map(([key, part]) => [key, this.resolve(part)] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  }

  private call(name: string, argument: unknown): unknown {
    try {
      const intrinsic = INTRINSICS.get(name);
      if (intrinsic === undefined) throw new Unresolvable('is not known to a drill');
      return intrinsic(argument, this);
    } catch (error) {
      if (!(error instanceof Unresolvable)) throw error;
      const stand = standIn(name, error.detail);
      this.note(`${name} ${error.message}: ${stand} stands in its place`);
      return stand;
    }
  }
}
