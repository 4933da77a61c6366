import { isObject } from '../../core/json';
import { arnOf, generatedName, type Named, type Unnamed } from './environment';
import { INTRINSICS } from './functions';
import { property, scalarText, show, standIn, Unresolvable } from './json';
import { type Cloud, everyScope, MAX_NESTING, type RawResource, type Scope, type Subject } from './scope';

/** Resolves one part of a template. Nothing in a template makes it throw. */
export class Resolver {
  public constructor(public readonly cloud: Cloud, public readonly scope: Scope, private readonly subject: Subject) {}

  /** The value with all intrinsics replaced; undefined for AWS::NoValue and null. */
  public resolve(value: unknown): unknown {
    return this.cloud.deeper(() => this.resolveHere(value), () => {
      this.note(`is nested more than ${MAX_NESTING} levels deep: the deeper parts are not read`);
      return undefined;
    });
  }

  /** A resolver of another part of a template. */
  public at(scope: Scope, subject: Subject): Resolver {
    return new Resolver(this.cloud, scope, subject);
  }

  /** Whether the condition of that name holds. A condition that cannot be read does not hold. */
  public condition(name: string): boolean {
    const subject = this.scope.part(name, 'Condition');
    const definition = this.scope.conditions.get(name);
    if (definition === undefined) {
      this.note(`the condition ${name} is not defined and counts as false`);
      return false;
    }
    const refuse = (): boolean => {
      this.scope.note(subject, 'depends on itself and counts as false');
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

  /** The value of `Ref`. @throws Unresolvable */
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

  /** The value of `Fn::GetAtt`. @throws Unresolvable */
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

  /** The physical name of a resource, and the other parts of its identity. */
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
        resolver.note(`${nameProperty} must be a text, got ${show(given)}: a generated name is used instead`);
      }
      return text ?? generated(unnamed);
    };
    const refuse = (): string => {
      resolver.note('its name depends on itself: a generated name is used instead');
      return generatedName(unnamed);
    };
    return { ...unnamed, name: this.cloud.once([this.scope.id, 'name', resource.logicalId], compute, refuse) };
  }

  /** The ARN of a resource, in the form of its type where that is known. */
  public arn(resource: RawResource): string {
    const named = this.named(resource);
    const service = (resource.type.split('::')[1] ?? 'custom').toLowerCase();
    return this.cloud.identityOf(resource.type).arn?.(named) ?? arnOf(this.scope.environment, service, named.name);
  }

  /** Notes a problem of what is being resolved. */
  public note(what: string): void {
    this.scope.note(this.subject, what);
  }

  /** Computes a value of this scope once. @throws Unresolvable for a value that depends on itself */
  private once<T>(key: readonly string[], what: string, compute: () => T): T {
    return this.cloud.once([this.scope.id, ...key], compute, () => {
      throw new Unresolvable(`refers to ${what}, which depends on itself`, what);
    });
  }

  private resource(logicalId: string): RawResource {
    const resource = this.scope.resources.get(logicalId);
    if (resource === undefined) throw new Unresolvable(`refers to ${logicalId}, which is neither a parameter nor a resource of the template`, logicalId);
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
      this.note(`${name} ${error.message}: ${stand} is used instead`);
      return stand;
    }
  }
}

/** An output that a template exports. */
interface Export {
  readonly scope: Scope;
  readonly output: string;
  readonly name: string;
}

/** Identifies an account and Region. */
export interface ReferencePlace {
  readonly accountId: string;
  readonly region: string;
}

/** The export of that name, preferably of the importing stack's account and Region. */
export function findExport(resolver: Resolver, name: string): Export | undefined {
  return nearest(exportsOf(resolver).filter((candidate) => candidate.name === name), ({ scope }) => scope, resolver.scope.environment);
}

/** The stack of that name, preferably of that account and Region. */
export function findStack(resolver: Resolver, name: string, place: ReferencePlace): Scope | undefined {
  return nearest(resolver.cloud.stacks.filter(({ stack }) => stack === name), (scope) => scope, place);
}

/** Names of exports may contain intrinsics. A name that depends on an import finds no exports. */
function exportsOf(resolver: Resolver): readonly Export[] {
  const { cloud } = resolver;
  return cloud.once(['exports'], () => cloud.stacks.flatMap(everyScope).flatMap((scope) => exportsOfScope(resolver, scope)), () => []);
}

function exportsOfScope(resolver: Resolver, scope: Scope): Export[] {
  return [...scope.outputs].flatMap(([output, definition]) => {
    const name = property(property(definition, 'Export'), 'Name');
    const resolved = scalarText(resolver.at(scope, scope.part(output, 'Output')).resolve(name));
    return resolved === undefined ? [] : [{ scope, output, name: resolved }];
  });
}

function nearest<T>(candidates: readonly T[], scopeOf: (candidate: T) => Scope, place: ReferencePlace): T | undefined {
  const isThere = ({ environment }: Scope): boolean => environment.accountId === place.accountId && environment.region === place.region;
  return candidates.find((candidate) => isThere(scopeOf(candidate))) ?? candidates[0];
}

/**
 * The value of a parameter: what the parent passes to a nested stack, otherwise its default, otherwise its first allowed value.
 * A parameter that names one in Parameter Store becomes a dynamic reference, because its value is unknown.
 */
function parameterValue(resolver: Resolver, name: string): unknown {
  const definition = resolver.scope.parameters.get(name);
  const type = scalarText(property(definition, 'Type')) ?? 'String';
  const value = passedByParent(resolver, name) ?? ownValue(resolver.scope, name, definition, type);
  const isList = type === 'CommaDelimitedList' || type.includes('List<');
  return isList && typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
}

function passedByParent(resolver: Resolver, name: string): unknown {
  const { nestedIn, id } = resolver.scope;
  const parent = nestedIn?.parent;
  const stack = nestedIn?.parent.resources.get(nestedIn.logicalId);
  const passed = property(property(stack?.properties, 'Parameters'), name);
  if (parent === undefined || stack === undefined || passed === undefined) return undefined;
  const outside = resolver.at(parent, parent.subjectOf(stack));
  return resolver.cloud.once([id, 'parameter', name], () => outside.resolve(passed), () => {
    outside.note(`the parameter ${name} that it passes depends on itself: ${standIn('Parameter', name)} is used instead`);
    return standIn('Parameter', name);
  });
}

function ownValue(scope: Scope, name: string, definition: unknown, type: string): unknown {
  const given = scalarText(property(definition, 'Default'));
  if (type.startsWith('AWS::SSM::Parameter::')) return `{{resolve:ssm:${given ?? name}}}`;
  const allowed = property(definition, 'AllowedValues');
  const value = given ?? scalarText(Array.isArray(allowed) ? allowed[0] : undefined);
  if (value !== undefined) return value;
  scope.note(scope.part(name, 'Parameter'), `has no default, so its value is not known: ${standIn('Parameter', name)} is used instead`);
  return standIn('Parameter', name);
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** CloudFormation's pseudo parameters. AWS::NoValue is undefined: the property with this value is dropped. */
function pseudoParameters({ stack, environment }: Scope): ReadonlyMap<string, unknown> {
  const { accountId, region, partition, urlSuffix } = environment;
  return new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::Region', region],
    ['AWS::Partition', partition],
    ['AWS::URLSuffix', urlSuffix],
    ['AWS::StackName', stack],
    ['AWS::StackId', `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stack}/${NO_ID}`],
    ['AWS::NotificationARNs', []],
    ['AWS::NoValue', undefined],
  ]);
}
